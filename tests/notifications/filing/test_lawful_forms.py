"""The law's own forms: taken down with its true time, from another municipality, and absence of 15 %."""

import datetime as dt
from typing import Any

from django.db import connection

from beredskab.access.acting import acting_as, as_role
from beredskab.access.roles import Role
from beredskab.organisation.models import Staff
from notifications import handling
from notifications.case.waiting_for_filer import waiting_for
from notifications.deadlines import of
from notifications.oversight import ledger
from notifications.statistics import codes
from notifications.vocabulary import DeadlineKind
from tests.build import monday_at
from tests.cast import Town, make_person
from tests.journeys.walking import Walk, client_of
from tests.seen import outbox_to


def begin(walk: Walk, door: str) -> Walk:
    walk.open(door)
    form = walk.page.select_one("main form[method=post]")
    assert form is not None
    data = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    return walk._read(walk.client.post(door, data, follow=True), door)


def rest(walk: Walk, **child: str) -> Walk:
    walk.answer(danger="no")
    walk.answer(certainty="suspicion")
    walk.answer(topics=["neglect"]).go_on()
    walk.answer(suspects=["home"])
    walk.answer(together="no").go_on()
    walk.answer(said="no")
    walk.answer(account="Naboen hører barnet græde hver nat.")
    walk.answer()
    walk.answer(name="Pige på 4", **child)
    walk.answer(interpreter="unknown")
    walk.answer(talked=["nobody"])
    return walk.answer(phone="12 34 56 79").answer()


def test_a_call_of_friday_evening_starts_the_clock_on_friday_evening(
    ready: Town, cia: Staff, ida: Staff, freeze: Any
) -> None:
    freeze(monday_at(8))
    walk = begin(Walk(cia), "/indbakke/modtag/")
    assert walk.step == "modtaget"
    walk.answer(channel="phone", notifier="anonymous", who="Nabo Nielsen")
    assert walk.status == 422
    walk.answer(channel="phone", notifier="anonymous", who="", when="24.11.2026 10.00")
    assert (walk.status, walk.errors) == (422, ["Tidspunktet ligger i fremtiden"])
    walk.answer(when="20.11.2026 22.15")
    rest(walk)
    concern = walk.concern
    friday = dt.datetime(2026, 11, 20, 21, 15, tzinfo=dt.UTC)
    with acting_as(cia):
        due = of(concern)[DeadlineKind.ASSESSMENT].due_at
    assert (concern.received_at, due) == (friday, friday + dt.timedelta(hours=24))
    assert (concern.filed_at, concern.notifier) == (monday_at(8), "anonymous")
    assert "Sig til din leder" not in walk.text
    assert "Giv referencen til den, der har underrettet." in walk.text
    assert "behandler ikke selv" not in walk.text
    # Who wrote it down has not notified, and may handle it as every colleague (rule N-50).
    assert client_of(cia).post(f"/indbakke/{concern.pk}/tag/").status_code == 302
    assert client_of(ida).post(f"/indbakke/{concern.pk}/tag/").status_code == 409  # taken


def test_the_child_of_a_caller_does_not_go_to_the_takers_own_workplace(
    ready: Town, cia: Staff, freeze: Any
) -> None:
    """A suspicion against staff would otherwise keep out the whole receiving team."""
    freeze(monday_at(8))
    assert cia.unit is not None
    walk = rest(begin(Walk(cia), "/indbakke/modtag/").answer(channel="phone", notifier="private"))
    assert walk.concern.unit_id is None


def test_a_team_of_one_takes_a_call_and_the_ledger_misses_nobody(
    ready: Town, cia: Staff, freeze: Any
) -> None:
    """There is nobody else to tell, and who took it down knows."""
    freeze(monday_at(8))
    walk = begin(Walk(cia), "/indbakke/modtag/")
    rest(walk.answer(channel="phone", notifier="anonymous"))
    found = ledger.of_day(ready.municipality, monday_at(8).date(), at=monday_at(9))
    assert (walk.step, found.filed, found.queued, found.gaps) == ("kvittering", 1, 0, {})


def test_another_municipality_notifies_because_a_family_moves(
    ready: Town, cia: Staff, ida: Staff, freeze: Any
) -> None:
    freeze(monday_at(8))
    walk = begin(Walk(cia), "/indbakke/modtag/")
    walk.answer(
        channel="digital",
        notifier="municipality",
        from_municipality="Nabokøbing Kommune",
        assessments="Familien har haft støtte siden 2024.",
    )
    rest(walk)
    page = client_of(ida).get(f"/indbakke/{walk.draft}/").content.decode()
    assert ("Nabokøbing Kommune" in page, "støtte siden 2024" in page) == (True, True)
    assert (walk.concern.notifier, walk.concern.received_at) == ("municipality", monday_at(8))


