"""What somebody fills in who takes part in a drill, receives its case for a team, or fills a gap."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.organisation.models import Municipality
from beredskab.ui.forms import Button, CountedTextarea, DkfdsForm, HintedChoiceField, helper
from notifications.drills.judging import Said
from notifications.drills.words import NO_CALL, NUMBERS, Ask, First, Hurdle
from notifications.forms.drills import TOPICS
from notifications.forms.filing_base import boxes, radio
from notifications.forms.filing_who import CERTAINTY_HINTS
from notifications.guide.parents import ADVICE, Towards
from notifications.vocabulary import Certainty, Danger, Step, Suspect, Urgency
from plans.models import ActionPlan


class StepForm(DkfdsForm):
    """One page of a drill. `step` says which, so that an old page answers nothing else."""

    marks_optional = False

    def __init__(self, data: Any = None, *, step: Step, municipality: Municipality) -> None:
        is_sent = data is not None and data.get("step") == step.value
        super().__init__(data if is_sent else None)
        self.fields.update(_fields_of(step, municipality))
        names = list(self.fields)
        self.fields["step"] = forms.CharField(widget=forms.HiddenInput, initial=step.value)
        last = step is list(Step)[-1]
        words = _("Send – this is a drill") if last else _("Continue the drill")
        self.helper = helper(*names, "step", submit=words, attrs={"autocomplete": "off"})

    def said(self) -> Said:
        """Question -> codes. Call after is_valid()."""
        told = self.cleaned_data
        names = [name for name in self.fields if name != "step"]
        return {name: [told[name]] if isinstance(told[name], str) else list(told[name]) for name in names}


def _fields_of(step: Step, municipality: Municipality) -> dict[str, forms.Field]:
    if step is Step.FIRST:
        call = radio(
            _("Whom do you call?"),
            [*_numbers(municipality), (NO_CALL, _("Nobody yet"))],
            _("Choose whom you call"),
            help_text=_("Do not call now: this is a drill."),
        )
        call.divide_before = (NO_CALL,)
        return {
            Ask.FIRST.value: radio(_("What do you do first?"), First.choices, _("Choose what you do first")),
            Ask.CALL.value: call,
        }
    if step is Step.JUDGE:
        return {
            Ask.DANGER.value: radio(
                _("Is the child in danger right now?"),
                Danger.choices,
                _("Choose whether the child is in danger"),
            ),
            Ask.CERTAINTY.value: radio(
                _("What fits best right now?"),
                Certainty.choices,
                _("Choose what fits best right now"),
                hints=CERTAINTY_HINTS,
            ),
            Ask.TOPICS.value: boxes(
                _("What may it be about?"),
                TOPICS,
                _("Choose what it may be about"),
                help_text=_("Choose everything you think of."),
            ),
            Ask.SUSPECTS.value: boxes(
                _("Against whom is the suspicion directed?"),
                Suspect.choices,
                _("Choose against whom the suspicion is directed"),
                help_text=_("Choose everybody you think of."),
            ),
        }
    if step is Step.PARENTS:
        return {
            Ask.PARENTS.value: radio(
                _("What may the parents be told now?"), _towards(), _("Choose what the parents may be told")
            )
        }
    return {
        Step.HURDLES.value: boxes(
            _("What would have stood in your way at work?"),
            Hurdle.choices,
            _("Choose"),
            required=False,
            help_text=_("Choose all that fit, or nothing. It is counted together with what the others say."),
        )
    }


def _numbers(municipality: Municipality) -> list[tuple[str, Any]]:
    """The municipality's own names of the numbers; one statement."""
    contacts = municipality.contacts.filter(unit=None, area="", slug__in=NUMBERS)
    named = dict(contacts.values_list("slug", "function"))
    return [(slug, named[slug]) for slug in NUMBERS if slug in named]


def _towards() -> list[tuple[str, Any]]:
    return [(code.value, ADVICE[code].title) for code in Towards if code is not Towards.TEAM_TALKS]


class AssessForm(DkfdsForm):
    """The team's assessment of the invented case."""

    marks_optional = False
    urgency = HintedChoiceField(
        label=_("How soon does the team act?"),
        choices=Urgency.choices,
        error_messages={"required": _("Choose how soon the team acts")},
    )
    is_theirs = HintedChoiceField(
        label=_("Is the case yours?"),
        choices=[("yes", _("Yes, our team handles it")), ("no", _("No, it belongs to another team"))],
        error_messages={"required": _("Choose whether the case is yours")},
    )
    helper = helper("urgency", "is_theirs", buttons=(Button(_("Save the assessment – this is a drill")),))


class GapForm(DkfdsForm):
    """A gap on its way into an action plan."""

    title = forms.CharField(label=_("The measure"), max_length=400, widget=CountedTextarea(rows=2))
    plan = forms.ChoiceField(label=_("Which action plan?"), widget=forms.RadioSelect)
    helper = helper("title", "plan", submit=_("Add the measure"))

    def __init__(self, *args: Any, plans: Sequence[ActionPlan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans = {str(plan.pk): plan for plan in plans}
        plan = self.fields["plan"]
        assert isinstance(plan, forms.ChoiceField)
        plan.choices = [(key, one.name) for key, one in self.plans.items()]
        plan.initial = next(iter(self.plans), None)
