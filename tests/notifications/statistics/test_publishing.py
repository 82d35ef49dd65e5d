"""A month is told when it has settled, from what no manager may read; what is told stays (N-84)."""

import datetime as dt
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from beredskab.access.acting import as_role
from beredskab.organisation.models import Staff
from notifications.models import Concern, EndedCount, Publication
from notifications.statistics import publishing, told
from notifications.statistics.hiding import Range
from tests import build
from tests.build import COPENHAGEN
from tests.cast import Town

pytestmark = pytest.mark.django_db
MARCH = dt.datetime(2025, 3, 10, 9, 0, tzinfo=COPENHAGEN)
SETTLED = dt.datetime(2025, 4, 15, 0, 0, tzinfo=COPENHAGEN)
NEXT_YEAR = dt.datetime(2026, 2, 1, 9, 0, tzinfo=COPENHAGEN)


def file(anna: Staff, town: Town, number: int, at: dt.datetime = MARCH) -> list[Concern]:
    return [build.concern(filed_by=anna, team=town.reception, at=at) for _one in range(number)]


def test_a_month_is_told_a_fortnight_after_its_end(anna: Staff, town: Town) -> None:
    file(anna, town, 7)
    publishing.catch_up(town.municipality, at=SETTLED - dt.timedelta(seconds=1))
    before = told.of_year(town.municipality, 2025)
    assert before is not None
    assert (before.through.month, before.received) == (2, Range(0, 4))
    publishing.catch_up(town.municipality, at=SETTLED)
    found = told.of_year(town.municipality, 2025)
    assert found is not None
    assert (found.through.month, found.received, found.tables) == (3, Range(7, 7), {})


def test_one_more_concern_changes_nothing_that_is_told(anna: Staff, town: Town) -> None:
    file(anna, town, 7)
    file(anna, town, 3, dt.datetime(2025, 5, 5, 9, 0, tzinfo=COPENHAGEN))
    publishing.catch_up(town.municipality, at=SETTLED)
    first = list(Publication.objects.values_list("year", "month", "figures"))
    file(anna, town, 1)
    assert publishing.catch_up(town.municipality, at=SETTLED) == 0
    assert list(Publication.objects.values_list("year", "month", "figures")) == first
    publishing.catch_up(town.municipality, at=SETTLED + dt.timedelta(days=61))
    later = told.of_year(town.municipality, 2025)
    assert later is not None
    assert later.received == Range(7, 11)


def test_a_year_that_is_over_has_national_codes(anna: Staff, cia: Staff, town: Town) -> None:
    file(anna, town, 12)
    file(cia, town, 8)
    publishing.catch_up(town.municipality, at=NEXT_YEAR)
    found = told.of_year(town.municipality, 2025)
    assert found is not None
    assert found.code_list == "UND1-2024"
    shown = {code: n for code, n in found.tables["notifier"].items() if n is not None}
    assert shown == {"3": 12}  # the other, and every zero, is hidden beside
    assert found.tables["reason"]["physical"] == 20


def test_counts_survive_the_concern(anna: Staff, town: Town) -> None:
    made = file(anna, town, 6)
    with as_role("owner"):
        Concern.objects.filter(pk__in=[one.pk for one in made]).delete()
        assert sum(EndedCount.objects.filter(topic="").values_list("number", flat=True)) == 6
    publishing.catch_up(town.municipality, at=SETTLED)
    found = told.of_year(town.municipality, 2025)
    assert found is not None
    assert found.received == Range(6, 6)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM notifications_behindpublication",
        "SELECT * FROM notifications_endedcount",
        "SELECT * FROM notifications_tally(1, now(), now(), current_date, current_date)",
        "DELETE FROM notifications_publication",
    ],
)
def test_the_application_cannot_read_what_is_behind(town: Town, statement: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_page_the_files_and_the_command_say_the_same(
    client: Any, anna: Staff, dorte: Staff, town: Town, freeze: Any
) -> None:
    file(anna, town, 12)
    freeze(NEXT_YEAR)
    out = io.StringIO()
    call_command("statistics", year=2025, json=True, municipality="eksempel", stdout=out)
    answer = json.loads(out.getvalue())
    assert (answer["received"], answer["is_final"]) == ({"low": 12, "high": 16}, True)
    client.force_login(dorte)
    page = client.get(reverse("notifications:statistics"), {"year": 2025})
    assert "12" in page.content.decode()
    sheet = client.get(reverse("notifications:statistics_file"), {"year": 2025})
    assert "UND1;3;" in sheet.content.decode()
    excel = client.get(reverse("notifications:statistics_file"), {"year": 2025, "format": "xlsx"})
    assert excel.content.startswith(b"PK")


def test_empty_tables_say_that_they_are_empty_on_purpose() -> None:
    nothing = Range(0, 4)
    year = told.Year(2026, dt.date(2026, 10, 31), NEXT_YEAR, nothing, None, None, "UND1-2024", {})
    assert year.as_json()["note"].startswith("The tables in national codes are told once")
    full = replace(year, tables={"notifier": {"99": None}})
    assert full.as_json()["note"] == ""
