"""Sparring: asked without a name, answered by the team, gone after a while, and made a notification."""

import datetime as dt
import uuid
from typing import Any

import pytest

from beredskab.access import grants
from beredskab.access.acting import acting_as, as_role
from beredskab.access.facts import forget
from beredskab.access.models import Exclusion
from beredskab.access.roles import Role
from beredskab.organisation.models import Staff
from beredskab.vault.models import SealedKey
from notifications.consulting import asking
from notifications.consulting.hints import Looks, hints_in
from notifications.models import Concern, Consultation, ConsultationLine
from notifications.oversight import retention
from notifications.vocabulary import Suspect
from tests.build import monday_at
from tests.cast import Town, make_person
from tests.journeys.conftest import ready
from tests.journeys.walking import Walk, client_of
from tests.seen import outbox_to

__all__ = ["ready"]

LONG_AGO = dt.datetime(2024, 5, 6, 10, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("en dreng på 5 er bange for at gå hjem", []),
        ("Drengen sagde: Jeg vil ikke hjem. Han græd.", []),
        ("Maja Hansen er bange", [(Looks.NAME, "Maja Hansen")]),
        ("i dag sagde Oliver, at far slår", [(Looks.NAME, "Oliver")]),
        ("hendes cpr er 010221-1234", [(Looks.CPR, "010221-1234")]),
        ("tallet 991399-1234 er ikke en dato", []),
        ("de bor på Lærkevej 4", [(Looks.ADDRESS, "Lærkevej 4")]),
        ("ring til mor på 12 34 56 78", [(Looks.PHONE, "12 34 56 78")]),
        ("vi har skrevet i Aula", []),
    ],
)
def test_what_looks_like_a_name_is_pointed_out(text: str, found: list[tuple[Looks, str]]) -> None:
    assert [(hint.looks, hint.words) for hint in hints_in(text)] == found


def test_a_question_with_a_name_is_pointed_out_once_and_never_refused(
    ready: Town, anna: Staff, cia: Staff
) -> None:
    client = client_of(anna)
    page = Walk(anna, client=client).open("/sparring/ny/").page
    assert {one["name"] for one in page.select("main [name]")} - {"csrfmiddlewaretoken"} == {
        "key",
        "seen",
        "text",
        "suspects",
    }
    asked = {"key": str(uuid.uuid4()), "text": "i dag sagde Oliver, at far slår"}
    first = client.post("/sparring/ny/", asked)
    assert (first.status_code, "“Oliver”" in first.content.decode()) == (422, True)
    second = client.post("/sparring/ny/", {**asked, "seen": "Oliver"})
    assert second.status_code == 302
    again = client.post("/sparring/ny/", {**asked, "seen": "Oliver"})
    assert again["Location"] == second["Location"]
    with acting_as(anna):
        assert Consultation.objects.count() == 1


def test_the_team_answers_and_the_asker_makes_it_a_notification_without_typing_again(
    ready: Town, anna: Staff, cia: Staff, emil: Staff, bo: Staff, gert: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    one = asking.ask(uuid.uuid4(), "en dreng på 5 er bange for at gå hjem", by=anna, at=monday_at(9))
    assert (outbox_to(cia), outbox_to(bo)) == (["news"], [])
    theirs, mine = f"/indbakke/spoergsmaal/{one.pk}/", f"/sparring/{one.pk}/"
    team = client_of(cia)
    assert "1 spørgsmål uden navn venter på svar" in team.get("/indbakke/").content.decode()
    assert "bange for at gå hjem" in team.get(theirs).content.decode()
    assert team.post(theirs, {"text": "spørg ham åbent, og ring i dag"}).status_code == 302
    assert outbox_to(anna) == ["news"]
    for other in (bo, emil, gert):
        client = client_of(other)
        assert [client.get(door).status_code in (403, 404) for door in (theirs, mine)] == [True, True]

    walk = Walk(anna)
    assert "spørg ham åbent" in walk.open(mine).text
    walk._read(walk.client.post(f"{mine}underret/", follow=True), mine)
    draft = walk.draft
    walk._read(walk.client.post(f"{mine}underret/", follow=True), mine)
    assert (walk.draft, walk.step) == (draft, "fare")
    walk.answer(danger="no")
    walk.answer(certainty="concern")
    walk.answer(topics=["distress"])
    walk.answer(suspects=["nobody"])
    walk.answer(said="no")
    assert walk.page.select_one("textarea[name=account]").get_text(strip=True) == (  # type: ignore[union-attr]
        "en dreng på 5 er bange for at gå hjem"
    )


def test_a_question_about_somebody_at_work_is_closed_to_everybody_there(
    ready: Town, anna: Staff, bo: Staff, cia: Staff, ole: Staff
) -> None:
    grants.grant(cia, "handle_concerns", ready.closed)
    inside = make_person("Inge Inde", ready.kindergarten, "paedagog", Role.CASEWORKER)
    grants.grant(inside, "handle_concerns", ready.reception)
    one = asking.ask(uuid.uuid4(), "en kollega råber", [Suspect.EMPLOYEE], by=anna, at=monday_at(9))
    forget(inside)
    with acting_as(anna):
        assert Consultation.objects.filter(pk=one.pk).exists()
    with acting_as(inside):
        assert not Consultation.objects.filter(pk=one.pk).exists()
        assert not ConsultationLine.objects.exists()
    assert (outbox_to(inside), outbox_to(bo), outbox_to(ole)) == ([], [], [])


def test_the_worker_deletes_it_with_its_lines_keys_and_exclusions(
    ready: Town, anna: Staff, cia: Staff
) -> None:
    old = asking.ask(uuid.uuid4(), "et barn", [Suspect.EMPLOYEE], by=anna, at=LONG_AGO)
    new = asking.ask(uuid.uuid4(), "et andet", by=anna, at=dt.datetime(2090, 1, 1, tzinfo=dt.UTC))
    retention.sweep()
    with as_role("owner"):
        left = [
            list(Consultation.objects.values_list("pk", flat=True)),
            ConsultationLine.objects.filter(consultation=old.pk).count(),
            SealedKey.objects.filter(subject=old.pk).count(),
            Exclusion.objects.filter(subject=old.pk).count(),
        ]
    assert left == [[new.pk], 0, 0, 0]


def test_a_question_counts_as_no_notification(ready: Town, anna: Staff, cia: Staff) -> None:
    asking.ask(uuid.uuid4(), "et barn", by=anna, at=monday_at(9))
    with as_role("owner"):
        assert not Concern.objects.exists()
