"""The ledger row is the promise: what happens when the mail server, or the worker, goes away."""

import datetime as dt
import smtplib
import uuid

import pytest
from django.core import mail

from beredskab.access.acting import acting_as, as_role
from beredskab.organisation.models import Staff
from beredskab.outbox import delivery, duties, worker
from beredskab.outbox.messages import tell
from beredskab.outbox.models import Duty, Message
from beredskab.outbox.vocabulary import Kind

MONDAY = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def row(message: Message) -> Message:
    with as_role("clock"):
        return Message.objects.get(pk=message.pk)


def test_one_text_for_everything_about_a_concern(anna: Staff, cia: Staff) -> None:
    with acting_as(anna):
        tell(cia, Kind.NEWS, at=MONDAY, about=uuid.uuid4())
    assert worker.deliver(at=MONDAY) == 1
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([cia.email], "Der er nyt til dig i Beredskabsportalen")
    assert sent.body.startswith("Der er nyt til dig i Beredskabsportalen. Log ind.\n")


def test_a_mail_goes_once(anna: Staff) -> None:
    with acting_as(anna):
        tell(anna, Kind.NEWS, at=MONDAY)
    assert [worker.deliver(at=MONDAY + n * MINUTE) for n in range(3)] == [1, 0, 0]


def test_a_worker_that_died_leaves_the_message_to_the_next_one(anna: Staff) -> None:
    with acting_as(anna):
        message = tell(anna, Kind.NEWS, at=MONDAY)
    with as_role("clock") as alias:
        delivery.lease(at=MONDAY, using=alias)  # and is killed here
    assert worker.deliver(at=MONDAY + MINUTE) == 0
    assert worker.deliver(at=MONDAY + 3 * MINUTE) == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{message.pk}@portal.invalid>"


def test_a_mail_server_that_is_down_loses_nothing(anna: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    with acting_as(anna):
        message = tell(anna, Kind.NEWS, at=MONDAY)

    def down(_self: object) -> None:
        raise smtplib.SMTPServerDisconnected("secret text of a server")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", down)
        assert [worker.deliver(at=MONDAY + n * dt.timedelta(hours=2)) for n in range(3)] == [
            0,
            0,
            0,
        ]
    assert (row(message).attempts, row(message).fault) == (3, "SMTPServerDisconnected")
    assert worker.deliver(at=MONDAY + dt.timedelta(days=1)) == 1
    assert row(message).handed_over_at == MONDAY + dt.timedelta(days=1)


def test_who_has_left_is_not_told(anna: Staff) -> None:
    anna.is_active = False
    with acting_as(anna):
        tell(anna, Kind.NEWS, at=MONDAY)
    assert worker.deliver(at=MONDAY) == 0


def test_a_promise_about_a_concern_is_hidden_from_outsiders(anna: Staff, cia: Staff, gert: Staff) -> None:
    with acting_as(anna):
        tell(cia, Kind.NEWS, at=MONDAY, about=uuid.uuid4())
    with acting_as(gert):
        assert Message.objects.count() == 0


def test_a_duty_is_asked_once_and_done_once(db: None) -> None:
    done: list[object] = []
    duties.duty("test.count")(lambda ids, at: done.append(ids["number"]))
    for _ in range(2):
        duties.ask("test.count", "monday", due=MONDAY, number=7)
    assert [worker.do_duties(at=MONDAY), worker.do_duties(at=MONDAY)] == [1, 0]
    assert done == [7]


def test_a_duty_that_fails_is_tried_again_later(db: None) -> None:
    tries: list[dt.datetime] = []

    def fail_first(_ids: dict[str, object], at: dt.datetime) -> None:
        tries.append(at)
        if len(tries) == 1:
            raise ValueError("text that may hold a name")

    duties.duty("test.fail")(fail_first)
    duties.ask("test.fail", "x", due=MONDAY)
    assert [worker.do_duties(at=MONDAY + n * MINUTE) for n in (0, 0, 1)] == [0, 0, 1]
    assert Duty.objects.get(name="test.fail").attempts == 2
