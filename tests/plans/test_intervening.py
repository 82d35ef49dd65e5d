"""One editor steps in alone: readers are safe at once, and a second person looks within a day."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from beredskab.access import grants
from beredskab.access.guard import Forbidden
from beredskab.access.models import RoleAssignment
from beredskab.organisation.models import Staff
from beredskab.outbox.models import Duty, Message
from beredskab.outbox.vocabulary import Kind
from plans import access, checking, reading
from plans.editing import editions
from plans.models import Block, Edition, Intervention
from plans.paper import plan_sheets
from plans.paper.printing import PAPERS
from plans.release import intervening, publishing, releasing
from plans.searching import search
from plans.vocabulary import BlockType, EditionState
from tests import build_plans as build
from tests.build_plans import AUTUMN

LATER = AUTUMN + dt.timedelta(hours=2)


@pytest.fixture
def edition(hanne: Staff, dorte: Staff) -> Edition:
    both = build.section("akut", build.text("Ring 112."), build.text("Kør selv med barnet.", title="Kør"))
    return build.published([both, build.section("tolk")], editor=hanne, approver=dorte)


def block_of(edition: Edition, title: str) -> Block:
    return Block.objects.get(version__lines__edition=edition, title=title)


def hide(edition: Edition, by: Staff, title: str = "Kør") -> Intervention:
    section = edition.plan.sections.get(slug="akut")
    key = block_of(edition, title).key
    return intervening.hide_block(edition.plan, section, key, reason="Forkert.", by=by, at=LATER)


def seen_by_anybody() -> str:
    return Client().get("/plan/overgreb/akut/").text


def asked_to_look() -> set[str]:
    told = Message.objects.filter(kind=Kind.REVIEW_WANTED, created_at__gte=LATER)
    return set(told.values_list("recipient__name", flat=True))


# --- a block is hidden ------------------------------------------------------------------------


def test_a_hidden_block_is_gone_from_page_search_and_paper_with_the_next_look(
    edition: Edition, hanne: Staff, anna: Staff
) -> None:
    place = edition.plan.municipality
    viewer = access.Viewer(place, anna)

    def everywhere() -> list[bool]:
        paper = plan_sheets.compose(place, "overgreb", PAPERS["a4"], LATER, "")
        whole = Client().get("/plan/overgreb/udgaver/1/").text
        assert paper
        return ["Kør selv" in one for one in (seen_by_anybody(), whole, paper[0])] + [
            bool(search(viewer, "kør selv"))
        ]

    assert everywhere() == [True] * 4
    hidden = hide(edition, hanne)
    assert everywhere() == [False] * 4
    assert "Ring" in seen_by_anybody()
    intervening.undo(hidden, by=hanne, at=LATER)
    assert everywhere() == [True] * 4


def test_the_frozen_edition_is_not_touched(edition: Edition, hanne: Staff) -> None:
    block = block_of(edition, "Kør")
    hide(edition, hanne)
    assert block_of(edition, "Kør").text == block.text
    with pytest.raises(DatabaseError), transaction.atomic():
        Block.objects.filter(pk=block.pk).update(text="x")


def test_the_same_words_stay_hidden_in_the_next_edition_and_mended_words_are_shown(
    edition: Edition, hanne: Staff, dorte: Staff
) -> None:
    hide(edition, hanne)
    second = build.changed(edition, "akut", "Ring nu.", editor=hanne, approver=dorte)
    assert "Kør selv" not in seen_by_anybody()
    draft = editions.open_draft(second.plan, by=hanne, at=LATER)
    copy = editions.working_copy(draft, second.plan.sections.get(slug="akut"), by=hanne, at=LATER)
    build.rewrite(copy.blocks.get(title="Kør"), "Kør aldrig selv.")
    build.publish(draft, editor=hanne, approver=dorte, at=LATER)
    assert "Kør aldrig selv" in seen_by_anybody()


def test_a_section_whose_only_piece_is_hidden_is_not_listed_for_anybody(
    edition: Edition, hanne: Staff
) -> None:
    section = edition.plan.sections.get(slug="tolk")
    key = build.line(edition, "tolk").version.blocks.get().key
    intervening.hide_block(edition.plan, section, key, reason="x", by=hanne, at=LATER)
    lines = reading.lines_in_force(access.Viewer(edition.plan.municipality, None))
    assert [line.section.slug for line in lines] == ["akut"]


def test_stop_advice_is_never_hidden(hanne: Staff, dorte: Staff) -> None:
    advice = build.text(type=BlockType.STOP, code="A", title="Stop", text="", items=({"text": "Ring."},))
    edition = build.published([build.section("akut", advice)], editor=hanne, approver=dorte)
    with pytest.raises(Forbidden):
        hide(edition, hanne, "Stop")


def test_only_an_editor_steps_in(edition: Edition, anna: Staff, dorte: Staff) -> None:
    for outsider in (anna, dorte):
        with pytest.raises(Forbidden):
            hide(edition, outsider)
        with pytest.raises(Forbidden):
            intervening.go_back(edition.plan, reason="x", by=outsider, at=LATER)


# --- the second person ------------------------------------------------------------------------


def test_a_second_person_confirms_and_nobody_confirms_themselves(
    edition: Edition, hanne: Staff, dorte: Staff
) -> None:
    RoleAssignment.objects.create(staff=hanne, role="approver")
    grants.grant(hanne, "approve_plan", edition.plan)
    hidden = hide(edition, hanne)
    assert asked_to_look() == {"Dorte Dahl"}
    with pytest.raises(publishing.SameEyes):
        intervening.confirm(hidden, by=hanne, at=LATER)
    assert intervening.confirm(hidden, by=dorte, at=LATER).waits is False
    assert list(intervening.waiting(edition.plan.municipality)) == []


def test_until_then_the_check_says_so_and_after_a_day_in_red(edition: Edition, hanne: Staff) -> None:
    hide(edition, hanne)
    place = edition.plan.municipality

    def told(after: dt.timedelta) -> list[str]:
        found = checking.check_interventions(place, at=LATER + after)
        return [f"{one.code} {one.level} {one.blocks}" for one in found]

    assert told(dt.timedelta(hours=3)) == ["intervention-unconfirmed yellow False"]
    assert told(dt.timedelta(hours=25)) == ["intervention-unconfirmed red False"]


def test_after_a_day_whoever_may_confirm_is_told_again(edition: Edition, hanne: Staff, dorte: Staff) -> None:
    hidden = hide(edition, hanne)
    ids: dict[str, object] = {"intervention": hidden.pk}
    intervening.remind(ids, LATER + dt.timedelta(days=1))
    mine = Message.objects.filter(recipient=dorte, kind=Kind.REVIEW_WANTED, created_at__gte=LATER)
    assert mine.count() == 2
    intervening.confirm(hidden, by=dorte, at=LATER)
    intervening.remind(ids, LATER + dt.timedelta(days=2))
    assert mine.count() == 2


# --- going back -------------------------------------------------------------------------------


def test_going_back_is_a_new_edition_that_says_what_the_one_before_said(
    edition: Edition, hanne: Staff, dorte: Staff, anna: Staff
) -> None:
    line = build.line(edition, "akut")
    reading.acknowledge(line, version_number=1, by=anna, at=AUTUMN)
    bad = build.changed(edition, "akut", "Ring aldrig.", editor=hanne, approver=dorte)
    made = intervening.go_back(edition.plan, reason="Forkert råd.", by=hanne, at=LATER)
    third = made.edition
    assert third
    assert (third.number, third.state, third.approved_by) == (3, EditionState.PUBLISHED, None)
    assert list(third.lines.values_list("version")) == list(edition.lines.values_list("version"))
    bad.refresh_from_db()
    assert bad.state == EditionState.SUPERSEDED
    assert "Ring 112" in seen_by_anybody().replace("</a>", "").replace('<a class="phone" href="tel:112">', "")
    standing = {i.line.section.slug: i.ruling.standing for i in reading.reading_of(anna).items}
    assert standing["akut"] == "read"
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=third.pk).update(change_note="x")


def test_going_back_has_the_same_done_as_publishing_and_readers_see_what_is_in_force(
    edition: Edition, anna: Staff, hanne: Staff, dorte: Staff
) -> None:
    build.changed(edition, "akut", "Ring 113.", editor=hanne, approver=dorte)
    made = intervening.go_back(edition.plan, reason="Forkert nummer.", by=hanne, at=LATER).edition
    assert made is not None
    assert Duty.objects.filter(name=publishing.ANNOUNCE, key=str(made.pk)).exists()
    versions = Client().get("/plan/overgreb/akut/versioner/").text
    first = versions.index("Version 1,")
    assert versions.count("Gældende") == 1
    assert versions.index("Gældende") > first
    assert "gik tilbage til denne version i udgave 3" in versions
    assert "siger det samme som udgave 1" in Client().get("/plan/overgreb/udgaver/3/").text


def test_what_was_left_can_come_back_and_only_while_nothing_else_was_published(
    edition: Edition, hanne: Staff, dorte: Staff
) -> None:
    build.changed(edition, "akut", "Ring straks.", editor=hanne, approver=dorte)
    made = intervening.go_back(edition.plan, reason="x", by=hanne, at=LATER)
    intervening.undo(made, by=dorte, at=LATER)
    assert "Ring straks" in seen_by_anybody()
    again = intervening.go_back(edition.plan, reason="x", by=hanne, at=LATER)
    now = editions.in_force(edition.plan)
    assert now
    build.changed(now, "tolk", "Bestil.", editor=hanne, approver=dorte, at=LATER)
    with pytest.raises(intervening.NoEarlierEdition):
        intervening.undo(again, by=dorte, at=LATER)


def test_a_draft_keeps_what_was_written_and_follows_in_the_rest(
    edition: Edition, hanne: Staff, dorte: Staff
) -> None:
    second = build.changed(edition, "akut", "Ring aldrig.", editor=hanne, approver=dorte)
    draft = editions.open_draft(second.plan, by=hanne, at=LATER)
    tolk = second.plan.sections.get(slug="tolk")
    build.rewrite(editions.working_copy(draft, tolk, by=hanne, at=LATER).blocks.get(), "Bestil.")
    publishing.hand_in(draft, change_note="x", rereads={}, by=hanne, at=LATER)
    intervening.go_back(edition.plan, reason="x", by=hanne, at=LATER)
    draft.refresh_from_db()
    assert draft.state == EditionState.DRAFT
    assert dict(draft.lines.values_list("section__slug", "version__number")) == {"akut": 1, "tolk": 2}
    told = releasing.release_of(draft, on=LATER.date())
    assert [one.slug for one in told.sections] == ["tolk"]


def test_the_first_edition_has_nothing_to_go_back_to(edition: Edition, hanne: Staff) -> None:
    with pytest.raises(intervening.NoEarlierEdition):
        intervening.go_back(edition.plan, reason="x", by=hanne, at=LATER)


# --- restoring and throwing away --------------------------------------------------------------


def test_restoring_makes_a_draft_with_the_old_words_that_four_eyes_publish(
    edition: Edition, hanne: Staff, dorte: Staff
) -> None:
    build.changed(edition, "akut", "Ring aldrig.", editor=hanne, approver=dorte)
    draft = editions.restore(edition, by=hanne, at=LATER)
    assert dict(draft.lines.values_list("section__slug", "version__number")) == {"akut": 3, "tolk": 1}
    with pytest.raises(editions.DraftInTheWay):
        editions.restore(edition, by=hanne, at=LATER)
    build.publish(draft, editor=hanne, approver=dorte, at=LATER)
    assert "Ring " in seen_by_anybody()
    assert "Ring aldrig" not in seen_by_anybody()


def test_a_draft_thrown_away_leaves_nothing(edition: Edition, hanne: Staff) -> None:
    draft = editions.open_draft(edition.plan, by=hanne, at=LATER)
    editions.working_copy(draft, edition.plan.sections.get(slug="akut"), by=hanne, at=LATER)
    editions.discard(draft, by=hanne, at=LATER)
    assert editions.in_the_making(edition.plan) is None
    assert edition.plan.sections.get(slug="akut").versions.count() == 1


# --- pages ------------------------------------------------------------------------------------


def test_hanne_hides_a_block_and_dorte_finds_it_on_her_front_page(
    edition: Edition, hanne: Staff, dorte: Staff, client: Client
) -> None:
    section = edition.plan.sections.get(slug="akut")
    path = reverse("plans:hide_block", args=[section.pk, block_of(edition, "Kør").key])
    client.force_login(hanne)
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "Forkert råd."}).status_code == 302
    assert "Skjult for læserne" in client.get(reverse("plans:edit_section", args=[section.pk])).text
    client.force_login(dorte)
    assert "Forkert råd." in client.get("/redaktion/").text
    made = Intervention.objects.get()
    client.post(reverse("plans:decide_intervention", args=[made.pk]), {"decision": "confirm"})
    made.refresh_from_db()
    assert made.confirmed_by == dorte


def test_hanne_begins_moves_and_takes_out_a_section(edition: Edition, hanne: Staff, client: Client) -> None:
    client.force_login(hanne)
    client.post(
        reverse("plans:new_section", args=["overgreb"]), {"title": "Når børn får ø", "chapter": "Akut"}
    )
    draft = editions.in_the_making(edition.plan)
    assert draft

    def order() -> list[str]:
        lines = draft.lines.order_by("position")
        return list(lines.values_list("section__slug", flat=True))

    assert order() == ["akut", "tolk", "naar-boern-faar-oe"]
    new = draft.lines.get(section__slug="naar-boern-faar-oe").section_id
    client.post(reverse("plans:place_section", args=[new]), {"to": "up"})
    assert order() == ["akut", "naar-boern-faar-oe", "tolk"]
    client.post(reverse("plans:place_section", args=[new]), {"to": "out"})
    assert order() == ["akut", "tolk"]
