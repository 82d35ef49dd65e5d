"""How a house answers, in words, and only what five people or more said together (rule P-45).

Three things keep one person's answer out of it. A unit and a question are told when five have answered,
and again for every ten more, so that between two looks at least ten were added. Units are told each by
itself and never added up, so that nothing is left over between a unit and those below it. And it is told
in one of three words: whatever the words were from the first five on, each batch may hold a right answer
and a wrong one, so no one's answer follows from them. A test tries all of them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection

from beredskab.organisation.models import Unit
from plans.models import EditionSection
from plans.scenarios.questions import Question, questions_of

FIRST, NEXT = 5, 10
"""How many answers are told at first, and how many more each time after."""


class Heat(StrEnum):
    """How many of the answers were right."""

    MOST = "most"
    SOME = "some"
    FEW = "few"


@dataclass(frozen=True)
class Cell:
    """What a unit answered to a question: in words, from so many answers."""

    heat: Heat
    answers: int


@dataclass(frozen=True)
class Asked:
    """A question with the section that asks it, and each unit's cell in the order of the units."""

    line: EditionSection
    question: Question
    cells: tuple[Cell | None, ...]


def heat_of(answers: int, right: int) -> Heat:
    """Most from four fifths on, few below two fifths: with five answers 4-5, 2-3 and 0-1."""
    if 5 * right >= 4 * answers:
        return Heat.MOST
    return Heat.SOME if 5 * right >= 2 * answers else Heat.FEW


def told_of(answers: int) -> int:
    """How many of the answers are told: 0, 5, 15, 25 and so on."""
    return FIRST + (answers - FIRST) // NEXT * NEXT if answers >= FIRST else 0


def heat_map(
    lines: Sequence[EditionSection], units: Sequence[Unit], *, at_work: Collection[int]
) -> tuple[list[Unit], list[Asked]]:
    """The units that have something to show, and each question with their cells, the hard ones first.

    One statement. `at_work` are the units where five people or more work today; no other unit is told.
    """
    asked = [(line, question) for line in lines for question in questions_of(line.version.scenarios)]
    wanted = [unit for unit in units if unit.pk in at_work]
    found = _counted([question.mark for _line, question in asked], [unit.pk for unit in wanted])
    shown = [unit for unit in wanted if any((unit.pk, question.mark) in found for _line, question in asked)]
    rows = [
        Asked(line, question, tuple(found.get((unit.pk, question.mark)) for unit in shown))
        for line, question in asked
    ]
    return shown, sorted((row for row in rows if any(row.cells)), key=_ease)


def _ease(row: Asked) -> tuple[bool, bool]:
    """Where few answer rightly somewhere, then where about half do; otherwise as the plan has them."""
    heats = {cell.heat for cell in row.cells if cell}
    return Heat.FEW not in heats, Heat.SOME not in heats


# The places are those of `told_of`.
_TOLD = """
SELECT unit_id, question, count(*), count(*) FILTER (WHERE "right")
  FROM (SELECT unit_id, question, "right",
               row_number() OVER (PARTITION BY unit_id, question ORDER BY id) AS place,
               count(*) OVER (PARTITION BY unit_id, question) AS answers
          FROM plans_scenarioanswer
         WHERE unit_id = ANY (%s::bigint[]) AND question = ANY (%s::text[])) AS every
 WHERE answers >= %s AND place <= %s + (answers - %s) / %s * %s
 GROUP BY unit_id, question"""


def _counted(questions: Sequence[str], units: Sequence[int]) -> dict[tuple[int, str], Cell]:
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [list(units), list(questions), FIRST, FIRST, FIRST, NEXT, NEXT])
        return {
            (unit, question): Cell(heat_of(answers, right), answers)
            for unit, question, answers, right in cursor.fetchall()
        }
