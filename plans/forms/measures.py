"""What a coordinator fills in: an action plan, a measure, who does what, and what shows it."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Value
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beredskab.organisation.models import Municipality, Staff, Unit
from beredskab.ui.forms import CountedTextarea, DatePartsField, DkfdsForm, Fieldset, helper
from plans.forms.colleagues import ColleagueField
from plans.implementation.evidence import Shown
from plans.implementation.frameworks import Named, every_recommendation
from plans.implementation.measures import MeasureFacts, PlanFacts, RefusedMeasure
from plans.models import ActionPlan, Measure
from plans.vocabulary import Task

WHY = {
    "name": _("Another action plan or set of recommendations has this name"),
    "number": _("Another measure has this number"),
    "parent": _("A part belongs to a measure that is no part itself"),
    "role": _("Write a role or a colleague’s e-mail"),
    "deputy": _("Nobody is their own deputy"),
}


class Refusable(DkfdsForm):
    """A form whose act may refuse what was asked for."""

    def refuse(self, refused: RefusedMeasure) -> None:
        """Say it beside the field."""
        self.add_error(refused.field, WHY[refused.field])


class PlanForm(Refusable):
    """An action plan: name, adoption, period, partners."""

    name = forms.CharField(label=_("Name of the action plan"), max_length=160)
    adopted_on = DatePartsField(label=_("When was it adopted?"), required=False)
    starts_on = DatePartsField(label=_("First day of the period"), required=False)
    ends_on = DatePartsField(label=_("Last day of the period"), required=False)
    confirmed_for = forms.IntegerField(
        label=_("After how many days does a status fade?"),
        help_text=_("It is then marked as not confirmed, until somebody says it again."),
        min_value=1,
        max_value=3660,
        initial=183,
    )
    partners = forms.ModelMultipleChoiceField(
        label=_("Which other municipalities carry it out?"),
        queryset=Municipality.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, by: Staff, plan: ActionPlan | None = None, **kwargs: Any) -> None:
        if plan is not None:
            names = ("name", "adopted_on", "starts_on", "ends_on", "confirmed_for")
            kwargs["initial"] = {name: getattr(plan, name) for name in names}
            kwargs["initial"]["partners"] = list(plan.partners.values_list("pk", flat=True))
        super().__init__(*args, **kwargs)
        partners = self.fields["partners"]
        assert isinstance(partners, forms.ModelMultipleChoiceField)
        partners.queryset = Municipality.objects.exclude(pk=by.municipality_id).order_by("name")
        if not partners.queryset.exists():
            del self.fields["partners"]
        self.helper = helper(*self.fields, submit=_("Save the action plan"))

    def clean(self) -> dict[str, Any]:
        """The period ends after it begins."""
        told = super().clean() or self.cleaned_data
        first, last = told.get("starts_on"), told.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The period ends before it begins"))
        return told

    def facts(self) -> PlanFacts:
        """What was said, ready for the act. Call after is_valid()."""
        told = self.cleaned_data
        names = ("name", "adopted_on", "starts_on", "ends_on", "confirmed_for")
        return PlanFacts(**{name: told[name] for name in names}, partners=list(told.get("partners", ())))


class MeasureForm(Refusable):
    """A measure: what, when, for which recommendations, where."""

    number = forms.CharField(label=_("Number"), max_length=20)
    title = forms.CharField(label=_("What is to be done?"), max_length=2000, widget=CountedTextarea(rows=3))
    chapter = forms.CharField(label=_("Chapter"), max_length=200, required=False)
    parent = forms.ModelChoiceField(
        label=_("Is it a part of another measure?"),
        help_text=_("A part is followed by itself, and never counts a second time."),
        queryset=Measure.objects.none(),
        required=False,
    )
    due_on = DatePartsField(label=_("When is it to be done?"), required=False)
    budget_note = forms.CharField(
        label=_("What does it cost, and who pays?"),
        max_length=1000,
        required=False,
        widget=CountedTextarea(rows=2),
    )
    recommendations = forms.MultipleChoiceField(
        label=_("Which recommendations does it serve?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    see_also = forms.ModelMultipleChoiceField(
        label=_("Which other measures does it hang together with?"),
        queryset=Measure.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    is_local = forms.BooleanField(
        label=_("It is carried out in several places"),
        help_text=_("A status is then said for each place, and the measure follows them."),
        required=False,
    )
    units = forms.ModelMultipleChoiceField(
        label=_("In which units?"),
        help_text=_("Choose none when a whole municipality answers together."),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=CountedTextarea(rows=2))

    def __init__(
        self, *args: Any, plan: ActionPlan, by: Staff, measure: Measure | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = _initial(measure) if measure else {"number": str(plan.measures.count() + 1)}
        super().__init__(*args, **kwargs)
        others = plan.measures.exclude(pk__in=[measure.pk] if measure else []).order_by("position")
        self._choose("parent", others.filter(parent__isnull=True), of_measure)
        self._choose("see_also", others, of_measure)
        municipalities = [plan.municipality_id, *plan.partners.values_list("pk", flat=True)]
        self._choose("units", Unit.objects.filter(municipality__in=municipalities).order_by("name"), str)
        self.named = {str(x.recommendation.pk): x for x in every_recommendation(by.municipality)}
        field = self.fields["recommendations"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, _of_recommendation(x)) for key, x in self.named.items()]
        self.helper = helper(
            "number", "title", "chapter", "due_on", "budget_note", "recommendations",
            Fieldset(_("Where"), "is_local", "units"),
            Fieldset(_("What it hangs together with"), "parent", "see_also"), "note",
            submit=_("Save the measure"),
        )  # fmt: skip

    def _choose(self, name: str, found: Any, label: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = found
        field.label_from_instance = label  # type: ignore[method-assign]  # as Django's manual says

    def facts(self) -> MeasureFacts:
        """What was said, ready for the act. Call after is_valid()."""
        told = dict(self.cleaned_data)
        chosen = [self.named[key].recommendation for key in told.pop("recommendations")]
        return MeasureFacts(**told, recommendations=chosen)


def of_measure(measure: Measure) -> str:
    """A measure in a list of choices."""
    return f"{measure.number}. {measure.title[:90]}"


def _of_recommendation(named: Named) -> str:
    if named.title:
        return f"{named.mark}. {named.title}"
    return gettext("Recommendation %(number)d") % {"number": named.number}


def _initial(measure: Measure) -> dict[str, Any]:
    names = ("number", "title", "parent", "due_on", "budget_note", "is_local", "note")
    lists = {name: ArrayAgg(name, distinct=True, default=Value([])) for name in LISTS}
    found = Measure.objects.filter(pk=measure.pk).values(**{f"chosen_{k}": v for k, v in lists.items()})
    chosen: dict[str, Any] = dict(found[0])
    return {
        **{name: getattr(measure, name) for name in names},
        "chapter": measure.chapter.title if measure.chapter else "",
        **{name: [pk for pk in chosen[f"chosen_{name}"] if pk] for name in LISTS},
    }


LISTS = ("recommendations", "see_also", "units")


class ResponsibleForm(Refusable):
    """Somebody who does something with the measure, and who stands in for them."""

    task = forms.ChoiceField(label=_("What do they do?"), choices=Task.choices, widget=forms.RadioSelect)
    role = forms.CharField(
        label=_("Role or body"),
        help_text=_("For example »Head of day care«."),
        max_length=160,
        required=False,
    )
    staff = ColleagueField(
        label=_("Colleague"),
        help_text=_("The work e-mail of whoever says how far it is. They get the question by mail."),
        required=False,
    )
    deputy = ColleagueField(
        label=_("Deputy"), help_text=_("The work e-mail of whoever stands in."), required=False
    )
    helper = helper("task", "role", "staff", "deputy", submit=_("Save"))

    def __init__(self, *args: Any, plan: ActionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = [plan.municipality_id, *plan.partners.values_list("pk", flat=True)]
        for name in ("staff", "deputy"):
            field = self.fields[name]
            assert isinstance(field, ColleagueField)
            field.municipalities = there

    def named(self) -> dict[str, Any]:
        """What was said, ready for the act. Call after is_valid()."""
        return {**self.cleaned_data, "task": Task(self.cleaned_data["task"])}


class EvidenceForm(DkfdsForm):
    """What shows how far it is: a title, where it is, who keeps it and how long it shows that."""

    title = forms.CharField(
        label=_("What shows it?"),
        help_text=_("For example »Minutes of the heads’ meeting«. Write no names of children or families."),
        max_length=200,
    )
    note = forms.CharField(
        label=_("Where is it, and what does it say?"),
        max_length=1000,
        required=False,
        widget=CountedTextarea(rows=2),
    )
    url = forms.URLField(label=_("Address"), max_length=400, required=False, assume_scheme="https")
    holds_from = DatePartsField(label=_("From which day?"))
    expires_on = DatePartsField(
        label=_("How long does it show it?"),
        help_text=_("After this day somebody is asked for something newer."),
        required=False,
    )
    owner = ColleagueField(
        label=_("Who keeps it?"),
        help_text=_("The work e-mail of a colleague; yourself when you leave it empty."),
        required=False,
    )

    def __init__(self, *args: Any, municipality: Municipality, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        since, owner = self.fields["holds_from"], self.fields["owner"]
        assert isinstance(since, DatePartsField)
        assert isinstance(owner, ColleagueField)
        since.not_after, since.initial = today, today
        owner.municipalities = [municipality.pk]
        self.helper = helper(*self.fields, submit=_("Save"))

    def clean(self) -> dict[str, Any]:
        """It does not expire before it begins."""
        told = super().clean() or self.cleaned_data
        first, last = told.get("holds_from"), told.get("expires_on")
        if first and last and last < first:
            self.add_error("expires_on", _("The day is before the first one"))
        return told

    def shown(self) -> Shown:
        """What was said, ready for the act. Call after is_valid()."""
        return Shown(**self.cleaned_data)


class CommentForm(DkfdsForm):
    """Something to the colleagues about a measure."""

    text = forms.CharField(
        label=_("Comment"),
        help_text=_("For colleagues who follow the measure. It is in no report."),
        max_length=2000,
        widget=CountedTextarea(rows=3),
    )
    helper = helper("text", submit=_("Save the comment"))
