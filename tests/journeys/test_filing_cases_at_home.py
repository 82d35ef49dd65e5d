"""Cases of practice in which the danger is at home: path, advice, receiver, and what must never happen."""

import datetime as dt
import re
from typing import Any

from beredskab.access import grants
from beredskab.access.acting import acting_as
from beredskab.access.roles import Role
from beredskab.organisation.models import Staff
from notifications.deadlines import of
from notifications.vocabulary import DeadlineKind
from tests.build import COPENHAGEN, monday_at
from tests.cast import Town, make_person
from tests.journeys.walking import Walk, finish, read_as
from tests.seen import outbox_to, trail_of

FRIDAY_LATE = dt.datetime(2026, 11, 27, 16, 40, tzinfo=COPENHAGEN)

ON_THE_LEADER = ("Sig det til din leder", "Gå til din leder", "Sig til din leder", "din leder,")


def test_case_1_a_girl_says_that_dad_hits_and_is_fetched_in_forty_minutes(
    ready: Town, anna: Staff, bo: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(14, 50))
    walk = Walk(anna).start("viden")
    walk.answer(danger="maybe").go_on()
    walk.answer(topics=["physical"]).go_on()
    walk.answer(suspects=["home"])
    walk.answer(together="yes", pick_up="15.30").go_on()
    walk.answer(said="yes", words="Far slår mig med bæltet", told="not_said")
    walk.answer(account="")
    finish(walk, name="Pige", born_0="1", born_1="2", born_2="2021")

    assert walk.stops == [
        ["Ring nu. Skriv bagefter."],
        ["Lyt. Spørg ikke ud."],
        ["Ring, før barnet skal hjem.", "Fortæl ikke forældrene om mistanken."],
    ]
    concern = walk.concern
    with acting_as(anna):
        clocks = of(concern)
    assert (
        walk.step,
        concern.team,
        concern.certainty,
        concern.pick_up_at,
        concern.age_band,
        clocks[DeadlineKind.ASSESSMENT].due_at,
        clocks[DeadlineKind.RECEIPT].due_on,
    ) == (
        "kvittering",
        ready.reception,
        "knowledge",
        monday_at(15, 30),
        "3-5",
        monday_at(14, 50) + dt.timedelta(days=1),
        dt.date(2026, 11, 30),
    )
    assert trail_of(concern) == ["draft.started", "concern.filed"]
    assert (outbox_to(cia), outbox_to(bo), outbox_to(anna)) == (["news"], [], [])
    assert "Fortæl fortsat ikke forældrene noget." in walk.text
    assert "Sig til din leder, at du har underrettet." in walk.text
    assert "Hold aldrig barnet tilbage med magt. Lov ikke barnet" in walk.everything()


