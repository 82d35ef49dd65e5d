"""A case of another team is opened in an emergency: by reference, for a while, in everybody's sight."""

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from beredskab.access import grants
from beredskab.access.acting import acting_as, as_role
from beredskab.access.facts import forget
from beredskab.access.guard import Forbidden
from beredskab.access.models import NamedReader
from beredskab.outbox.vocabulary import Kind
from beredskab.vault import safe
from notifications import access, handling
from notifications.models import BrokenGlass, Concern
from notifications.other_teams import emergency_access
from notifications.other_teams.emergency_access import NothingThere, TooOften
from notifications.reference import new
from notifications.vocabulary import Emergency, State
from tests import build
from tests.build import monday_at
from tests.seen import outbox_to, shown_by_database, trail_of

REASON = Emergency.ON_CALL


@pytest.fixture(autouse=True)
def _now(freeze):
    freeze(monday_at(22))


@pytest.fixture
def leader(cia, ida, town):
    """Ida leads the receiving team."""
    grants.grant(ida, "lead_team", town.reception)
    return ida


@pytest.fixture
def claimed(anna, cia, leader, emil, town) -> Concern:
    return build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)


def open_as(person, concern, reason=REASON):
    forget(person)
    return emergency_access.break_glass(concern.reference, reason, by=person, at=monday_at(22))


def as_(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_emil_is_on_call_and_reads_the_case_for_a_while(freeze, cia, leader, emil, claimed):
    assert open_as(emil, claimed) == claimed.pk
    with acting_as(emil):
        safe.open_for(claimed.pk, by=emil, at=monday_at(22))
        assert access.may_read(emil, Concern.objects.get(pk=claimed.pk))
        with pytest.raises(Forbidden):
            handling.add_note(claimed, "…", by=emil, at=monday_at(22))
    assert (outbox_to(cia), outbox_to(leader)) == ([Kind.NEWS], [Kind.NEWS])
    assert "concern.emergency_opened" in trail_of(claimed)


def test_after_four_hours_it_is_over_in_both_layers(emil, claimed):
    open_as(emil, claimed)
    with as_role("owner"):
        NamedReader.objects.update(until=monday_at(8).replace(year=2020))  # the database's own clock decides
    assert shown_by_database(emil, "notifications_concern") == 0
    forget(emil)
    with as_role("owner"):
        assert list(access.concerns_for(emil)) == []


def test_a_reference_is_understood_as_it_is_said_on_the_phone(emil, claimed):
    with as_role("owner"):
        Concern.objects.filter(pk=claimed.pk).update(reference=(real := new(2026)))
    typed = real.lower().replace("-", " ")
    assert emergency_access.break_glass(typed, REASON, by=emil, at=monday_at(22)) == claimed.pk


@pytest.mark.parametrize("person", ["anna", "bo", "gert", "hanne"])
def test_only_caseworkers_come_in_by_this_door(claimed, person, request):
    with pytest.raises(Forbidden):
        open_as(request.getfixturevalue(person), claimed)


def test_who_is_kept_out_and_who_is_elsewhere_get_the_answer_of_a_case_that_never_was(
    anna, cia, leader, emil, frida, town
):
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia, keep_out=(emil,))
    asked = {"reason": REASON.value}
    url = reverse("notifications:break_glass")
    for person in (emil, frida):
        with pytest.raises(NothingThere):
            open_as(person, concern)
        real = as_(person).post(url, {**asked, "reference": concern.reference})
        never = as_(person).post(url, {**asked, "reference": "BK-26-ZZZZZZ"})
        assert (real.status_code, masked(real, concern.reference)) == (422, masked(never, "BK-26-ZZZZZZ"))
        assert shown_by_database(person, "notifications_brokenglass") == 0
    with as_role("owner"):
        assert not BrokenGlass.objects.exists()
    assert outbox_to(cia) == []


def masked(response, reference) -> str:
    soup = BeautifulSoup(response.content, "html.parser")
    for token in soup.select("[name=csrfmiddlewaretoken]"):
        token["value"] = ""
    return str(soup).replace(reference, "")


def test_trying_references_is_slowed_down(emil, claimed):
    client, url = as_(emil), reverse("notifications:break_glass")
    for number in range(emergency_access.TRIES):
        client.post(url, {"reference": f"BK-26-AAAAA{number}", "reason": REASON.value})
    forget(emil)
    with pytest.raises(TooOften):
        open_as(emil, claimed)


def test_a_member_of_the_team_is_led_to_the_case_without_ado(cia, ida, claimed):
    assert open_as(cia, claimed) == claimed.pk
    assert shown_by_database(cia, "notifications_brokenglass") == 0
    assert outbox_to(ida) == []


def test_it_stands_on_the_leaders_front_page_until_it_is_judged(emil, leader, claimed):
    open_as(emil, claimed)
    client, url = as_(leader), reverse("notifications:emergencies")
    assert url in client.get("/").content.decode()
    page = client.get(url).content.decode()
    assert "Emil Eriksen" in page
    with acting_as(leader):
        glass = BrokenGlass.objects.get()
    client.post(reverse("notifications:judge_emergency", args=[glass.pk]), {"verdict": "in_order"})
    assert url not in client.get("/").content.decode()
    with acting_as(leader):
        glass.refresh_from_db()
    assert (glass.judged_by, glass.is_in_order) == (leader, True)
    assert "concern.emergency_judged" in trail_of(claimed)


def test_nobody_judges_their_own_emergency(emil, town, claimed):
    open_as(emil, claimed)
    grants.grant(emil, "lead_team", town.reception)
    forget(emil)
    with acting_as(emil):
        glass = BrokenGlass.objects.get()
        assert list(emergency_access.waiting_for(emil)) == []
        assert BrokenGlass.objects.update(is_in_order=True) == 0  # nor past the code
    with pytest.raises(Forbidden):
        emergency_access.judge(glass, is_in_order=True, by=emil, at=monday_at(23))
    with as_role("owner"), pytest.raises(IntegrityError), transaction.atomic():
        BrokenGlass.objects.update(judged_by=emil)


def test_a_leader_who_is_kept_out_sees_nothing_of_it(anna, cia, ida, emil, dorte, town):
    grants.grant(dorte, "lead_team", town.reception)
    concern = build.concern(
        filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia, keep_out=(dorte,)
    )
    open_as(emil, concern)
    assert shown_by_database(dorte, "notifications_brokenglass") == 0
    forget(dorte)
    assert list(emergency_access.waiting_for(dorte)) == []
    assert outbox_to(dorte) == []


def test_where_nobody_leads_the_team_its_members_judge(anna, cia, emil, town):
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    open_as(emil, concern)
    forget(cia)
    with acting_as(cia):
        assert [glass.by for glass in emergency_access.waiting_for(cia)] == [emil]


def test_nobody_writes_such_a_row_past_the_function(emil, town, claimed):
    row = BrokenGlass(
        concern_id=claimed.pk, reference="x", team=town.reception, by=emil, at=monday_at(9),
        reason=REASON, until=monday_at(12),
    )  # fmt: skip
    with pytest.raises(Exception, match="row-level security"), acting_as(emil), transaction.atomic():
        row.save(force_insert=True)
