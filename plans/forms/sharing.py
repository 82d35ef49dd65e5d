"""Offering a plan to another municipality."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredskab.organisation.models import Municipality
from beredskab.ui.forms import DkfdsForm, helper
from plans.models import Plan


class OfferForm(DkfdsForm):
    """Which plan, and to whom. `plans` and `partners` are those that may be chosen."""

    plan = forms.ChoiceField(
        label=gettext_lazy("Which plan?"),
        help_text=gettext_lazy("Only a plan in force can be shared, and only by whoever writes it."),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a plan")},
    )
    partner = forms.ChoiceField(
        label=gettext_lazy("With which municipality?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a municipality")},
    )

    def __init__(
        self, *args: Any, plans: Sequence[Plan], partners: Sequence[Municipality], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plans = {str(one.pk): one for one in plans}
        self.partners = {str(one.pk): one for one in partners}
        for name, known in (("plan", self.plans), ("partner", self.partners)):
            self.fields[name].choices = [(key, str(one)) for key, one in known.items()]  # type: ignore[attr-defined]  # a choice field
        self.helper = helper("plan", "partner", submit=_("Send the offer"))

    def chosen(self) -> tuple[Plan, Municipality]:
        """What was chosen. Call after is_valid()."""
        return self.plans[self.cleaned_data["plan"]], self.partners[self.cleaned_data["partner"]]
