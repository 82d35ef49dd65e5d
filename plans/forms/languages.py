"""In which languages the STOP advice of a plan is there."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredskab.ui.forms import DkfdsForm, HintedMultipleChoiceField, helper


class StopLanguagesForm(DkfdsForm):
    """Languages beside the plan's own."""

    languages = HintedMultipleChoiceField(
        label=gettext_lazy("Languages of the STOP advice"),
        required=False,
        help_text=gettext_lazy(
            "Whoever uses the portal in one of these languages meets the advice in it. "
            "Nothing is published before every advice is there in all of them."
        ),
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.helper = helper("languages", submit=_("Save"), css_class="edit-wide")
