"""What a group of the directory means."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.organisation.models import Team, Unit
from beredskab.ui.forms import DkfdsForm, helper


class MeaningForm(DkfdsForm):
    """A unit or a team of the municipality."""

    place = forms.ChoiceField(
        label=_("What does it mean to be in the group?"),
        help_text=_("To work in a unit counts at once. To belong to a team takes another person’s yes."),
        error_messages={"required": _("Choose a unit or a team")},
    )
    helper = helper("place", submit=_("Save the meaning"))

    def __init__(self, *args: Any, municipality: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, Unit | Team] = {
            **{f"unit {one.pk}": one for one in Unit.objects.filter(municipality=municipality)},
            **{f"team {one.pk}": one for one in Team.objects.filter(municipality=municipality)},
        }
        units = [(key, one.name) for key, one in self.places.items() if key.startswith("unit")]
        teams = [(key, one.name) for key, one in self.places.items() if key.startswith("team")]
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), (_("Works in"), units), (_("Belongs to the team"), teams)]

    def chosen(self) -> Unit | Team:
        """The place."""
        return self.places[self.cleaned_data["place"]]
