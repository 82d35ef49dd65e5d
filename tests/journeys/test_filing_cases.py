"""Cases of practice as stories: path, advice, receiver, and what must never happen."""

import datetime as dt
from typing import Any

import pytest

from beredskab.access import grants
from beredskab.access.acting import acting_as
from beredskab.access.models import TeamGrant
from beredskab.organisation.models import Staff
from notifications.models import Concern
from tests.build import COPENHAGEN, monday_at
from tests.cast import Town, make_person
from tests.journeys.walking import Walk, client_of, excluded, finish, read_as
from tests.seen import outbox_to

FRIDAY_LATE = dt.datetime(2026, 11, 27, 16, 40, tzinfo=COPENHAGEN)

ON_THE_LEADER = ("Sig det til din leder", "Gå til din leder", "Sig til din leder", "din leder,")


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
