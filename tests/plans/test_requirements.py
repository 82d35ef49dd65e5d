"""What the law asks of a plan: met or not, with the reason; and the council's adoption."""

import datetime as dt
import json

import pytest
from django.core.management import call_command
from django.test import Client

from beredskab.access.guard import Forbidden
from beredskab.organisation.models import Contact, Staff
from plans.models import Adoption, Edition
from plans.release import adopting
from plans.release.adopting import NotAdoptable
from plans.requirements_check import check_all, clock_of
from plans.vocabulary import BlockType
from tests import build_plans as build
from tests.build_plans import AUTUMN

DAY = dt.date(2026, 2, 24)


@pytest.fixture
def edition(hanne: Staff, dorte: Staff) -> Edition:
    shown = build.text(contacts=("sociale-vagt",), type=BlockType.CONTACT)
    steps = build.text(type=BlockType.STEPS, text="", items=("Ring",))
    leaders = build.text(type=BlockType.STEPS, text="", items=("Ring",), professions=("leder",))
    return build.published([build.section("akut", shown, steps, leaders)], editor=hanne, approver=dorte)


def unmet(edition: Edition, at: dt.datetime = AUTUMN) -> list[str]:
    [told] = check_all(edition.plan.municipality, at=at)
    return [one.code for one in told.requirements if not one.met]


def test_a_plan_meets_what_it_does_and_no_more(edition: Edition, hanne: Staff) -> None:
    assert unmet(edition) == ["adopted", "revised", "contacts"]
    adopting.record(edition, DAY, "punkt 11", by=hanne, at=AUTUMN)
    assert unmet(edition) == ["contacts"]
    Contact.objects.update(verified_on=AUTUMN.date())
    assert unmet(edition) == []


def test_after_four_years_the_plan_is_no_longer_in_order(edition: Edition, hanne: Staff) -> None:
    adoption = adopting.record(edition, DAY, "punkt 11", by=hanne, at=AUTUMN)
    late = clock_of(edition.plan, adoption, on=dt.date(2030, 2, 25))
    assert late is not None
    assert (late.due_on, late.is_over) == (dt.date(2030, 2, 24), True)
    assert "revised" in unmet(edition, dt.datetime(2030, 2, 25, 12, tzinfo=dt.UTC))


def test_the_same_day_again_corrects_the_minutes(edition: Edition, hanne: Staff) -> None:
    for minutes in ("punkt 10", "punkt 11"):
        adopting.record(edition, DAY, minutes, by=hanne, at=AUTUMN)
    assert [one.minutes for one in Adoption.objects.all()] == ["punkt 11"]


def test_only_an_editor_records_and_no_day_to_come(edition: Edition, hanne: Staff, anna: Staff) -> None:
    with pytest.raises(Forbidden):
        adopting.record(edition, DAY, "", by=anna, at=AUTUMN)
    with pytest.raises(NotAdoptable):
        adopting.record(edition, dt.date(2026, 12, 1), "", by=hanne, at=AUTUMN)


def test_the_command_tells_what_is_not_met(edition: Edition, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("formal_check", "--json")
    [told] = json.loads(capsys.readouterr().out)
    assert (told["plan"], told["met"]) == ("overgreb", False)
    assert [one["code"] for one in told["requirements"]] == [
        "written", "adopted", "published", "revised", "paths-employees", "paths-leaders", "contacts",
    ]  # fmt: skip


def test_each_demand_leads_to_where_it_is_mended(edition: Edition, hanne: Staff, client: Client) -> None:
    client.force_login(hanne)
    page = client.get("/redaktion/plan/overgreb/krav/").text
    assert "Planen opfylder 4 af 7 krav" in page
    assert 'href="/redaktion/plan/overgreb/vedtagelse/"' in page


def test_a_plan_that_only_staff_may_read_is_not_published(hanne: Staff, dorte: Staff) -> None:
    inside = build.text(audience="internal")
    edition = build.published([build.section("akut", inside)], editor=hanne, approver=dorte)
    assert "published" in unmet(edition)
