"""Cases of practice as stories: path, advice, receiver, and what must never happen."""

import datetime as dt
from typing import Any

import pytest

from beredskab.access import grants
from beredskab.access.acting import acting_as
from beredskab.access.models import Exclusion, TeamGrant
from beredskab.organisation.models import Staff
from notifications.deadlines import of
from notifications.models import Concern
from notifications.vocabulary import DeadlineKind
from tests.build import COPENHAGEN, monday_at
from tests.cast import Town, make_person
from tests.journeys.walking import Walk
from tests.seen import outbox_to, trail_of

FRIDAY_LATE = dt.datetime(2026, 11, 27, 16, 40, tzinfo=COPENHAGEN)

ON_THE_LEADER = ("Sig det til din leder", "Gå til din leder", "Sig til din leder", "din leder,")


def finish(walk: Walk, **child: Any) -> Walk:
    """The last part of the form, with as many gaps as it takes, up to the receipt."""
    walk.answer()  # when and where: nothing known
    walk.answer(**{"name": "Et barn", **child})
    walk.answer(interpreter="unknown")
    walk.answer(talked=["nobody"])
    walk.answer(phone="12 34 56 00")
    assert walk.step == "tjek", (walk.step, walk.errors)
    return walk.answer()


def excluded(concern: Concern, by: Staff) -> set[str]:
    """Names of the people who are kept out one by one."""
    with acting_as(by):
        rows = Exclusion.objects.filter(subject=concern.pk, staff__isnull=False)
        return {row.staff.name.split()[0] for row in rows.select_related("staff") if row.staff}


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


def test_case_3_friday_afternoon_the_form_says_that_it_is_closed_and_still_takes_it_in(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    """The substitute calls first; a colleague writes afterwards, and the clock starts at once."""
    freeze(FRIDAY_LATE)
    walk = Walk(anna).start("mistanke")
    assert "Ring til den sociale vagt" in walk.open("/bekymring/ny/?grad=mistanke").text
    walk.start("mistanke")
    walk.answer(danger="no")
    walk.answer(topics=["physical"]).go_on()
    walk.answer(suspects=["unknown"])
    assert walk.heading == "Skal barnet hjem i dag?"
    walk.answer(together="unknown").go_on()
    walk.answer(said="no")
    walk.answer(account="Fingermærker på halsen.")
    walk.answer()
    walk.answer(name="Et barn")
    walk.answer(interpreter="unknown")
    walk.answer(talked=["nobody"])
    walk.answer(phone="12 34 56 00")
    assert "Der er lukket nu. Kan det ikke vente, så ring til den sociale vagt" in walk.text
    walk.answer()
    assert (walk.step, walk.concern.received_at) == ("kvittering", FRIDAY_LATE)
    assert "Der er lukket nu." in walk.text
    assert "mandag" not in walk.stops[0][0]


def test_case_5_a_colleague_who_is_the_leaders_sister(
    ready: Town, anna: Staff, bo: Staff, cia: Staff, ole: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    walk = Walk(anna).start("viden")
    walk.answer(danger="no")
    walk.answer(topics=["physical", "psychological"]).go_on()
    walk.answer(suspects=["employee"])
    walk.answer("soeg", search="ole ols")
    found = [one["value"] for one in walk.page.select("input[name=persons]")]
    assert str(ole.pk) in found
    walk.answer(persons=[str(ole.pk), str(bo.pk)])
    walk.answer(together="yes").go_on()
    walk.answer(said="no")
    walk.answer(account="Jeg så det.")
    finish(walk)

    assert walk.stops == [["Lyt. Spørg ikke ud."], ["Tal ikke med den ansatte om det."]]
    assert {"Ole", "Bo"} <= excluded(walk.concern, anna)
    assert (outbox_to(bo), outbox_to(ole), outbox_to(cia)) == ([], [], ["news"])
    after_naming = walk.everything().split("Skal barnet være sammen med personen i dag?")[1]
    assert [words for words in ON_THE_LEADER if words in after_naming] == []
    assert "Sig det ikke til lederen. Din kontakt er fagchefen" in walk.text


def test_case_6_the_leader_behind_a_locked_door(
    ready: Town, bo: Staff, cia: Staff, dorte: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    grants.grant(cia, "handle_concerns", ready.closed)
    signe = make_person("Signe Sø", ready.kindergarten, "koekken")
    walk = Walk(signe).start("mistanke")
    walk.answer(danger="no")
    walk.answer(topics=["sexual"]).go_on()
    walk.answer(suspects=["leader"])
    ready_choice = walk.page.select_one(f"input[name=persons][value='{bo.pk}']")
    assert ready_choice is not None
    walk.answer(persons=[str(bo.pk)])
    walk.answer(together="yes").go_on()
    walk.answer(said="no")
    walk.answer(account="Døren var låst.")
    walk.answer()
    walk.answer(name="Et barn")
    walk.answer(interpreter="unknown")
    walk.answer(talked=["leader"])
    assert walk.step == "hvad-de-ved"
    walk.answer(know="At jeg så døren.")
    walk.answer(phone="12 34 56 00")
    walk.answer()

    assert walk.stops == [
        ["Lyt. Spørg ikke ud.", "Er det sket inden for de sidste tre døgn? Så pas på sporene."],
        ["Gå uden om lederen."],
    ]
    assert (walk.step, walk.concern.team) == ("kvittering", ready.closed)
    assert "Bo" in excluded(walk.concern, signe)
    assert outbox_to(bo) == []
    assert [words for words in ON_THE_LEADER if words in walk.everything()] == []
    assert bo.phone not in walk.text.replace(signe.phone, "")


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


@pytest.mark.parametrize("degree", ["bekymring", "mistanke", "viden", ""])
def test_reading_a_start_page_stores_nothing(ready: Town, anna: Staff, degree: str) -> None:
    Walk(anna).open(f"/bekymring/ny/?grad={degree}")
    with acting_as(anna):
        assert not Concern.objects.filter(filed_by=anna).exists()


def test_when_no_team_is_free_of_the_suspicion_the_filer_is_told_to_call(
    ready: Town, anna: Staff, cia: Staff, dorte: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    receivers = {row.user_id for row in TeamGrant.objects.all()}
    walk = Walk(anna).start("viden")
    walk.answer(danger="no")
    walk.answer(topics=["physical"]).go_on()
    walk.answer(suspects=["employee"])
    walk.answer(persons=[str(one) for one in {*receivers, cia.pk}])
    walk.answer(together="no")
    while walk.stops and walk.page.select(".stop"):
        walk.go_on()
    walk.answer(said="no")
    walk.answer(account="Jeg så det.")
    walk.answer()
    walk.answer(name="Et barn")
    walk.answer(interpreter="unknown")
    walk.answer(talked=["nobody"])
    walk.answer(phone="12 34 56 00")
    told = "Ring nu. Ingen af dem, der plejer at modtage underretninger, kan behandle denne."
    assert (walk.step, told in walk.text) == ("tjek", True)
    walk.answer()
    assert (walk.step, told in walk.text) == ("kvittering", True)
