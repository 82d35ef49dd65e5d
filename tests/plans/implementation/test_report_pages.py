"""Dorte makes a report on the page, approves it, and lays two side by side."""

import pytest

from plans.implementation import measures
from plans.implementation.measures import PlanFacts
from plans.implementation.reports import making
from plans.models import StatusReport
from plans.vocabulary import Status
from tests.cast import make_person
from tests.plans.implementation.reporting import JULY, JUNE, NOW, TODAY, add, make, say
from tests.plans.implementation.test_status_pages import seen, signed_in, words


@pytest.fixture
def plan(dorte):
    return measures.make_plan(PlanFacts("Handleplan"), by=dorte, at=NOW)


@pytest.fixture
def sunday(freeze):
    freeze(NOW)


def asked(about, day=JUNE, **more):
    return {
        "plan": str(about.pk),
        **{f"as_of_{n}": v for n, v in enumerate((day.day, day.month, day.year))},
        **{f"published_on_{n}": v for n, v in enumerate((TODAY.day, TODAY.month, TODAY.year))},
        **more,
    }


def test_dorte_makes_approves_and_shows_a_report_to_everybody(plan, dorte, client, sunday):
    add(plan, "1", dorte)
    hers = signed_in(dorte)
    page = hers.post("/status/rapporter/ny/", asked(plan, lines="Vi er på vej.\n\nMere følger."), follow=True)
    assert words(seen(page), "#most ~ ul:not(.key-figures) li")[:2] == ["Vi er på vej.", "Mere følger."]
    assert "Ingen har godkendt" in words(seen(page), ".alert-warning")[0]
    assert client.get("/status/rapport/1/").status_code == 404
    hers.post("/status/rapporter/1/godkend/")
    hers.post("/status/rapporter/1/offentlig/")
    public = client.get("/status/rapport/1/")
    assert public.status_code == 200
    assert "Godkendt af Dorte Dahl" in public.content.decode()
    hers.post("/status/rapporter/1/offentlig/", {"hide": "1"})
    assert client.get("/status/rapport/1/").status_code == 404


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"lines": "en\n" * 6}, "lines"),
        ({"plan": "77"}, "plan"),
        ({"published_on_2": 2020}, "published"),
    ],
)
def test_a_mistake_is_said_beside_the_field(plan, dorte, more, field, sunday):
    response = signed_in(dorte).post("/status/rapporter/ny/", asked(plan, **more))
    assert (response.status_code, StatusReport.objects.exists()) == (422, False)
    assert field in seen(response).select_one(".form-error-message")["id"]


def test_two_reports_stand_side_by_side_and_go_to_a_spreadsheet(plan, dorte, sunday):
    measure = add(plan, "1", dorte)
    making.approve(make(plan, JUNE, dorte), by=dorte, at=NOW)
    say(measure, Status.DONE, JULY, dorte)
    making.approve(make(plan, JULY, dorte), by=dorte, at=NOW)
    client = signed_in(dorte)
    page = seen(client.get("/status/rapporter/sammenlign/?first=1&second=2"))
    assert words(page, ".changes tbody tr") == ["1. Tiltag 1 Sådan. Ukendt Gennemført Nu kendt"]
    sheet = client.get("/status/rapporter/sammenlign/?first=1&second=2&format=csv").content.decode(
        "utf-8-sig"
    )
    assert sheet.splitlines()[1] == "1;Tiltag 1;Ukendt;Gennemført;Nu kendt"
    lines = client.get("/status/rapporter/2/rapport.csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("Tiltag;1;Tiltag 1;;;Gennemført;Sådan.;2026-07-01")
    assert client.get("/status/rapporter/2/rapport.xlsx").content[:2] == b"PK"
    assert client.get("/status/rapporter/2/rapport.exe").status_code == 404


def test_another_municipality_sees_no_report(plan, dorte, neighbour, sunday):
    make(plan, JUNE, dorte)
    nora = make_person("Nora Nabo", neighbour.department, "leder", "manager")
    assert signed_in(nora).get("/status/rapporter/1/").status_code == 404
