"""How long cases stay and who is kept out: one suggests, another approves, then it is in force (A-23)."""

import datetime as dt
from dataclasses import replace

import pytest
from django.test import Client

from beredskab.access import four_eyes
from beredskab.access.guard import Forbidden
from beredskab.administration import personal_data, rules
from beredskab.audit.models import Entry
from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox.models import Message
from notifications.handover import deletion
from tests.build import monday_at
from tests.cast import Town

pytestmark = pytest.mark.django_db
PAGE = "/administration/regler/"


def wanted(town: Town, **days: int) -> rules.Rules:
    now = rules.in_force(town.municipality)
    return replace(now, days={**now.days, **days}, exclude_line=False)


def fresh(town: Town) -> Municipality:
    return Municipality.objects.get(pk=town.municipality.pk)


def test_rules_are_in_force_when_another_has_approved_them(town: Town, gert: Staff, dorte: Staff) -> None:
    made = rules.propose(wanted(town, examination=400), by=gert, at=monday_at(9))
    assert (fresh(town).exclude_line_of_leaders, fresh(town).days_kept("examination")) == (True, 90)
    assert [one.recipient for one in Message.objects.all()] == [dorte]
    rules.decide(made, approve=True, by=dorte, at=monday_at(10))
    assert (fresh(town).exclude_line_of_leaders, fresh(town).days_kept("examination")) == (False, 400)
    verbs = ["rules.proposed", "rules.approved"]
    assert (
        list(Entry.objects.filter(verb__startswith="rules.").order_by("at").values_list("verb", flat=True))
        == verbs
    )


def test_nobody_approves_alone_and_one_waits_at_a_time(town: Town, gert: Staff, dorte: Staff) -> None:
    made = rules.propose(wanted(town), by=gert, at=monday_at(9))
    with pytest.raises(Forbidden):
        rules.decide(made, approve=True, by=gert, at=monday_at(10))
    with pytest.raises(four_eyes.AlreadyWaiting):
        rules.propose(wanted(town, nothing=60), by=gert, at=monday_at(9))
    with pytest.raises(Forbidden):
        rules.propose(wanted(town), by=dorte, at=monday_at(9))
    rules.decide(made, approve=False, by=gert, at=monday_at(10))
    assert fresh(town).exclude_line_of_leaders
    with pytest.raises(rules.NothingChanged):
        rules.propose(rules.in_force(town.municipality), by=gert, at=monday_at(9))


def test_what_was_changed_in_between_is_not_overwritten(town: Town, gert: Staff, dorte: Staff) -> None:
    made = rules.propose(wanted(town), by=gert, at=monday_at(9))
    Municipality.objects.filter(pk=town.municipality.pk).update(retention_days={"nothing": 12})
    with pytest.raises(rules.OutOfDate):
        rules.decide(made, approve=True, by=dorte, at=monday_at(10))


@pytest.mark.parametrize("days", [6, 3651])
def test_a_time_that_is_too_short_or_too_long_is_refused(town: Town, gert: Staff, days: int) -> None:
    with pytest.raises(ValueError, match="a week"):
        rules.propose(wanted(town, clear=days), by=gert, at=monday_at(9))
    client = Client()
    client.force_login(gert)
    typed = {f"days_{name}": "30" for name in rules.outcomes()} | {"days_clear": str(days)}
    assert client.post(f"{PAGE}ny/", typed).status_code == 422


def test_the_way_through_the_pages(town: Town, gert: Staff, dorte: Staff) -> None:
    gerts, dortes = Client(), Client()
    gerts.force_login(gert)
    dortes.force_login(dorte)
    typed = {f"days_{name}": "45" for name in rules.outcomes()}
    assert gerts.post(f"{PAGE}ny/", typed).status_code == 302
    [made] = rules.changes_for(dorte)
    assert "30 dage → 45 dage" in dortes.get(PAGE).content.decode()
    assert 'value="approve"' not in gerts.get(PAGE).content.decode()
    assert dortes.post(f"{PAGE}{made.pk}/", {"decision": "approve"}).status_code == 302
    assert rules.in_force(fresh(town)).days["clear"] == 45
    assert "45 dage" in Client().get("/om/privatliv/").content.decode()


def test_the_privacy_page_says_what_deletion_does(town: Town) -> None:
    Municipality.objects.filter(pk=town.municipality.pk).update(retention_days={"examination": 123})
    [told] = [one.days for one in personal_data.kept(fresh(town)) if one.group.slug == "notifications"]
    assert sum("123" in line for line in told) == 1
    assert sum("7 dage" in line for line in told) == 1


def test_another_municipality_keeps_its_own(town: Town, neighbour: Town) -> None:
    Municipality.objects.filter(pk=town.municipality.pk).update(retention_days={"nothing": 9})
    assert (fresh(town).days_kept("nothing"), fresh(neighbour).days_kept("nothing")) == (9, 30)
    assert deletion.closed(at=monday_at(9) + dt.timedelta(days=1)) == []