def test_case_2_a_hungry_boy_gets_three_ends_with_the_notification_first(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    walk = Walk(anna).start("tvivl")
    walk.answer(danger="no")
    for _ in range(3):
        walk.answer(answer="no")
    assert "Det ligner en bekymring" in walk.text
    walk.answer()  # the proposal is chosen already
    walk.answer(topics=["neglect"])
    walk.answer(suspects=["nobody"])
    walk.answer(said="no")
    walk.answer(account="Han kommer sulten og i tyndt tøj.", tried="Talt med mor to gange.")

    ways = [one["value"] for one in walk.page.select("input[name=end]")]
    assert (walk.step, ways) == ("naeste-skridt", ["file", "talk", "sparring"])
    assert "Som udgangspunkt taler I med forældrene først." in walk.text

    walk.answer(end="talk")
    assert (walk.status, walk.errors) == (422, ["Skriv, hvornår I ser på det igen"])
    walk.answer(end="talk", review_0="7", review_1="12", review_2="2026")
    assert (walk.step, "7. december 2026" in walk.text) == ("aftale", True)

    walk.open(walk.url.replace("aftale", "naeste-skridt")).answer(end="file")
    finish(walk)
    assert (walk.stops, walk.step, walk.concern.team) == ([], "kvittering", ready.reception)
    assert "Fortæl fortsat ikke forældrene" not in walk.everything()


def test_case_8_dad_answers_everything_and_they_are_in_the_chair_now(
    ready: Town, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    tandlaege = make_person("Asta Aagaard", ready.school, "tandpleje")
    walk = Walk(tandlaege).start("mistanke")
    walk.answer(danger="no")
    walk.answer(topics=["physical", "witnessed"]).go_on()
    walk.answer(suspects=["home"])
    walk.answer(together="now").go_on()
    walk.answer(said="no")
    walk.answer(account="Revet læbebånd, blåt øre.")
    finish(walk)

    assert walk.stops == [
        ["Lyt. Spørg ikke ud.", "Barnet er også udsat, når det ser eller hører vold."],
        ["Ring nu. Skriv bagefter.", "Fortæl ikke forældrene om mistanken."],
    ]
    assert (walk.step, walk.concern.team, walk.concern.together) == (
        "kvittering",
        ready.reception,
        "now",
    )
    assert "Skriv det ikke i beskeder, begge kan læse." in walk.everything()


def test_case_12_you_must_not_tell_or_he_kills_mum(ready: Town, anna: Staff, cia: Staff, freeze: Any) -> None:
    freeze(monday_at(10))
    walk = Walk(anna).start("viden")
    assert "kan ikke være anonym" in walk.seen[0]
    walk.answer(danger="maybe").go_on()
    walk.answer(topics=["witnessed"]).go_on()
    walk.answer(suspects=["home"])
    walk.answer(together="yes").go_on()
    walk.answer(said="yes", words="Du må ikke sige det", told="asked_not")
    assert walk.heading == "Barnet har bedt dig lade være"
    assert "Du skal underrette alligevel." in walk.text
    walk.answer(fears="At far slår mor ihjel")
    walk.answer(account="Jeg er selv bange.")
    walk.answer()
    walk.answer(name="Dreng på 11")
    walk.answer(interpreter="no")
    walk.answer(talked=["parents"])
    assert "Tal ikke mere med dem om det nu." in walk.text
    walk.answer(know="Mor ved, at vi er bekymrede.")
    walk.answer(phone="12 34 56 00", safety="Han kender min adresse")
    walk.answer()

    assert walk.stops == [
        ["Ring nu. Skriv bagefter."],
        ["Lyt. Spørg ikke ud.", "Barnet er også udsat, når det ser eller hører vold."],
        ["Ring, før barnet skal hjem.", "Fortæl ikke forældrene om mistanken."],
    ]
    assert (walk.step, walk.concern.team) == ("kvittering", ready.reception)
    copy = walk.client.get(f"/bekymring/{walk.draft}/sendt/").content.decode()
    assert ("Han kender min adresse" in copy, "At far slår mor ihjel" in copy) == (True, True)


def test_case_4_she_is_to_be_sent_abroad_and_her_brother_watches_her(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    per = make_person("Per Poulsen", ready.school, "laerer")
    eli = make_person("Eli Emmertsen", ready.counselling, "myndighed", Role.CASEWORKER)
    grants.grant(eli, "handle_concerns", ready.cross_cutting)
    walk = Walk(per).start("mistanke")
    walk.answer(danger="no")
    walk.answer(topics=["honour"]).go_on()
    walk.answer(suspects=["home", "sibling"])
    walk.answer(together="yes").go_on()
    walk.answer(said="yes", words="Jeg skal bo hos min tante efter jul", asked="Hvad skal du i ferien?")
    walk.answer(account="Hendes bror holder øje med hende.")
    walk.answer()
    walk.answer(name="Pige på 15", others="yes")
    assert walk.step == "andre"
    walk.answer(part_0="sibling", who_0="Bror", age_0="17 år", contact_0="9. b")
    assert "Brug aldrig børn, slægtninge eller bekendte som tolk." in walk.text
    assert "Hvordan kan rådgiveren trygt få fat i den unge?" in walk.text
    walk.answer(interpreter="no", safe_contact="Hos skolens vejleder torsdag kl. 10")
    walk.answer(talked=["nobody"])
    walk.answer(phone="12 34 56 00").answer()

    assert walk.stops == [
        ["Lyt. Spørg ikke ud.", "Kontakt ikke familien, og prøv ikke at mægle."],
        ["Ring, før barnet skal hjem.", "Fortæl ikke forældrene om mistanken."],
    ]
    assert (walk.step, walk.concern.team) == ("kvittering", ready.cross_cutting)
    assert (outbox_to(eli), outbox_to(cia)) == (["news"], ["news"])
    assert "Hos skolens vejleder torsdag kl. 10" in read_as(cia, walk.concern)  # informed, and reads
    everything = walk.everything()
    assert re.search(r"rejse.{0,60}114", everything)
    assert "Ring og skriv ikke hjem." in everything
    assert "Kontakt ikke familien eller dens netværk." in walk.text
    page = read_as(eli, walk.concern)
    assert "Vurdér risikoen, før familien og netværket bliver inddraget" in page
    assert "Hos skolens vejleder torsdag kl. 10" in page
    assert "En bror eller søster til barnet: Bror, 17 år, 9. b" in page


def test_case_9_a_pregnant_woman_drinks_and_her_partner_controls_her_phone(
    ready: Town, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    visitor = make_person("Yrsa Yde", ready.counselling, "sundhedsplejerske")
    walk = Walk(visitor).start("bekymring", unborn=True)
    walk.answer(danger="no")
    walk.answer(topics=["misuse", "witnessed"]).go_on()
    walk.answer(suspects=["home"]).go_on()
    assert "barnets-ord" not in walk.met
    walk.answer(account="Hun er i uge 30 og lugter af alkohol. Han tager hendes telefon.")
    walk.answer()
    assert (walk.heading, walk.page.select("[name=cpr], [name=name]")) == ("Hvem er den gravide?", [])
    walk.answer(mother="Kvinde på Lærkevej", due_0="1", due_1="2", due_2="2027")
    assert "Hvordan kan rådgiveren trygt få fat i den gravide?" in walk.text
    walk.answer(interpreter="no", safe_contact="Til konsultationen tirsdag kl. 9")
    walk.answer(talked=["nobody"])
    walk.answer(phone="12 34 56 00").answer()

    assert walk.stops == [
        ["Barnet er også udsat, når det ser eller hører vold."],
        ["Fortæl ikke forældrene om mistanken."],
    ]
    concern = walk.concern
    assert (walk.step, concern.team, concern.age_band, concern.is_unborn) == (
        "kvittering",
        ready.reception,
        "unborn",
        True,
    )
    assert "Lyt. Spørg ikke ud." not in walk.everything()
    page = read_as(cia, concern)
    assert "Nogen i hjemmet kan læse beskeder eller høre opkald." in page
    assert ("Til konsultationen tirsdag kl. 9" in page, "1. februar 2027" in page) == (True, True)
