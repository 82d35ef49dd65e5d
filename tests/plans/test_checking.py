"""The check meets the database: what it reads, where it is shown, and that red is not published."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from beredskab.organisation.models import Contact, Staff
from beredskab.outbox.models import Duty
from plans import checking
from plans.editing import editions
from plans.models import Edition, SectionVersion
from plans.release import publishing
from plans.release.publishing import NotInOrder
from plans.vocabulary import BlockType
from tests import build_plans as build
from tests.build_plans import AUTUMN

CONTROL = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SELECT set_config")


@pytest.fixture
def edition(hanne: Staff, dorte: Staff) -> Edition:
    shown = build.text(contacts=("sociale-vagt",), type=BlockType.CONTACT)
    return build.published([build.section("akut", shown)], editor=hanne, approver=dorte)


@pytest.fixture
def client(hanne: Staff) -> Client:
    client = Client()
    client.force_login(hanne)
    return client


def codes(edition: Edition) -> list[str]:
    edition = Edition.objects.select_related("plan__municipality").get(pk=edition.pk)
    return [one.code for one in checking.check_edition(edition, at=AUTUMN)]


def test_a_number_that_was_never_confirmed_is_found_until_it_is(edition: Edition) -> None:
    assert codes(edition) == ["contact-unconfirmed"]
    Contact.objects.filter(slug="sociale-vagt").update(verified_on=AUTUMN.date())
    assert codes(edition) == []


def test_a_contact_that_ends_is_missing_from_then_on(edition: Edition) -> None:
    Contact.objects.filter(slug="sociale-vagt").update(valid_to="2026-11-08")
    assert codes(edition) == ["contact-missing"]


def test_the_steps_of_the_guided_form_are_known(edition: Edition, hanne: Staff) -> None:
    draft = editions.open_draft(edition.plan, by=hanne, at=AUTUMN)
    copy = editions.working_copy(draft, edition.plan.sections.get(), by=hanne, at=AUTUMN)
    SectionVersion.objects.filter(pk=copy.pk).update(form_step="fare")
    assert "form-step-unknown" not in codes(draft)
    SectionVersion.objects.filter(pk=copy.pk).update(form_step="maane")
    assert codes(draft)[0] == "form-step-unknown"


def test_red_is_not_published(edition: Edition, hanne: Staff, dorte: Staff) -> None:
    draft = editions.open_draft(edition.plan, by=hanne, at=AUTUMN)
    copy = editions.working_copy(draft, edition.plan.sections.get(), by=hanne, at=AUTUMN)
    SectionVersion.objects.filter(pk=copy.pk).update(form_step="maane")
    publishing.hand_in(draft, change_note="Trin", rereads={}, by=hanne, at=AUTUMN)
    with pytest.raises(NotInOrder) as refusal:
        publishing.publish(draft, by=dorte, at=AUTUMN)
    assert [one.code for one in refusal.value.findings] == ["form-step-unknown"]
    as_dorte = Client()
    as_dorte.force_login(dorte)
    answer = as_dorte.post("/redaktion/plan/overgreb/godkend/", {"read": "on", "when": "now"})
    assert answer.status_code == 422
    assert "maane" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == "review"


def test_the_worker_looks_every_night(edition: Edition, town: Any) -> None:
    [first] = Duty.objects.filter(name=checking.NIGHTLY)
    checking.look(first.ids, first.due_at)
    assert [one.due_at - first.due_at for one in Duty.objects.filter(name=checking.NIGHTLY)][-1].days == 1


def test_the_command_tells_and_fails_on_red(edition: Edition, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        call_command("lint_plan", "--plan", "overgreb", "--json")
    told = json.loads(capsys.readouterr().out)
    assert stop.value.code == 1
    assert {one["code"]: one["level"] for one in told} == {
        "routing-no-table": "red",
        "head-in-line": "yellow",
        "contact-unconfirmed": "yellow",
    }
    assert set(told[0]) == {"code", "level", "place", "what", "mend", "link", "blocks"}


@pytest.mark.parametrize(
    "path", ["/redaktion/tjek/", "/redaktion/tjek/plan/overgreb/", "/redaktion/tjek/fordeling/"]
)
def test_the_pages_take_few_statements(edition: Edition, client: Client, path: str) -> None:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = client.get(path)
    asked = [one["sql"] for one in seen.captured_queries if not one["sql"].startswith(CONTROL)]
    assert answer.status_code == 200
    assert len(asked) <= 12, "\n".join(asked)


def test_the_page_leads_to_where_it_is_mended(edition: Edition, client: Client) -> None:
    page = BeautifulSoup(client.get("/redaktion/tjek/plan/overgreb/").content, "html.parser")
    contact = Contact.objects.get(slug="sociale-vagt")
    [link] = [a["href"] for a in page.main.find_all("a") if a.text.startswith("Ret det")]  # type: ignore[union-attr]
    assert link == f"/redaktion/kontakter/{contact.pk}/"
