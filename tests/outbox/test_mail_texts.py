"""The municipality's own words for reminders; what is about a concern has one text for ever (A-22)."""

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from beredskab.access.guard import Forbidden
from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox import mail_texts, mails, messages, worker
from beredskab.outbox.mails import Mail
from beredskab.outbox.models import MailText
from beredskab.outbox.vocabulary import FIXED, Kind
from tests.build import monday_at
from tests.cast import Town

pytestmark = pytest.mark.django_db
OWN = Mail("Husk planen", "Kære kollega. Der er afsnit, du mangler.")
PAGE = "/administration/mailtekster/"


def sent(person: Staff, kind: Kind) -> Any:
    messages.tell(person, kind, at=monday_at(9))
    worker.deliver(at=monday_at(9))
    return mail.outbox[-1]


def test_a_reminder_goes_in_the_municipalitys_own_words(gert: Staff, anna: Staff, frida: Staff) -> None:
    mail_texts.write(Kind.READING_REMINDER, "da", OWN, by=gert, at=monday_at(8))
    one = sent(anna, Kind.READING_REMINDER)
    assert (one.subject, one.body.splitlines()[0]) == (OWN.subject, OWN.body)
    assert "http" in one.body
    assert sent(frida, Kind.READING_REMINDER).subject != OWN.subject
    mail_texts.write(Kind.READING_REMINDER, "da", None, by=gert, at=monday_at(8))
    assert sent(anna, Kind.READING_REMINDER).subject == mails.standard(Kind.READING_REMINDER, "da").subject


@pytest.mark.parametrize("kind", sorted(FIXED))
def test_the_mail_about_a_concern_is_never_changed(gert: Staff, town: Town, kind: Kind) -> None:
    with pytest.raises(Forbidden):
        mail_texts.write(kind, "da", OWN, by=gert, at=monday_at(8))
    with pytest.raises(IntegrityError), transaction.atomic():
        MailText.objects.create(
            municipality=town.municipality,
            kind=kind,
            language="da",
            subject="x",
            line="x",
            changed_by=gert,
            changed_at=monday_at(8),
        )
    client = Client()
    client.force_login(gert)
    assert client.get(f"{PAGE}{kind}/da/").status_code == 404


@pytest.mark.parametrize(
    "line",
    [
        "Ring 12 34 56 78",
        "Sag 2026",
        "skriv@eksempel.dk",
        "Se https://x.dk",
        "Se www.x.dk",
        "Kære {navn}",
        "<b>",
    ],
)
def test_a_mail_holds_no_name_number_or_way_out(gert: Staff, line: str) -> None:
    with pytest.raises(ValidationError):
        mail_texts.write(Kind.READ_AGAIN, "da", Mail("Emne", line), by=gert, at=monday_at(8))
    client = Client()
    client.force_login(gert)
    assert client.post(f"{PAGE}read_again/da/", {"subject": "Emne", "line": line}).status_code == 422
    assert not MailText.objects.exists()


def test_a_subject_of_two_lines_would_be_a_header(gert: Staff) -> None:
    with pytest.raises(ValidationError):
        mail_texts.write(Kind.READ_AGAIN, "da", Mail("Emne\nBcc: x", "Tekst"), by=gert, at=monday_at(8))


def test_a_language_that_is_not_offered_has_no_words(gert: Staff, anna: Staff) -> None:
    with pytest.raises(Forbidden):
        mail_texts.write(Kind.READ_AGAIN, "da", OWN, by=anna, at=monday_at(8))
    Municipality.objects.filter(pk=gert.municipality_id).update(languages=["da"])
    gert = Staff.objects.get(pk=gert.pk)
    with pytest.raises(Forbidden):
        mail_texts.write(Kind.READ_AGAIN, "nb", OWN, by=gert, at=monday_at(8))


def test_the_way_through_the_pages(gert: Staff) -> None:
    client = Client()
    client.force_login(gert)
    told = {"subject": OWN.subject, "line": OWN.body}
    assert client.post(f"{PAGE}reading_reminder/da/", told).status_code == 302
    assert OWN.subject in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}reading_reminder/da/", {"handling": "standard"}).status_code == 302
    assert OWN.subject not in client.get(PAGE).content.decode()