def test_a_head_of_school_notifies_about_absence_with_the_record(
    ready: Town, cia: Staff, anna: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    head = make_person("Hans Hede", ready.school, "leder", Role.LEADER)
    make_person("Lis Lærer", ready.school, "laerer")
    leader = make_person("Lone Leder", ready.kindergarten, "leder", Role.LEADER)
    for no_head in (anna, leader):
        walk = Walk(no_head).open("/bekymring/fravaer/")
        assert walk.url.startswith("/bekymring/ny/")
        assert "skolefravær" not in walk.text
    assert "Kun skolefravær" in Walk(head).open("/bekymring/ny/").text
    walk = begin(Walk(head), "/bekymring/fravaer/")
    walk.answer(danger="no")
    assert walk.step == "fravaer"
    walk.answer(percent="mange")
    assert walk.errors == ["Skriv et tal fra 0 til 100"]
    walk.answer(percent="17,5 %", quarter="August til oktober", record="22 dage")
    walk.answer(name="Dreng i 7. b")
    walk.answer(interpreter="no")
    walk.answer(talked=["parents"])
    walk.answer(phone="12 34 56 00")
    assert (walk.step, walk.stops) == ("tjek", [])
    walk.answer()
    concern = walk.concern
    assert (concern.topics, concern.certainty, concern.team, concern.intake) == (
        ["absence"],
        "concern",
        ready.reception,
        "absence",
    )
    page = client_of(cia).get(f"/indbakke/{concern.pk}/").content.decode()
    assert ("17,5 %" in page, "22 dage" in page) == (True, True)


def test_from_where_it_comes_is_asked_when_it_is_taken_down_and_counted_by_the_national_code(
    ready: Town, cia: Staff, ida: Staff, freeze: Any
) -> None:
    freeze(monday_at(8))
    walk = begin(Walk(cia), "/indbakke/modtag/")
    walk.answer(channel="phone", notifier="private", code="8")
    assert (walk.status, len(walk.errors)) == (422, 1)
    walk.answer(code="12")
    rest(walk)
    assert (walk.concern.notifier, walk.concern.notifier_code) == ("private", "12")
    assert notifiers_counted() == {"und1-12": 1}


def test_who_takes_a_professionals_call_down_is_not_counted_as_the_professional(
    ready: Town, cia: Staff, ida: Staff, freeze: Any
) -> None:
    freeze(monday_at(8))
    walk = begin(Walk(cia), "/indbakke/modtag/")
    walk.answer(channel="phone", notifier="professional", who="Vibe Vikar")
    rest(walk)
    assert notifiers_counted() == {"": 1}
    assert (codes.notifier_code("", 2026), codes.notifier_code("und1-12", 2026)) == ("99", "12")
    assert codes.notifier_code("und1-12", 2023) == "7"


def notifiers_counted() -> dict[str, int]:
    facts = "notifications_facts(NULL, NULL, NULL, NULL)"
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute(f"SELECT notifier, count(*) FROM {facts} GROUP BY 1")
        return dict(cursor.fetchall())


def test_the_taker_of_a_call_is_spoken_to_as_the_taker(
    ready: Town, cia: Staff, ida: Staff, freeze: Any
) -> None:
    """»Talk with the parents first« and »you get a receipt« are for a filer; so are the three ends."""
    freeze(monday_at(8))
    walk = begin(Walk(cia), "/indbakke/modtag/")
    walk.answer(channel="phone", notifier="private", who="Mormor Prøve", contact="12 34 56 99")
    walk.answer(danger="no")
    walk.answer(certainty="concern")
    walk.answer(topics=["neglect"])
    walk.answer(suspects=["home"])
    walk.answer(said="no")
    assert walk.heading == "Hvad har den, der underretter, set og hørt?"
    walk.answer(account="Børnene er alene om aftenen.")
    walk.answer()
    walk.answer(name="Pige på 4")
    walk.answer(interpreter="unknown")
    walk.answer(talked=["nobody"])
    assert walk.heading == "Er den, der underretter, bange for sin egen sikkerhed?"
    walk.answer(safety="Faren kender min adresse.")
    assert ("naeste-skridt" in walk.met, walk.step) == (False, "tjek")
    walk.answer()
    assert walk.step == "kvittering"
    for for_a_filer in (
        "Tal med forældrene først",
        "Du får en kvittering",
        "Din underretning",
        "Du underretter som",
        "når du går hjem",
        "kommunen gør nok",
    ):
        assert for_a_filer not in walk.everything()
    assert "Rådgiveren taler med forældrene" in walk.everything()
    assert "Den, der har underrettet, får en kvittering (6 hverdage)" in walk.text
    assert walk.page.select_one(f'a.button-primary[href="/indbakke/{walk.draft}/"]')
    case = Walk(ida).open(f"/indbakke/{walk.draft}/")
    assert "Har underrettet: Mormor Prøve, 12 34 56 99" in case.text
    assert "Den, der underretter, er bange for sin sikkerhed." in case.text
    assert not case.page.select(f'a[href="/indbakke/{walk.draft}/besked/"]')


def test_an_anonymous_caller_is_promised_no_receipt(ready: Town, cia: Staff, freeze: Any) -> None:
    freeze(monday_at(8))
    walk = begin(Walk(cia), "/indbakke/modtag/")
    rest(walk.answer(channel="phone", notifier="anonymous"))
    assert (walk.step, "får en kvittering" in walk.text) == ("kvittering", False)


def test_letters_to_a_professional_who_called_go_outside_the_portal(
    ready: Town, cia: Staff, ida: Staff, freeze: Any
) -> None:
    """They have no login: a letter in the conversation of whoever took the call down would reach nobody."""
    freeze(monday_at(8))
    walk = begin(Walk(cia), "/indbakke/modtag/")
    walk.answer(channel="phone", notifier="professional", who="Vibe Vikar", contact="12 34 56 98")
    rest(walk)
    concern = walk.concern
    assert client_of(ida).post(f"/indbakke/{concern.pk}/tag/").status_code == 302
    page = Walk(ida).open(f"/indbakke/{concern.pk}/kvittering/")
    assert "har ikke et login" in page.text
    assert "Vibe Vikar" in page.text
    before = outbox_to(cia)
    handling.send_receipt(concern, by=ida, at=monday_at(9))
    assert (outbox_to(cia), waiting_of(cia)) == (before, ())
    with acting_as(ida):
        assert concern.messages.get().letter == "receipt"


def waiting_of(staff: Staff) -> tuple[object, ...]:
    with acting_as(staff):
        return waiting_for(staff).unread
