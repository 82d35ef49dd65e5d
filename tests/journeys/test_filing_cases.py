"""Cases of practice as stories: path, advice, receiver, and what must never happen."""

import datetime as dt
import re
from typing import Any

import pytest

from beredskab.access import grants
from beredskab.access.acting import acting_as
from beredskab.access.models import Exclusion, TeamGrant
from beredskab.access.roles import Role
from beredskab.organisation.models import Staff
from notifications.deadlines import of
from notifications.models import Concern
from notifications.vocabulary import DeadlineKind
from tests.build import COPENHAGEN, monday_at
from tests.cast import Town, make_person
from tests.journeys.walking import Walk, client_of
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


@pytest.mark.parametrize(
    ("keeps_the_line_out", "contact"),
    [(False, "fagchefen: 12 34 56 73"), (True, "Familierådgivningen: 12 34 56 79")],
)
def test_case_5_a_colleague_who_is_the_leaders_sister(
    ready: Town,
    anna: Staff,
    bo: Staff,
    cia: Staff,
    ole: Staff,
    freeze: Any,
    keeps_the_line_out: bool,
    contact: str,
) -> None:
    """Dorte answers the number of the head and leads above Bo: the setting decides who is called."""
    ready.municipality.exclude_line_of_leaders = keeps_the_line_out
    ready.municipality.save()
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
    assert f"Sig det ikke til lederen. Din kontakt er {contact}" in walk.text
    dialled = "12 34 56 73" in after_naming or "fagchef" in after_naming.lower()
    assert dialled is not keeps_the_line_out


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
    assert "fagchef" not in "\n".join(walk.seen[4:]).lower()  # Dorte leads above Bo, and the line is kept out


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


