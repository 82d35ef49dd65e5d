"""A name is misspelt, an e-mail is old, a phone is lost: put right by one person, or by two."""

import pytest
from django.test import Client
from django.utils import timezone

from beredskab.access import four_eyes
from beredskab.access.guard import Forbidden
from beredskab.access.roles import Role
from beredskab.administration.models import PersonChange
from beredskab.administration.staffing import correcting, waiting
from beredskab.administration.staffing.correcting import Facts, Origin
from beredskab.audit.models import Entry
from beredskab.organisation.models import Membership, Staff
from beredskab.outbox.mails import mail_for
from beredskab.outbox.models import Message
from beredskab.outbox.vocabulary import Kind
from beredskab.signin import codes
from beredskab.signin.models import RecoveryCode, SecondFactor
from tests.build import monday_at
from tests.cast import Town, make_person
from tests.signin import phone
from tests.test_queries import PLAIN, statements

pytestmark = pytest.mark.django_db
NOW = monday_at(9)


def facts(person: Staff, **other: str) -> Facts:
    return Facts(**{"name": person.name, "email": person.email, "phone": person.phone, **other})


def with_app(person: Staff) -> Staff:
    secret = codes.new_secret()
    assert codes.set_up(person, secret, phone.shows(secret, NOW), at=NOW)
    return person


def steps(person: Staff) -> tuple[int, int]:
    rows = SecondFactor.objects.filter(staff=person), RecoveryCode.objects.filter(staff=person)
    return rows[0].count(), rows[1].count()


def mails() -> list[tuple[str, str]]:
    return sorted(Message.objects.values_list("recipient__name", "kind"))


def as_somebody(person: Staff) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_of_anna_one_person_corrects_everything(anna: Staff, gert: Staff) -> None:
    told = facts(anna, name="Anna Andersson", email="Anna.A@eksempel.example", phone="12 34 56 99")
    assert correcting.correct(anna, told, by=gert, at=NOW) is None
    found = Staff.objects.get(pk=anna.pk)
    assert (found.name, found.email, found.phone) == (
        "Anna Andersson",
        "anna.a@eksempel.example",
        "12 34 56 99",
    )
    entry = Entry.objects.get(verb="staff.corrected")
    assert entry.subject == str(anna.pk)
    assert "anna.a" not in str(entry.__dict__), "the log names the fields, never what stood in them"
    assert mails() == [("Anna Andersson", Kind.ACCOUNT)]
    correcting.correct(found, told, by=gert, at=NOW)
    assert Entry.objects.filter(verb="staff.corrected").count() == 1, "the same again changes nothing"


def test_the_mail_of_cia_waits_for_another_and_her_name_does_not(
    cia: Staff, gert: Staff, dorte: Staff
) -> None:
    told = facts(cia, name="Cia C. Clausen", email="gert.privat@eksempel.example")
    change = correcting.correct(cia, told, by=gert, at=NOW)
    assert change is not None
    found = Staff.objects.get(pk=cia.pk)
    assert (found.name, found.email) == ("Cia C. Clausen", cia.email)
    assert waiting.waiting_for(dorte) == 1
    assert ("Cia C. Clausen", Kind.ACCOUNT) in mails(), "she hears of it before anything has changed"
    with pytest.raises(four_eyes.AlreadyWaiting):
        correcting.correct(found, facts(found, email="x@eksempel.example"), by=gert, at=NOW)
    for person in (gert, cia):
        with pytest.raises(Forbidden):
            correcting.decide(change, approve=True, by=person, at=NOW)
    correcting.decide(change, approve=True, by=dorte, at=NOW)
    correcting.decide(change, approve=True, by=dorte, at=NOW)
    assert Staff.objects.get(pk=cia.pk).email == "gert.privat@eksempel.example"
    assert waiting.waiting_for(dorte) == 0


def test_two_people_have_not_one_mail(anna: Staff, bo: Staff, cia: Staff, gert: Staff, dorte: Staff) -> None:
    with pytest.raises(correcting.Taken):
        correcting.correct(anna, facts(anna, email=bo.email.upper()), by=gert, at=NOW)
    change = correcting.correct(cia, facts(cia, email="ny@eksempel.example"), by=gert, at=NOW)
    assert change is not None
    correcting.correct(anna, facts(anna, email="ny@eksempel.example"), by=gert, at=NOW)
    with pytest.raises(correcting.Taken):
        correcting.decide(change, approve=True, by=dorte, at=NOW)


def test_a_lost_phone_is_set_up_anew(anna: Staff, cia: Staff, gert: Staff, dorte: Staff) -> None:
    for person in (anna, cia):
        with_app(person)
    assert correcting.reset(anna, by=gert, at=NOW) is None
    assert steps(anna) == (0, 0)
    change = correcting.reset(cia, by=gert, at=NOW)
    assert change is not None
    assert steps(cia) == (1, 10)
    correcting.decide(change, approve=True, by=dorte, at=NOW)
    assert steps(cia) == (0, 0)
    assert Entry.objects.filter(verb="staff.second_factor_forgotten").count() == 2
    with pytest.raises(correcting.NothingToReset):
        correcting.reset(anna, by=gert, at=NOW)


