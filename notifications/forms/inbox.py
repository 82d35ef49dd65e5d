from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import DkfdsForm, helper


class FindForm(DkfdsForm):
    """Search by reference, nothing else: what is sealed cannot be searched."""

    marks_optional = False
    reference = forms.CharField(
        label=_("Reference"),
        max_length=20,
        help_text=_("It stands on the receipt, for example BK-26-7Q4K-9X-3."),
    )
    helper = helper("reference", submit=_("Find the case"), method="get")