def test_case_7_two_boys_in_the_cushion_room_get_a_notification_each(
    ready: Town, anna: Staff, bo: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    walk = Walk(anna).start("mistanke")
    walk.answer(danger="no")
    walk.answer(topics=["sexual"]).go_on()
    walk.answer(suspects=["child"])
    walk.answer(together="yes").go_on()
    walk.answer(said="yes", words="Han puttede en blyant i min numse", asked="Du ser ked ud?", told="knows")
    walk.answer(account="Jeg så dem komme ud af puderummet.")
    walk.answer(place="Puderummet")
    walk.answer(name="Dreng på 5", born_0="1", born_1="2", born_2="2021")
    assert walk.step == "andre"  # asked without a yes: the suspicion is directed against a child
    chosen = walk.page.select_one("#id_part_0 option[selected]")
    assert chosen is not None
    assert chosen["value"] == "other_child"
    walk.answer(who_0="Dreng på stue Blå", age_0="6 år")
    walk.answer(interpreter="no")
    walk.answer(talked=["leader"])
    walk.answer(phone="12 34 56 00").answer()
    first = walk.concern

    assert walk.stops == [
        ["Lyt. Spørg ikke ud.", "Er det sket inden for de sidste tre døgn? Så pas på sporene."],
        ["Begge børn har brug for hjælp."],
    ]
    everything = walk.everything()
    assert "De aftaler, hvad forældrene til begge børn får at vide" in everything
    assert "Sig ikke det andet barns navn." in walk.text
    judging = ("gerningsmand", "krænker for", "offer")
    advice = everything.replace("Kald ikke et barn for krænker eller gerningsmand.", "")
    assert [word for word in judging if word in advice.lower()] == []

    other = Walk(anna, client=walk.client)
    form = walk.page.select_one("form[action$='naeste-barn/']")
    assert form is not None
    button = {one["name"]: one["value"] for one in form.select("input[name=child]")}
    other._read(walk.client.post(str(form["action"]), button, follow=True), str(form["action"]))
    again = walk.client.post(str(form["action"]), button, follow=True)
    assert str(other.draft) in again.redirect_chain[-1][0]  # pressing twice begins one draft
    assert other.step == "fare"
    other.answer(danger="no").go_on()
    other.answer(suspects=["child"])
    other.answer(together="yes").go_on()
    other.answer(said="no")
    assert "Jeg så dem komme ud af puderummet." in other.text  # to be read again
    other.answer()
    assert [one["value"] for one in other.page.select("[name=name]")] == ["Dreng på stue Blå, 6 år"]
    other.answer()
    assert "Dreng på 5" in str(other.page)
    other.answer()
    other.answer(interpreter="no")
    assert other.step == "tjek"  # place, talks and phone came along
    other.answer()

    second = other.concern
    assert (first.team, second.team) == (ready.reception, ready.reception)
    assert (first.pk != second.pk, first.bundle or walk.concern.bundle) == (True, second.bundle)
    assert outbox_to(cia) == ["news", "news"]
    assert second.reference in read_as(cia, walk.concern)
    assert walk.concern.reference in read_as(cia, second)


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


def test_case_10_a_foster_child_whom_another_municipality_has_placed(
    ready: Town, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    per = make_person("Per Poulsen", ready.school, "laerer")
    walk = Walk(per).start("viden")
    walk.answer(danger="no")
    walk.answer(topics=["psychological"]).go_on()
    walk.answer(suspects=["placement"])
    walk.answer(together="yes").go_on()
    walk.answer(said="yes", words="Han låser mig inde i skuret", told="knows")
    walk.answer(account="")
    walk.answer()
    walk.answer(name="Dreng på 9", elsewhere="yes", municipality="Nabokøbing Kommune")
    walk.answer(interpreter="no")
    walk.answer(talked=["nobody"])
    walk.answer(phone="12 34 56 00").answer()

    assert walk.stops == [
        ["Lyt. Spørg ikke ud."],
        ["Ring, før barnet skal hjem.", "Tal ikke med plejefamilien eller stedet om det."],
    ]
    concern = walk.concern
    waiting = "Den bliver sendt videre til barnets kommune. Det står her, når de har taget imod den."
    assert (walk.step, concern.team, waiting in walk.text) == ("kvittering", ready.reception, True)
    assert "Tal ikke med plejefamilien eller stedet om det." in walk.text

    team = client_of(cia)
    assert "En anden kommune har ansvaret for barnet" in read_as(cia, concern)
    team.post(f"/indbakke/{concern.pk}/tag/")
    door = f"/indbakke/{concern.pk}/send-videre/"
    team.post(door, {"receiver": "Nabokøbing Kommune", "channel": "Digital Post og opkald"})
    receipt = f"/bekymring/{concern.pk}/kvittering/"
    assert waiting in Walk(per).open(receipt).text  # sent is not accepted
    freeze(monday_at(10, 15))
    team.post(door, {"who": "Vagten, 87 65 43 21", "when": ""})
    accepted = Walk(per).open(receipt).text
    assert ("Barnets kommune har taget imod den" in accepted, waiting in accepted) == (True, False)
    assert "kl. 10.15 Barnets kommune har taget imod den" in accepted
    page = read_as(cia, concern)
    assert ("Sendt videre til en anden kommune" in page, "Modtaget af den anden kommune" in page) == (
        True,
        True,
    )


def test_case_11_a_girl_is_threatened_by_an_adult_who_has_pictures_of_her(
    ready: Town, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    kai = make_person("Kai Krogh", ready.school, "paedagog")
    walk = Walk(kai).start("viden")
    walk.answer(danger="no")
    walk.answer(topics=["online"]).go_on()
    walk.answer(suspects=["other"])
    walk.answer(together="unknown").go_on()
    walk.answer(said="yes", words="Han siger, han sender dem til alle", told="knows")
    walk.answer(account="")
    finish(walk, name="Pige på 13")

    assert walk.stops == [
        ["Lyt. Spørg ikke ud."],
        ["Spørg Familierådgivningen, før I taler med forældrene."],
    ]
    advice = walk.everything()
    assert "Slet intet" in advice
    assert "tag ikke billeder af skærmen" in advice
    assert "Send dem aldrig videre." in advice
    assert (walk.step, walk.concern.team) == ("kvittering", ready.reception)
    assert "Slet intet. Tag ikke billeder af skærmen." in walk.text
    police = [one["href"] for one in walk.page.select("a")] + [advice]
    assert any("114" in words for words in police)
    assert [word for word in ("selv skyld", "burde have", "hun skulle") if word in advice.lower()] == []


def read_as(reader: Staff, concern: Concern) -> str:
    """The case page as its team reads it."""
    return Walk(reader).open(f"/indbakke/{concern.pk}/").text
