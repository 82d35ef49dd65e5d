"""Has the team had this child before? The number is typed, compared and forgotten."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import DkfdsForm, helper
from notifications.case.same_child import CPR_DIGITS
from notifications.guide.birth import cpr_date


class LookUpForm(DkfdsForm):
    """A CPR number."""

    cpr = forms.CharField(
        label=_("The child's CPR number"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-width-m"}
        ),
        error_messages={"required": _("Write the child's CPR number")},
    )
    helper = helper("cpr", submit=_("Look"))

    def clean_cpr(self) -> str:
        """Ten digits that begin with a date."""
        cpr: str = self.cleaned_data["cpr"].strip()
        digits = [c for c in cpr if c.isascii() and c.isdigit()]
        if len(digits) != CPR_DIGITS or cpr_date(cpr) is None:
            raise ValidationError(_("Write the CPR number as day, month, year and four digits"))
        return cpr
