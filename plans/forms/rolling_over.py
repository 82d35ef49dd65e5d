"""The whole table at once: what becomes of every measure, and what the next plan is called."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import DatePartsField, DkfdsForm, helper
from plans.implementation.measures import PlanFacts, RefusedMeasure
from plans.implementation.measures_at import MeasureStanding
from plans.implementation.rolling_over import Judged, RefusedRollOver, suggested
from plans.models import ActionPlan, MeasureVerdict
from plans.vocabulary import Verdict

NAMES = ("name", "adopted_on", "starts_on", "ends_on")


@dataclass(frozen=True)
class Row:
    """A measure of the table: how far it is, and the two fields; none when it already goes on."""

    standing: MeasureStanding
    verdict: MeasureVerdict | None
    choice: BoundField | None
    reason: BoundField | None


class RollOverForm(DkfdsForm):
    """Verdicts on every measure; with `roll` also the plan of the next period."""

    marks_optional = False

    name = forms.CharField(label=_("Name of the next plan"), max_length=160, required=False)
    adopted_on = DatePartsField(label=_("When was it adopted?"), required=False)
    starts_on = DatePartsField(label=_("First day of the period"), required=False)
    ends_on = DatePartsField(label=_("Last day of the period"), required=False)

    def __init__(
        self,
        *args: Any,
        rows: Sequence[MeasureStanding],
        verdicts: Sequence[MeasureVerdict],
        following: ActionPlan | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.standings = rows
        self.told = {one.measure_id: one for one in verdicts}
        self.following = following
        if following is not None:
            for name in NAMES:
                del self.fields[name]
        for row in rows:
            self._add(row)
        self.helper = helper(*self.fields)

    def _add(self, row: MeasureStanding) -> None:
        told = self.told.get(row.measure.pk)
        if told is not None and told.goes_on_as_id is not None:
            return
        self.fields[f"verdict_{row.measure.pk}"] = forms.ChoiceField(
            label=_("What becomes of it?"),
            choices=[("", _("Not judged yet")), *Verdict.choices],
            required=False,
            initial=told.verdict if told else suggested(row.status),
        )
        self.fields[f"reason_{row.measure.pk}"] = forms.CharField(
            label=_("Reason"),
            max_length=400,
            required=False,
            initial=told.reason if told else (row.sentence if row.status.value == "dropped" else ""),
        )

    def rows(self) -> Iterator[Row]:
        """The table, in the order of the plan."""
        for one in self.standings:
            key = one.measure.pk
            there = f"verdict_{key}" in self.fields
            choice, reason = (self[f"verdict_{key}"], self[f"reason_{key}"]) if there else (None, None)
            yield Row(one, self.told.get(key), choice, reason)

    def judged(self) -> list[Judged]:
        """What was said about each measure. Call after is_valid()."""
        told = self.cleaned_data
        return [
            Judged(one.measure, Verdict(told[f"verdict_{one.measure.pk}"]), told[f"reason_{one.measure.pk}"])
            for one in self.standings
            if told.get(f"verdict_{one.measure.pk}")
        ]

    def facts(self) -> PlanFacts | None:
        """The next plan; None and an error beside each field where something is missing."""
        told = self.cleaned_data
        if self.following is not None:
            return PlanFacts(self.following.name)
        first, last = told.get("starts_on"), told.get("ends_on")
        for name, words in (("name", _("Write the name of the next plan")), ("starts_on", FIRST_DAY)):
            if not told.get(name):
                self.add_error(name, words)
        if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
            self.add_error("ends_on", _("The period ends before it begins"))
        return None if self.errors else PlanFacts(**{name: told[name] for name in NAMES})

    def refuse(self, refused: RefusedRollOver | RefusedMeasure) -> None:
        """Say what stands in the way, beside each measure it is about."""
        if isinstance(refused, RefusedMeasure):
            self.add_error("name", _("Another action plan or set of recommendations has this name"))
            return
        for measure in refused.measures:
            self._refuse_one(measure.pk, measure.parent_id is not None)
        if not refused.measures:
            self.add_error(None, _("At least one measure has to go on."))

    def _refuse_one(self, key: int, is_part: bool) -> None:
        verdict = self.cleaned_data.get(f"verdict_{key}")
        if not verdict:
            self.add_error(f"verdict_{key}", _("Say what becomes of it"))
        elif verdict == Verdict.DROPPED.value:
            self.add_error(f"reason_{key}", _("Say why it is dropped"))
        elif is_part:
            self.add_error(f"verdict_{key}", _("A part goes on only with the measure it is part of"))


FIRST_DAY = _("Say on which day the next period begins")
