"""The measures of an action plan as a table that can be taken in again, with who answers for each."""

from django.utils.translation import gettext as _

from beredskab.ui.spreadsheets import Cell, Table
from plans.implementation.frameworks import mark_of
from plans.implementation.measures_at import PlanReport
from plans.implementation.rounds import named_for
from plans.models import Responsible, StatusRound

# As `measure_files` reads them; the last three are for the eye and are not taken in.
HEADINGS = {
    "da": ("nr", "kapitel", "titel", "ansvarlig", "ejer", "frist", "anbefalinger", "note"),
    "nb": ("nr", "kapittel", "tittel", "ansvar", "eier", "frist", "anbefalinger", "merknad"),
}
SEEN = {"da": ("status i dag", "sagt", "pr."), "nb": ("status i dag", "sagt", "per")}


def measures_table(report: PlanReport) -> Table:
    """Every measure and part, one a line, in the order of the plan."""
    rows = report.all_rows
    owners: dict[int, list[str]] = {}
    people = Responsible.objects.filter(measure__plan=report.plan, staff__isnull=False).order_by("position")
    for measure, email in people.values_list("measure", "staff__email"):
        owners.setdefault(measure, []).append(email)
    through = report.plan.measures.model.recommendations.through.objects
    serves: dict[int, list[str]] = {}
    pairs = through.filter(measure__plan=report.plan).select_related("recommendation__framework")
    for pair in pairs.order_by("recommendation__framework", "recommendation__number"):
        serves.setdefault(pair.measure_id, []).append(mark_of(pair.recommendation))
    lines = []
    for row in rows:
        one = row.measure
        lines.append(
            [
                one.number,
                one.chapter.title if one.chapter else "",
                one.title,
                one.responsible_text or "; ".join(row.roles),
                "; ".join(owners.get(one.pk, [])),
                one.due_on.isoformat() if one.due_on else one.due_text,
                ", ".join(serves.get(one.pk, [])),
                one.note,
                str(row.status.label),
                row.sentence,
                row.told_on.isoformat() if row.told_on else "",
            ]
        )
    language = report.plan.language if report.plan.language in HEADINGS else "da"
    return Table(report.plan.name, [*HEADINGS[language], *SEEN[language]], lines)


def answers_table(round_: StatusRound) -> Table:
    """The questions of a round with who answers, what was answered, and what is still missing."""
    questions = list(round_.questions.select_related("measure", "answer__said_by"))
    named = named_for(questions)
    headings = [
        _("Number"), _("Measure"), _("Who answers"), _("Status"), _("What was said"), _("Said by"),
        _("Holds for"), _("What is missing?"),
    ]  # fmt: skip
    rows: list[list[Cell]] = []
    for one in questions:
        told, by = one.answer, one.answer.said_by if one.answer else None
        rows.append(
            [
                one.measure.number,
                one.measure.title,
                "; ".join(named.get(one.measure_id, [])),
                told.get_status_display() if told else "",
                told.sentence if told else "",
                by.name if by else "",
                told.as_of if told else "",
                one.wanted,
            ]
        )
    return Table(f"{round_.as_of.isoformat()}", headings, rows)
