"""Takes a table of measures into an action plan. Importing the same table again changes nothing.

A status needs a day, and a table seldom has one: without a day every measure stays *unknown* and
the table's own words are kept beside it. With a day, words that state a status become a line of
the history.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from plans.implementation.frameworks import every_recommendation, mark_of, name_is_taken
from plans.implementation.measure_files import Line, MeasureFile
from plans.implementation.measures_at import plan_named
from plans.implementation.words import status_in
from plans.models import ActionPlan, Chapter, Measure, MeasureStatus, Recommendation, Responsible


class RefusedImport(ValueError):
    """The table names something that is not there; the text says what."""


@dataclass(frozen=True)
class Stated:
    """The table's own words hold for a day, were told on another, and come from a document."""

    as_of: dt.date
    published_on: dt.date
    source: str


@dataclass
class Outcome:
    """What an import did, by the numbers of the measures."""

    plan: ActionPlan
    plan_is_new: bool
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    not_in_file: list[str] = field(default_factory=list)
    what: dict[str, list[str]] = field(default_factory=dict)
    stated: list[str] = field(default_factory=list)

    @property
    def changed_anything(self) -> bool:
        return bool(self.plan_is_new or self.added or self.changed or self.stated)


@transaction.atomic
def import_measures(
    file: MeasureFile,
    name: str,
    municipality: Municipality,
    *,
    at: dt.datetime,
    by: Staff | None = None,
    stated: Stated | None = None,
) -> Outcome:
    """Add what is new, correct what differs, leave the rest; nothing is ever deleted.

    Raises RefusedImport when a line serves a recommendation that does not exist. `by` is None on
    the command line.
    """
    outcome = _plan(name, file, municipality, at)
    known = {one.number: one for one in outcome.plan.measures.prefetch_related(*PARTS)}
    chapters = _chapters(outcome.plan, file)
    serving = _recommendations(file, municipality)
    people = _people(file, outcome.plan)
    there = len(known)
    for line in file.lines:
        position = there + len(outcome.added) + 1
        measure = known.pop(line.number, None)
        if measure is not None:
            outcome.what[line.number] = _differences(measure, line)
        fate = _take_in(outcome.plan, measure, line, position, chapters, serving, people)
        getattr(outcome, fate).append(line.number)
    outcome.not_in_file = list(known)
    if stated:
        _state(outcome, file, stated, at)
    if outcome.changed_anything:
        _record(outcome, at, by)
    return outcome


PARTS = ("responsible__staff", "recommendations__framework", "chapter")
PLAIN = ("title", "responsible_text", "status_text", "due_on", "due_text", "note")


def _plan(name: str, file: MeasureFile, municipality: Municipality, at: dt.datetime) -> Outcome:
    name = " ".join(name.split())
    plan = plan_named(municipality, name)
    if plan is not None:
        return Outcome(ActionPlan.objects.select_for_update().get(pk=plan.pk), plan_is_new=False)
    if not name or name_is_taken(municipality, name):
        raise RefusedImport(_("»%(name)s« cannot be the name of an action plan.") % {"name": name.strip()})
    if len(name) > 160:
        raise RefusedImport(_("The name of the plan is longer than 160 characters."))
    plan = ActionPlan.objects.create(
        municipality=municipality,
        name=name,
        language=file.language or municipality.language,
        created_at=at,
    )
    return Outcome(plan, plan_is_new=True)


def _chapters(plan: ActionPlan, file: MeasureFile) -> dict[str, Chapter]:
    chapters = {chapter.title: chapter for chapter in plan.chapters.all()}
    for title in dict.fromkeys(line.chapter for line in file.lines if line.chapter):
        if title not in chapters:
            chapters[title] = plan.chapters.create(title=title, position=len(chapters) + 1)
    return chapters


def _recommendations(file: MeasureFile, municipality: Municipality) -> dict[str, Recommendation]:
    """Mark -> the recommendation: »4« of the national ones, »NSK 4« of the municipality's own."""
    wanted = {mark for line in file.lines for mark in line.recommendations}
    every = every_recommendation(municipality) if wanted else []
    found = {one.mark: one.recommendation for one in every}
    for mark in sorted(wanted - set(found)):
        raise RefusedImport(_("There is no recommendation %(number)s here.") % {"number": mark})
    return found