def test_whoever_holds_the_lost_phone_is_logged_off(anna: Staff, cia: Staff, gert: Staff) -> None:
    with_app(anna)
    signed_in = {person: Client() for person in (anna, cia)}
    for person, client in signed_in.items():
        client.force_login(person, backend="beredskab.signin.backends.StaffBackend")
    correcting.reset(anna, by=gert, at=timezone.now())
    assert {person: "_auth_user_id" in client.session for person, client in signed_in.items()} == {
        anna: False,
        cia: True,
    }


def test_nobody_resets_their_own_or_in_another_municipality(
    gert: Staff, dorte: Staff, frida: Staff, anna: Staff
) -> None:
    for person in (gert, frida):
        with_app(person)
        with pytest.raises(Forbidden):
            correcting.reset(person, by=gert, at=NOW)
    with pytest.raises(Forbidden):
        correcting.correct(anna, facts(anna, name="X"), by=dorte, at=NOW)


def test_turned_down_changes_nothing_and_who_asked_may_take_it_back(
    cia: Staff, gert: Staff, dorte: Staff
) -> None:
    for by in (dorte, gert):
        change = correcting.correct(cia, facts(cia, email="ny@eksempel.example"), by=gert, at=NOW)
        assert change is not None
        correcting.decide(change, approve=False, by=by, at=NOW)
    assert Staff.objects.get(pk=cia.pk).email == cia.email


def test_the_mail_names_nobody_and_says_nothing(anna: Staff, gert: Staff) -> None:
    correcting.correct(anna, facts(anna, name="Anna Ny"), by=gert, at=NOW)
    mail = mail_for(Message.objects.get())
    assert not [word for word in ("Anna", "Gert", "app", "kode") if word in mail.subject + mail.body]


@pytest.mark.parametrize(
    ("source", "number", "origin"),
    [
        (Membership.Source.HAND, "", Origin.HAND),
        (Membership.Source.LIST, "", Origin.LIST),
        (Membership.Source.LIST, "4711", Origin.NUMBERED_LIST),
        (Membership.Source.SCIM, "", Origin.DIRECTORY),
    ],
)
def test_the_page_says_what_the_next_list_does(
    anna: Staff, gert: Staff, source: str, number: str, origin: Origin
) -> None:
    Membership.objects.filter(staff=anna).update(source=source)
    Staff.objects.filter(pk=anna.pk).update(number=number)
    assert correcting.origin_of(Staff.objects.get(pk=anna.pk)) is origin
    assert as_somebody(gert).get(f"/medarbejder/{anna.pk}/ret/").status_code == 200


def test_gert_and_dorte_do_it_on_pages(town: Town, cia: Staff, gert: Staff, dorte: Staff) -> None:
    with_app(cia)
    page = as_somebody(gert)
    path = f"/medarbejder/{cia.pk}/"
    assert f"{path}andet-trin/" in page.get(path).content.decode()
    assert page.post(f"{path}andet-trin/", {}).status_code == 422
    assert page.post(f"{path}andet-trin/", {"is_them": "on"}).status_code == 302
    assert "venter" in page.get(path).content.decode()
    assert page.post(f"{path}ret/", {"name": "", "email": "x"}).status_code == 422
    change = PersonChange.objects.get()
    there = as_somebody(dorte).get("/administration/adgang/").content.decode()
    assert f"/administration/adgang/person/{change.pk}/" in there
    assert (
        as_somebody(dorte)
        .post(f"/administration/adgang/person/{change.pk}/", {"decision": "approve"})
        .status_code
        == 302
    )
    assert steps(cia) == (0, 0)


def test_whoever_only_leads_a_team_sees_no_such_change(town: Town, cia: Staff, gert: Staff) -> None:
    correcting.correct(cia, facts(cia, email="ny@eksempel.example"), by=gert, at=NOW)
    liv = make_person("Liv Lund", town.counselling, "leder", Role.TEAM_LEADER)
    assert not correcting.changes_for(liv).exists()
    assert "ny@eksempel.example" not in as_somebody(liv).get("/administration/adgang/").content.decode()


def test_the_pages_keep_to_the_budget(cia: Staff, gert: Staff, dorte: Staff) -> None:
    correcting.correct(cia, facts(cia, email="ny@eksempel.example"), by=gert, at=NOW)
    for person, path in (
        (gert, f"/medarbejder/{cia.pk}/"),
        (gert, f"/medarbejder/{cia.pk}/ret/"),
        (gert, "/administration/adgang/"),
        (dorte, "/administration/adgang/"),
    ):
        assert len(statements(person, path)) <= PLAIN, path
