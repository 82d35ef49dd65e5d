"""The words that a search takes for one another, as one text: a group on each line."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredskab.ui.forms import CountedTextarea, DkfdsForm, helper
from plans.searching import synonyms


class SynonymsForm(DkfdsForm):
    """One text area is quicker to keep in order than a hundred fields."""

    groups = forms.CharField(
        label=gettext_lazy("Words that mean the same"),
        required=False,
        max_length=20000,
        help_text=gettext_lazy("A group on each line, commas between the words. For example: barn, børn"),
        widget=CountedTextarea(rows=18),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
    helper = helper("groups", "seen", submit=gettext_lazy("Save – it is live at once"), css_class="edit-wide")

    def clean_groups(self) -> Any:
        """The text as groups, or the line that is none."""
        try:
            groups = synonyms.parsed(str(self.cleaned_data["groups"]))
        except ValueError as fault:
            words = _("”%(line)s” is no group. Write at least two words, with commas between them.")
            raise ValidationError(words % {"line": str(fault)[:80]}) from fault
        if len(groups) > synonyms.MOST_GROUPS:
            raise ValidationError(_("At most %d lines") % synonyms.MOST_GROUPS)
        return groups