def _take_in(
    plan: ActionPlan,
    measure: Measure | None,
    line: Line,
    position: int,
    chapters: dict[str, Chapter],
    serving: dict[str, Recommendation],
    people: dict[str, Staff],
) -> str:
    """Store one line; says which list of the outcome it belongs to."""
    chapter = chapters.get(line.chapter)
    if measure is not None and not _differences(measure, line):
        return "unchanged"
    fate = "added" if measure is None else "changed"
    measure = measure or Measure(plan=plan, number=line.number, position=position)
    measure.chapter = chapter
    for name in PLAIN:
        setattr(measure, name, getattr(line, name))
    measure.save()
    measure.responsible.filter(staff__isnull=True).delete()
    Responsible.objects.bulk_create(
        Responsible(measure=measure, position=place, role=one.role, task=one.task)
        for place, one in enumerate(line.responsible, start=1)
    )
    _set_owners(measure, line, people)
    measure.recommendations.set([serving[mark] for mark in line.recommendations])
    return fate


def _differences(measure: Measure, line: Line) -> list[str]:
    """The columns in which a line differs from what is stored; empty when nothing does."""
    stored, read = _as_stored(measure), _as_read(line)
    return [name for name in read if read[name] is not None and stored[name] != read[name]]


def _as_stored(measure: Measure) -> dict[str, object]:
    every = list(measure.responsible.all())
    return {
        **{name: getattr(measure, name) for name in PLAIN},
        "chapter": measure.chapter.title if measure.chapter else "",
        "responsible": tuple((one.role, str(one.task)) for one in every if one.staff is None),
        "owners": frozenset(one.staff.email for one in every if one.staff is not None),
        "recommendations": frozenset(mark_of(one) for one in measure.recommendations.all()),
    }


def _as_read(line: Line) -> dict[str, object]:
    return {
        **{name: getattr(line, name) for name in PLAIN},
        "chapter": line.chapter,
        "responsible": tuple((one.role, str(one.task)) for one in line.responsible),
        "owners": frozenset(line.owners) if line.owners is not None else None,
        "recommendations": frozenset(line.recommendations),
    }


def _people(file: MeasureFile, plan: ActionPlan) -> dict[str, Staff]:
    """E-mail -> the person. Raises RefusedImport for an e-mail that nobody here has."""
    wanted = {email for line in file.lines for email in line.owners or ()}
    if not wanted:
        return {}
    there = [plan.municipality_id, *plan.partners.values_list("pk", flat=True)]
    found = Staff.objects.filter(email__in=wanted, municipality__in=there, is_active=True)
    # Who works for several municipalities of the plan is taken from the one that it belongs to.
    people = {one.email: one for one in sorted(found, key=lambda one: -there.index(one.municipality_id))}
    for email in sorted(wanted - set(people)):
        raise RefusedImport(_("Nobody here has the e-mail %(email)s.") % {"email": email})
    return people


def _set_owners(measure: Measure, line: Line, people: dict[str, Staff]) -> None:
    """Exactly the people of the line, when the table has them; their tasks and deputies stay."""
    if line.owners is None:
        return
    owners = [people[email] for email in line.owners]
    measure.responsible.filter(staff__isnull=False).exclude(staff__in=owners).delete()
    there = set(measure.responsible.values_list("staff", flat=True))
    place = measure.responsible.count()
    new = [one for one in owners if one.pk not in there]
    Responsible.objects.bulk_create(
        Responsible(measure=measure, position=place + number, staff=one)
        for number, one in enumerate(new, start=1)
    )


def try_out(file: MeasureFile, name: str, municipality: Municipality, *, at: dt.datetime) -> Outcome:
    """What an import would do, line by line, without doing it. Raises as importing does."""
    with transaction.atomic():
        outcome = import_measures(file, name, municipality, at=at)
        transaction.set_rollback(True)
    return outcome


def _state(outcome: Outcome, file: MeasureFile, stated: Stated, at: dt.datetime) -> None:
    if stated.as_of > stated.published_on:
        raise RefusedImport(_("The status is published before the day it holds for."))
    measures = {one.number: one for one in outcome.plan.measures.all()}
    told = MeasureStatus.objects.filter(measure__plan=outcome.plan, as_of=stated.as_of)
    already = set(told.values_list("measure__number", "status", "sentence"))
    lines = []
    for line in file.lines:
        status = status_in(line.status_text)
        if status is None or (line.number, status.value, line.status_text) in already:
            continue
        lines.append(
            MeasureStatus(
                measure=measures[line.number],
                status=status,
                sentence=line.status_text,
                as_of=stated.as_of,
                published_on=stated.published_on,
                recorded_at=at,
                source=stated.source[:200],
            )
        )
        outcome.stated.append(line.number)
    MeasureStatus.objects.bulk_create(lines)


def _record(outcome: Outcome, at: dt.datetime, by: Staff | None) -> None:
    trail.record(
        by.pk if by else None,
        "measures.imported",
        outcome.plan.pk,
        at=at,
        added=len(outcome.added),
        changed=len(outcome.changed),
        statuses=len(outcome.stated),
    )
