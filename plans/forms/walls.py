"""Writing into the book of the walls, and having all posters made."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import DkfdsForm, HintedMultipleChoiceField, helper
from plans.models import ActionCard
from plans.paper.printing import PAPERS

SIZES = [(name, name.upper()) for name in PAPERS]


class HangForm(DkfdsForm):
    """A poster that hangs: which, how large, where."""

    card = forms.ChoiceField(
        label=_("Which card?"), error_messages={"required": _("Choose which card hangs there")}
    )
    size = forms.ChoiceField(label=_("Size"), choices=SIZES, initial="a4")
    room = forms.CharField(
        label=_("In which room?"),
        help_text=_("For example: Staff room, ground floor"),
        max_length=80,
        error_messages={"required": _("Write in which room it hangs")},
    )
    version = forms.CharField(
        label=_("Version"),
        help_text=_("It stands at the foot of the poster, for example 3.2. Empty: the newest."),
        required=False,
        max_length=11,
    )

    def __init__(self, *args: Any, cards: Iterable[ActionCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose")), *((card.slug, card.role) for card in cards)]
        self.fields["card"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.helper = helper("card", "room", "size", "version", submit=_("Write it down"))


class RunForm(DkfdsForm):
    """On which paper all posters are made."""

    marks_optional: ClassVar[bool] = False

    sizes = HintedMultipleChoiceField(
        label=_("On which paper?"),
        choices=SIZES,
        error_messages={"required": _("Choose at least one size")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("sizes", submit=_("Make all posters"))
