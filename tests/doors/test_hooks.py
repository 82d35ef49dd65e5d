"""Another system is told that something happened: real HTTP, signed, until it answers. Rule A-33."""

import datetime as dt
import hashlib
import hmac
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from beredskab.access.guard import Forbidden
from beredskab.audit.models import Entry
from beredskab.doors.hooks import announcing, changing, sending
from beredskab.doors.models import Delivery, Webhook
from beredskab.doors.vocabulary import TOLD, Event
from beredskab.organisation.models import Contact, Staff
from beredskab.outbox import worker
from beredskab.outbox.models import Duty
from plans.following.daily import tell_when_everybody_has_read
from plans.following.matrix import Figures
from plans.implementation import telling
from plans.implementation.telling import Statement
from plans.models import Recommendation
from plans.numbers import contacting
from plans.release import publishing
from plans.vocabulary import Level, Status
from tests import build, build_plans
from tests.build import monday_at
from tests.cast import Town
from tests.doors.listener import Listener, listening

PAGE = "/administration/systemer/besked/"
MINUTE = dt.timedelta(minutes=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(freeze: Any) -> None:
    freeze(monday_at(12))


@pytest.fixture
def system(settings: Any) -> Iterator[Listener]:
    settings.WEBHOOK_TRUSTED_HOSTS = ["127.0.0.1"]
    with listening() as found:
        yield found


@pytest.fixture
def hook(gert: Staff, system: Listener) -> tuple[Webhook, str]:
    return changing.make("Integration", system.url, TOLD, by=gert, at=monday_at(8))


def as_(person: Staff) -> Client:
    client = Client()
    client.force_login(person)
    return client


def work(at: dt.datetime = monday_at(12)) -> None:
    """The worker's round, without what else a town asks of it."""
    Duty.objects.exclude(name=sending.SEND).delete()
    worker.do_duties(at=at)


def bodies(system: Listener) -> list[dict[str, Any]]:
    return [json.loads(body) for _path, _headers, body in system.got]


def test_a_changed_number_is_told_signed_and_without_the_number(
    hook: Any, system: Listener, hanne: Staff, town: Town
) -> None:
    contact = Contact.objects.get(slug="sociale-vagt", municipality=town.municipality)
    contacting.change(contact, {"phone": "12 34 56 70"}, seen_revision=1, by=hanne, at=monday_at(11))
    work()
    ((_path, headers, body),) = system.got
    stamp = headers["X-Beredskab-Timestamp"]
    signed = hmac.new(hook[1].encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["X-Beredskab-Signature"] == f"sha256={signed}"
    assert headers["Idempotency-Key"] == str(Delivery.objects.get().pk)
    assert json.loads(body) == {
        "id": str(Delivery.objects.get().pk),
        "event": "contact_changed",
        "happened_at": monday_at(11).astimezone(dt.UTC).isoformat(),
        "municipality": "eksempel",
        "facts": {"contact": "sociale-vagt", "audience": "public"},
    }


def test_a_status_is_told_without_its_sentence(hook: Any, system: Listener, dorte: Staff) -> None:
    first = Recommendation.objects.filter(framework__municipality=None).order_by("number")[0]
    said = Statement(Status.LATE, "Vi mangler folk.", monday_at(8).date())
    telling.set_recommendation_status(first, Level.LEADERS, said, by=dorte, at=monday_at(11))
    work()
    (told,) = bodies(system)
    assert (told["event"], told["facts"]) == ("status_reported", {"recommendation": 1, "level": "leaders"})
    assert b"mangler" not in system.got[0][2]


def test_a_published_edition_is_told_once(hook: Any, system: Listener, hanne: Staff, dorte: Staff) -> None:
    edition = build_plans.published([build_plans.section()], editor=hanne, approver=dorte, at=monday_at(11))
    work()
    assert [(one["event"], one["facts"]["plan"]) for one in bodies(system)] == [
        ("edition_published", "overgreb")
    ]
    publishing.have_the_rest_done(edition, at=monday_at(13))
    work(monday_at(13))
    assert len(system.got) == 1


@pytest.mark.parametrize(
    ("told", "messages"),
    [
        (Figures(people=12, read_all=12), 1),
        (Figures(people=12, read_all=11), 0),
        (Figures(people=9, read_all=9), 0),
    ],
)
def test_that_everybody_has_read_is_told_once_and_never_of_a_handful(
    hook: Any,
    system: Listener,
    town: Town,
    monkeypatch: pytest.MonkeyPatch,
    told: Figures,
    messages: int,
) -> None:
    monkeypatch.setattr("plans.implementation.plan_facts.readers", lambda *_: (told, []))
    for _morning in range(2):
        tell_when_everybody_has_read(town.municipality, at=monday_at(6))
    work()
    assert [one["event"] for one in bodies(system)] == ["campaign_done"] * messages


def test_a_concern_is_told_to_nobody(
    hook: Any, system: Listener, anna: Staff, cia: Staff, town: Town
) -> None:
    build.concern(filed_by=anna, team=town.reception)
    work()
    assert (system.got, Delivery.objects.count()) == ([], 0)


def test_what_is_not_answered_is_sent_again_the_same_bytes(hook: Any, system: Listener, town: Town) -> None:
    announcing.announce(town.municipality, Event.STATUS_REPORTED, "1", {"measure": "1"}, at=monday_at(12))
    system.status = 503
    work()
    work()  # not yet
    assert (len(system.got), Delivery.objects.get().fault) == (1, "Status503")
    system.status = 200
    work(monday_at(12, 1))
    first, second = system.got
    assert first[2] == second[2]
    assert first[1]["X-Beredskab-Timestamp"] != second[1]["X-Beredskab-Timestamp"]
    one = Delivery.objects.get()
    assert (one.delivered_at, one.fault, one.attempts) == (monday_at(12, 1), "", 2)


def test_after_a_day_it_is_given_up_and_somebody_sends_it_again(
    hook: Any, system: Listener, gert: Staff, town: Town
) -> None:
    announcing.announce(town.municipality, Event.STATUS_REPORTED, "1", {}, at=monday_at(12))
    Delivery.objects.update(attempts=sending.TRIES - 1)
    sending.ask_to_send(Delivery.objects.get(), due=monday_at(12))
    system.status = 500
    work()
    one = Delivery.objects.get()
    assert one.given_up_at == monday_at(12)
    client = as_(gert)
    assert "Status500" in client.get(f"{PAGE}{hook[0].pk}/").content.decode()
    system.status = 200
    client.post(reverse("doors:send_again", args=[one.pk]))
    work()
    assert Delivery.objects.get().delivered_at == monday_at(12)


def test_a_redirect_is_a_fault(hook: Any, system: Listener, town: Town) -> None:
    announcing.announce(town.municipality, Event.STATUS_REPORTED, "1", {}, at=monday_at(12))
    system.status = 302
    work()
    assert (len(system.got), Delivery.objects.get().fault) == (1, "Status302")


def test_only_what_was_asked_for_is_told(gert: Staff, system: Listener, town: Town) -> None:
    changing.make("Integration", system.url, [Event.CONTACT_CHANGED], by=gert, at=monday_at(8))
    assert announcing.announce(town.municipality, Event.STATUS_REPORTED, "1", {}, at=monday_at(12)) == 0


def test_a_neighbour_is_told_nothing_of_us(gert: Staff, neighbour: Town, hook: Any) -> None:
    assert announcing.announce(neighbour.municipality, Event.STATUS_REPORTED, "1", {}, at=monday_at(12)) == 0


def test_the_host_is_looked_at_again_when_something_is_sent(
    hook: Any, system: Listener, settings: Any, town: Town
) -> None:
    settings.WEBHOOK_TRUSTED_HOSTS = []
    announcing.announce(town.municipality, Event.STATUS_REPORTED, "1", {}, at=monday_at(12))
    work()
    assert (system.got, Delivery.objects.get().fault) == ([], "NotEncrypted")


# --- the pages ------------------------------------------------------------------------------------


def test_gert_makes_one_sees_the_secret_once_and_tries_it(gert: Staff, system: Listener) -> None:
    client = as_(gert)
    told = {"name": "Integration", "url": system.url, "events": ["edition_published"]}
    page = client.post(PAGE, told)
    secret = str(BeautifulSoup(page.content, "html.parser").find(id="secret")["value"])  # type: ignore[index]
    hook = Webhook.objects.get()
    assert secret.encode() not in bytes(hook.secret)
    assert secret.encode() not in client.get(f"{PAGE}{hook.pk}/").content
    client.post(reverse("doors:test_hook", args=[hook.pk]))
    work()
    ((_path, headers, body),) = system.got
    signed = hmac.new(
        secret.encode(), f"{headers['X-Beredskab-Timestamp']}.".encode() + body, hashlib.sha256
    ).hexdigest()
    assert headers["X-Beredskab-Signature"] == f"sha256={signed}"
    assert json.loads(body)["event"] == "test"
    verbs = Entry.objects.filter(verb__startswith="webhook.").values_list("verb", flat=True)
    assert sorted(verbs) == ["webhook.made", "webhook.tried"]


@pytest.mark.parametrize(
    "url", ["http://kommune.example/", "https://10.0.0.1/", "https://localhost/", "kommune"]
)
def test_an_address_that_may_not_be_sent_to_is_refused_and_nothing_typed_is_lost(
    gert: Staff, url: str
) -> None:
    page = as_(gert).post(PAGE, {"name": "Integration", "url": url, "events": ["edition_published"]})
    assert page.status_code == 422
    assert url in page.content.decode()
    assert not Webhook.objects.exists()
    with pytest.raises(changing.BadAddress):
        changing.make("Integration", url, TOLD, by=gert, at=monday_at(8))


def test_a_stopped_one_is_told_nothing_more_not_even_what_waits(
    hook: Any, system: Listener, gert: Staff, town: Town
) -> None:
    announcing.announce(town.municipality, Event.STATUS_REPORTED, "1", {}, at=monday_at(12))
    as_(gert).post(reverse("doors:stop_hook", args=[hook[0].pk]))
    work()
    assert system.got == []
    assert announcing.announce(town.municipality, Event.STATUS_REPORTED, "2", {}, at=monday_at(12)) == 0


@pytest.mark.parametrize("person", ["anna", "dorte", "hanne"])
def test_who_does_not_run_the_portal_tells_nobody(request: Any, hook: Any, person: str) -> None:
    somebody = request.getfixturevalue(person)
    assert as_(somebody).get(f"{PAGE}{hook[0].pk}/").status_code == 403
    with pytest.raises(Forbidden):
        changing.make("Integration", "https://kommune.example/", TOLD, by=somebody, at=monday_at(8))


def test_what_is_old_is_gone(hook: Any, system: Listener, town: Town) -> None:
    old = monday_at(12) - sending.KEPT - MINUTE
    Delivery.objects.create(hook=hook[0], event=Event.TEST, key=str(uuid.uuid4()), happened_at=old)
    announcing.announce(town.municipality, Event.STATUS_REPORTED, "1", {}, at=monday_at(12))
    work()
    assert Delivery.objects.filter(happened_at=old).count() == 0
