"""What is new to a reader: only what is theirs, only since they read it, and confirmed by itself."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from beredskab.organisation.models import Staff
from plans import access, reading
from plans.editing import editions
from plans.editing.comparing import Change, Piece, in_short
from plans.models import Acknowledgement, Edition
from plans.release.publishing import Reread
from plans.since_read import News, news_of
from tests import build_plans as build

READ_AT = dt.datetime(2026, 3, 3, 9, 0, tzinfo=dt.UTC)
NEWS = "/laest/nyt/"
DECEMBER = dt.date(2026, 12, 1)


@pytest.fixture
def edition(hanne: Staff, dorte: Staff) -> Edition:
    """One block for all and one for leaders."""
    blocks = (
        build.text("Ring i dag."),
        build.text("Ring til chefen.", title="Leder", professions=("leder",)),
    )
    return build.published([build.section("akut", *blocks)], editor=hanne, approver=dorte)


def read_it(person: Staff, edition: Edition) -> None:
    reading.acknowledge(build.line(edition, "akut"), version_number=1, by=person, at=READ_AT)


def news_for(person: Staff) -> list[News]:
    person = Staff.objects.get(pk=person.pk)
    viewer = access.Viewer(person.municipality, person)
    return news_of(viewer, reading.reading_of(person).items, {})


def signed_in(person: Staff) -> Client:
    client = Client()
    client.force_login(person)
    return client


def opened(client: Client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(person: Staff, path: str) -> str:
    main = opened(signed_in(person), path).main
    assert main is not None
    return " ".join(main.get_text(" ", strip=True).split())


def test_anna_sees_the_words_that_are_new_since_she_read(
    edition: Edition, anna: Staff, hanne: Staff, dorte: Staff
) -> None:
    read_it(anna, edition)
    assert news_for(anna) == []
    build.changed(edition, "akut", "Ring nu, i dag.", editor=hanne, approver=dorte, reread=Reread())
    [one] = news_for(anna)
    assert one.is_asked
    assert [(d.change, d.title, d.pieces) for d in one.differences] == [
        (
            Change.CHANGED,
            "Gør sådan",
            (Piece("same", "Ring"), Piece("added", "nu,"), Piece("same", "i dag.")),
        )
    ]


def test_what_changed_for_leaders_is_not_told_to_anna(
    edition: Edition, anna: Staff, bo: Staff, hanne: Staff, dorte: Staff
) -> None:
    for person in (anna, bo):
        read_it(person, edition)
    draft = editions.open_draft(edition.plan, by=hanne, at=build.AUTUMN)
    copy = editions.working_copy(draft, edition.plan.sections.get(), by=hanne, at=build.AUTUMN)
    copy.blocks.filter(title="Leder").update(text="Ring til borgmesteren.", number=2)
    asked = {edition.plan.sections.get().pk: Reread()}
    build.publish(draft, editor=hanne, approver=dorte, rereads=asked)
    assert [len(one.differences) for one in news_for(bo)] == [1]
    assert [one.differences for one in news_for(anna)] == [()]
    assert "Ændringen gælder andre roller" in words(anna, NEWS)
    assert "borgmesteren" not in words(anna, NEWS)


def test_it_is_compared_with_the_version_that_was_read_not_with_the_one_before(
    edition: Edition, anna: Staff, hanne: Staff, dorte: Staff
) -> None:
    read_it(anna, edition)
    second = build.changed(edition, "akut", "Ring straks.", editor=hanne, approver=dorte)
    later = build.AUTUMN + dt.timedelta(days=1)
    build.changed(second, "akut", "Ring straks nu.", editor=hanne, approver=dorte, reread=Reread(), at=later)
    [one] = news_for(anna)
    assert [p.text for p in one.differences[0].pieces if p.kind == "removed"] == ["i dag."]


def test_a_correction_of_the_wording_asks_nobody_and_can_be_seen(
    edition: Edition, anna: Staff, hanne: Staff, dorte: Staff
) -> None:
    read_it(anna, edition)
    build.changed(edition, "akut", "Ring idag.", editor=hanne, approver=dorte)
    [one] = news_for(anna)
    assert not one.is_asked
    assert opened(signed_in(anna), NEWS).select(".plan-news form") == []
    assert "Små rettelser" in words(anna, NEWS)
    assert "Du skal ikke gøre noget" in words(anna, NEWS)
    assert "Rettet, siden du bekræftede" in words(anna, "/plan/overgreb/akut/")
    assert "Nyt til dig" not in words(anna, "/")


def test_anna_confirms_just_what_is_new(edition: Edition, anna: Staff, hanne: Staff, dorte: Staff) -> None:
    read_it(anna, edition)
    again = Reread(due_on=DECEMBER)
    newest = build.changed(edition, "akut", "Ring nu.", editor=hanne, approver=dorte, reread=again)
    section = edition.plan.sections.get().pk
    client = signed_in(anna)

    assert "Ændret: Gør sådan" in words(anna, "/")
    assert "Se kun det, der er nyt til dig" in words(anna, "/")
    assert "Nyt, siden du læste version 1" in words(anna, "/plan/overgreb/akut/")
    told = opened(client, "/plan/overgreb/akut/")
    assert [one.get_text(" ", strip=True) for one in told.select(".plan-since ins")][:1] == ["Tilføjet: nu."]

    inputs = opened(client, NEWS).select(".plan-news form input[name]")
    fields = {str(one["name"]): str(one.get("value", "")) for one in inputs}
    del fields["csrfmiddlewaretoken"]
    assert set(fields) == {f"s{section}-confirmed", f"s{section}-version", f"s{section}-section"}
    without_tick = {k: v for k, v in fields.items() if not k.endswith("confirmed")}
    assert client.post(NEWS, without_tick).status_code == 422
    assert client.post(NEWS, {**fields, f"s{section}-confirmed": "on"}).status_code == 302

    assert [a.version for a in Acknowledgement.objects.filter(staff=anna, edition=newest)] == [
        build.line(newest, "akut").version
    ]
    assert "Der er ikke ændret noget" in client.get(NEWS).content.decode()


def test_nothing_is_confirmed_that_changed_while_it_was_read(
    edition: Edition, anna: Staff, hanne: Staff, dorte: Staff
) -> None:
    read_it(anna, edition)
    build.changed(edition, "akut", "Ring nu.", editor=hanne, approver=dorte, reread=Reread())
    section = edition.plan.sections.get().pk
    client = signed_in(anna)
    sent = {f"s{section}-confirmed": "on", f"s{section}-version": "1", f"s{section}-section": section}
    assert "Afsnittet blev ændret" in client.post(NEWS, sent, follow=True).content.decode()
    assert Acknowledgement.objects.filter(staff=anna).count() == 1


def test_a_section_that_asks_nothing_of_me_cannot_be_confirmed_there(edition: Edition, anna: Staff) -> None:
    client = signed_in(anna)
    section = edition.plan.sections.get().pk
    assert client.post(NEWS, {f"s{section}-version": "1"}).status_code == 404


def test_long_stretches_that_stayed_are_left_out() -> None:
    long = " ".join(f"ord{n}" for n in range(60))
    before, change, after = Piece("same", long), Piece("added", "ny"), Piece("same", "kort")
    shown = in_short([before, change, after])
    assert shown[0].text == "[…] " + " ".join(f"ord{n}" for n in range(48, 60))
    assert shown[1:] == (change, after)
