"""What may be suggested about keys."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.administration.models import KeyChangeKind
from beredskab.organisation.models import Municipality, Team
from beredskab.ui.forms import DkfdsForm, Fieldset, HintedChoiceField, helper

OFFICES = ("office_1", "office_2", "office_3")


class KeyChangeForm(DkfdsForm):
    """A new key for a team, or new sheets; another person approves it."""

    marks_optional: ClassVar[bool] = False  # what is not optional depends on the first answer

    kind = HintedChoiceField(
        label=_("What shall be done?"),
        choices=[
            (KeyChangeKind.TEAM, _("A new key for a team")),
            (KeyChangeKind.RECOVERY, _("The recovery key on three new sheets of paper")),
        ],
        hints={
            KeyChangeKind.TEAM: _("When somebody has left the team, or its key may have been seen."),
            KeyChangeKind.RECOVERY: _(
                "Any two of the sheets open everything when the keys are lost. "
                "The sheets of before open nothing."
            ),
        },
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("Choose a team")
    )
    office_1 = forms.CharField(label=_("Who keeps the first sheet?"), max_length=80, required=False)
    office_2 = forms.CharField(label=_("Who keeps the second sheet?"), max_length=80, required=False)
    office_3 = forms.CharField(label=_("Who keeps the third sheet?"), max_length=80, required=False)

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.filter(municipality=municipality)  # type: ignore[attr-defined]  # of this field
        self.helper = helper(
            "kind",
            Fieldset(_("For a new key of a team"), "team"),
            Fieldset(_("For new sheets: three offices, no names"), *OFFICES),
            submit=_("Suggest"),
        )

    def clean(self) -> dict[str, Any]:
        """What belongs to the other choice is not looked at."""
        told = super().clean() or {}
        if told.get("kind") == KeyChangeKind.TEAM and not told.get("team"):
            self.add_error("team", _("Choose the team that gets a new key"))
        if told.get("kind") == KeyChangeKind.RECOVERY:
            for name in OFFICES:
                if not told.get(name):
                    self.add_error(name, _("Write which office keeps this sheet, for example the archive"))
            kept = [told[name].casefold() for name in OFFICES if told.get(name)]
            if len(set(kept)) < len(kept):
                self.add_error(OFFICES[-1], _("Three sheets need three keepers"))
        return told

    def suggestion(self) -> dict[str, Any]:
        """As `changing.propose` takes it."""
        told = self.cleaned_data
        kind = KeyChangeKind(told["kind"])
        if kind is KeyChangeKind.TEAM:
            return {"kind": kind, "about": told["team"].slug}
        return {"kind": kind, "offices": [told[name] for name in OFFICES]}
