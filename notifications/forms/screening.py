"""The outcome of the screening, with police, children's house, the talk with the child, a second assessor."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.organisation.models import Staff
from beredskab.ui.forms import DkfdsForm, Fieldset, Include, helper
from notifications.case.screening import Choice, talk_is_a_duty, talk_is_without_parents
from notifications.forms.handling import YES, YES_NO, moment_field, text_field
from notifications.models import Concern
from notifications.vocabulary import Outcome, Suspect, Talk, Topic

WHEN = _("Day and time, for example 24.11.2026 10.30.")


def _yes_no(label: Any, missing: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": missing},
        **more,
    )


class DecisionForm(DkfdsForm):
    """The outcome of the screening (rules N-05 and N-40)."""

    outcome = forms.ChoiceField(
        label=_("What is the outcome of the screening?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the outcome of the screening")},
    )
    reason = text_field(_("Give the reason"), _("Write the reason for the outcome"))
    police = _yes_no(_("Is the police informed?"), _("Choose whether the police is informed"))
    police_at = moment_field(_("When was the police informed?"), WHEN)
    childrens_house = _yes_no(
        _("Is the children's house contacted?"), _("Choose whether the children's house is contacted")
    )
    childrens_house_at = moment_field(_("When was the children's house contacted?"), WHEN)
    talk = forms.ChoiceField(
        label=_("Talk with the child"),
        choices=Talk.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"required": _("Choose how it stands with the talk with the child")},
    )
    talk_at = moment_field(_("When is or was the talk?"), WHEN)
    talk_reason = text_field(_("If there is no talk: why not?"), rows=3)
    has_support = _yes_no(
        _("Does the child already have support or a placement?"),
        _("Choose whether the child already has support or a placement"),
    )
    second = forms.ChoiceField(
        label=_("Who has also assessed the case?"),
        required=False,
        help_text=_("A colleague who has had nothing to do with the case until now."),
    )
    is_new = forms.BooleanField(
        label=_("This colleague has not handled the child's case before"), required=False
    )

    def __init__(
        self, data: Any = None, *, concern: Concern, seconds: Iterable[Staff] = (), **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.found = {str(person.pk): person for person in seconds}
        choices = [("", _("Choose a colleague")), *((key, one.name) for key, one in self.found.items())]
        self.fields["second"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.topics = frozenset(map(Topic, concern.topics))
        self.fields["talk"].required = talk_is_a_duty(self.topics)
        for name in ("police_at", "childrens_house_at", "talk_at", "talk_reason", "second", "is_new"):
            self.fields[name].unmarked = True  # type: ignore[attr-defined]  # needed after one of the answers
        self.helper = helper(*self._layout(concern), submit=_("Save the decision"))

    def _layout(self, concern: Concern) -> tuple[Any, ...]:
        duty = [Include("notifications/case/examination_duty.html")] if talk_is_a_duty(self.topics) else []
        alone = talk_is_without_parents(self.topics, map(Suspect, concern.suspects))
        talk = [Include("notifications/case/talk_without_parents.html")] if alone else []
        nobody = [] if self.found else [Include("notifications/case/no_second.html")]
        return (
            *duty,
            "outcome",
            "reason",
            Fieldset(_("The child"), *talk, "talk", "talk_at", "talk_reason"),
            Fieldset(
                _("Police and children's house"),
                "police",
                "police_at",
                "childrens_house",
                "childrens_house_at",
            ),
            Fieldset(_("Support that the child already has"), "has_support", *nobody, "second", "is_new"),
        )

    def clean(self) -> dict[str, Any]:
        """What follows from an answer has to be filled in; what does not is left out."""
        cleaned: dict[str, Any] = super().clean() or {}
        self._follow("police", "police_at", _("Write when the police was informed"))
        self._follow(
            "childrens_house", "childrens_house_at", _("Write when the children's house was contacted")
        )
        self._clean_talk(cleaned)
        if cleaned.get("has_support") == YES:
            self._clean_second(cleaned)
        return cleaned

    def _follow(self, question: str, field: str, missing: Any) -> None:
        if self.cleaned_data.get(question) != YES:
            self.cleaned_data[field] = None
        elif field not in self.errors and not self.cleaned_data.get(field):
            self.add_error(field, missing)

    def _clean_talk(self, cleaned: dict[str, Any]) -> None:
        talk = cleaned.get("talk")
        if talk == Talk.LEFT_OUT and not cleaned.get("talk_reason", "").strip():
            self.add_error("talk_reason", _("Write why there is no talk with the child"))
        if talk in {Talk.HELD, Talk.PLANNED} and "talk_at" not in self.errors and not cleaned.get("talk_at"):
            self.add_error("talk_at", _("Write when the talk is or was"))

    def _clean_second(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("second") not in self.found:
            self.add_error("second", _("Choose who has also assessed the case"))
        if not cleaned.get("is_new"):
            self.add_error("is_new", _("Confirm that the colleague has not handled the child's case before"))

    def choice(self) -> Choice:
        """The decision of a valid form."""
        cleaned = self.cleaned_data
        talk = Talk(cleaned["talk"]) if cleaned["talk"] else None
        left_out = talk is Talk.LEFT_OUT
        has_support = cleaned["has_support"] == YES
        return Choice(
            Outcome(cleaned["outcome"]),
            cleaned["reason"],
            police_at=cleaned["police_at"],
            childrens_house_at=cleaned["childrens_house_at"],
            talk=talk,
            talk_at=None if left_out or talk is None else cleaned["talk_at"],
            talk_reason=cleaned["talk_reason"] if left_out else "",
            has_support=has_support,
            second=self.found[cleaned["second"]] if has_support else None,
        )
