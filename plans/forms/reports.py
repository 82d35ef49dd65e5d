"""What somebody fills in to make a report, and to hold two of them against each other."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import CountedTextarea, DatePartsField, DkfdsForm, helper
from plans.implementation.frameworks import NATIONAL
from plans.implementation.reports.content import Wanted
from plans.models import ActionPlan, Framework, StatusReport

MOST_LINES = 5


class ReportForm(DkfdsForm):
    """A report: about what, for which day, told on which, and what is most important."""

    plan = forms.ChoiceField(label=_("What is it about?"), widget=forms.RadioSelect)
    as_of = DatePartsField(label=_("Which day does it hold for?"), help_text=_("Today, or an earlier day."))
    published_on = DatePartsField(
        label=_("When is it told?"),
        help_text=_("The day of the meeting, for example. What is said after it is not in the report."),
    )
    lines = forms.CharField(
        label=_("What is most important?"),
        help_text=_("At most five lines, each a sentence. They stand first. Name no persons."),
        required=False,
        max_length=800,
        widget=CountedTextarea(rows=5),
    )

    def __init__(
        self,
        *args: Any,
        plans: Sequence[ActionPlan],
        frameworks: Sequence[Framework],
        today: dt.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plans = {str(plan.pk): plan for plan in plans}
        self.frameworks = {f"f{one.pk}": one for one in frameworks}
        choice, as_of, told = (self.fields[name] for name in ("plan", "as_of", "published_on"))
        assert isinstance(choice, forms.ChoiceField)
        assert isinstance(as_of, DatePartsField)
        alone = ("0", _now("The national recommendations"))
        own = [(key, f"{one.name}: {one.title}") for key, one in self.frameworks.items()]
        choice.choices = [*((key, plan.name) for key, plan in self.plans.items()), alone, *own]
        choice.initial = choice.choices[0][0]
        as_of.not_after, as_of.initial, told.initial = today, today, today
        self.helper = helper("plan", "as_of", "published_on", "lines", submit=_("Make the report"))

    def clean_lines(self) -> tuple[str, ...]:
        """Each line as it stands, empty ones left out."""
        told = tuple(" ".join(x.split()) for x in self.cleaned_data["lines"].splitlines() if x.strip())
        if len(told) > MOST_LINES:
            raise forms.ValidationError(_("Write at most five lines"))
        return told

    def clean(self) -> dict[str, Any]:
        """It is told on its day or later."""
        told = super().clean() or self.cleaned_data
        first, last = told.get("as_of"), told.get("published_on")
        if first and last and last < first:
            self.add_error("published_on", _("It is told before the day it holds for"))
        return told

    def wanted(self) -> Wanted:
        """What was asked for. Call after is_valid()."""
        told = self.cleaned_data
        own = self.frameworks.get(told["plan"])
        name = own.name if own else NATIONAL
        days = told["as_of"], told["published_on"]
        return Wanted(self.plans.get(told["plan"]), *days, told["lines"], name)


class CompareForm(DkfdsForm):
    """Two reports, held against each other. Nothing is stored."""

    marks_optional = False

    first = forms.ChoiceField(label=_("The earlier report"))
    second = forms.ChoiceField(label=_("The later report"))
    helper = helper("first", "second", submit=_("Compare"), method="get", css_class="day-form")

    def __init__(self, *args: Any, reports: Sequence[StatusReport], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [
                (str(one.number), f"{one.number}: {one.subject}, {one.as_of}") for one in reports
            ]
