"""»Just show me what to do«: what is asked before the advice, without a draft."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import DkfdsForm, helper
from notifications.forms.filing_base import boxes, radio
from notifications.vocabulary import Certainty, Suspect, Topic


class ShowMeForm(DkfdsForm):
    """How sure, of whom, of what. Read with GET; nothing is stored, and all of it may be left open."""

    marks_optional = False
    certainty = radio(_("What fits best right now?"), Certainty.choices, "", required=False)
    suspects = boxes(_("Who may it be?"), Suspect.choices, "", required=False)
    topics = boxes(
        _("What may it be about?"),
        [choice for choice in Topic.choices if choice[0] != Topic.ABSENCE],
        "",
        required=False,
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.helper = helper("certainty", "suspects", "topics", submit=_("Show me what to do"), method="get")
