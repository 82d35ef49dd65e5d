"""What the editor says when the council has adopted the plan."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredskab.ui.forms import DatePartsField, DkfdsForm, helper
from plans.forms.files import DocumentField
from plans.models import Edition
from plans.vocabulary import FileKind


class AdoptionForm(DkfdsForm):
    """Which edition the council saw, when, and where it can be looked up."""

    edition = forms.ChoiceField(label=gettext_lazy("Which edition did the council adopt?"))
    adopted_on = DatePartsField(label=gettext_lazy("Day of the council’s meeting"))
    minutes = forms.CharField(
        label=gettext_lazy("Where it stands in the minutes"),
        max_length=200,
        help_text=gettext_lazy("For example: the council’s meeting 24 February 2026, item 11"),
    )
    document = DocumentField(
        kinds=[FileKind.PDF],
        required=False,
        label=gettext_lazy("The decision as a PDF"),
        help_text=gettext_lazy(
            "At most 10 MB. Everybody can read it beside the plan: it must hold nothing about persons."
        ),
    )

    def __init__(self, *args: Any, editions: Sequence[Edition], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.editions = {str(one.pk): one for one in editions}
        self.fields["edition"].choices = [(key, _told(one)) for key, one in self.editions.items()]  # type: ignore[attr-defined]  # a choice field
        self.fields["adopted_on"].not_after = today  # type: ignore[attr-defined]  # a date in parts
        names = ("edition", "adopted_on", "minutes", "document")
        self.helper = helper(*names, submit=_("Record the adoption"), css_class="edit-wide")

    def chosen(self) -> Edition:
        """The edition that was chosen."""
        return self.editions[self.cleaned_data["edition"]]


def _told(edition: Edition) -> str:
    from beredskab.ui.templatetags.ui import day

    published = edition.published_at
    on = day(published.date()) if published else ""
    return _("Edition %(number)d, published %(day)s") % {"number": edition.number, "day": on}
