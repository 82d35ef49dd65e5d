"""The partner takes the owner's edition over: same words, own additions, own readers. Rules P-91 and P-92."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from beredskab.access.acting import acting_as
from beredskab.access.guard import Forbidden
from beredskab.organisation.models import Contact, Staff
from plans import files, reading
from plans.contents import BlockContent, SectionContent, of_block
from plans.documents import outline
from plans.documents.outline import DocumentBlock, DocumentSection
from plans.editing import arranging, editions, importing, questioning, revising
from plans.files import Document
from plans.models import Acknowledgement, Block, Edition, EditionOrigin, Plan, Section, Sharing
from plans.release import intervening, publishing
from plans.release.publishing import Reread
from plans.scenarios.questions import Option, Question
from plans.sharing import agreeing, taking
from plans.sharing.words import SharedWords
from plans.vocabulary import BlockType, FileKind, PlanKind
from tests import build_plans as build
from tests.build_plans import AUTUMN, text
from tests.cast import Town
from tests.seen import outbox_to

pytestmark = pytest.mark.django_db
LATER = AUTUMN + dt.timedelta(days=3)


def said(edition: Edition) -> dict[str, list[str]]:
    """Section -> the words of its blocks, in order."""
    lines = edition.lines.select_related("section", "version").order_by("position")
    return {one.section.slug: [b.text for b in one.version.blocks.order_by("position")] for one in lines}


def seen_by(staff: Staff, sharing: Sharing) -> Sharing:
    with acting_as(staff):
        return Sharing.objects.select_related("taken", "offered").get(pk=sharing.pk)


def add(edition: Edition, slug: str, words: str, by: Staff) -> Block:
    """A block of the partner's own at the end of a section."""
    draft = editions.open_draft(edition.plan, by=by, at=AUTUMN)
    section = edition.plan.sections.get(slug=slug)
    return revising.add_block(draft, section, text(words, title="Hos os"), by=by, at=AUTUMN)


# --- the words --------------------------------------------------------------------------------


def test_the_first_edition_is_the_owners_word_for_word(
    edition: Edition, theirs: Edition, shared: Sharing, nina: Staff, dorte: Staff
) -> None:
    assert said(theirs) == said(edition)
    assert {b.key for b in Block.objects.filter(version__lines__edition=theirs)} == {
        b.key for b in Block.objects.filter(version__lines__edition=edition)
    }
    assert (theirs.plan.municipality.slug, theirs.origin.source) == ("nabo", edition)
    assert [seen_by(one, shared).taken for one in (nina, dorte)] == [edition, edition]


def test_it_is_copied_so_that_nothing_of_the_owners_is_shown_there(edition: Edition, theirs: Edition) -> None:
    versions = set(theirs.lines.values_list("version", flat=True))
    assert versions.isdisjoint(edition.lines.values_list("version", flat=True))
    plans = Section.objects.filter(versions__in=versions).values_list("plan", flat=True)
    assert set(plans) == {theirs.plan_id}


def test_what_was_taken_over_is_frozen_like_any_edition(theirs: Edition) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Block.objects.filter(version__lines__edition=theirs).update(text="Andre ord.")


def test_a_new_edition_of_the_owners_waits_until_the_partner_decides(
    edition: Edition, theirs: Edition, shared: Sharing, hanne: Staff, dorte: Staff, nina: Staff
) -> None:
    newer = build.changed(edition, "akut", "Ring straks.", editor=hanne, approver=dorte, at=LATER)
    now = seen_by(nina, shared)
    assert (now.offered, now.taken, editions.in_force(theirs.plan)) == (newer, edition, theirs)
    assert said(theirs)["akut"] == ["Ring, og skriv bagefter."]
    assert outbox_to(nina).count("plan_shared") == 2  # the acceptance, and this edition


def test_only_what_changed_becomes_a_new_version_and_readings_of_the_rest_stand(
    edition: Edition,
    theirs: Edition,
    shared: Sharing,
    hanne: Staff,
    dorte: Staff,
    nina: Staff,
    niels: Staff,
    frida: Staff,
) -> None:
    for slug in ("akut", "tegn"):
        reading.acknowledge(build.line(theirs, slug), version_number=1, by=frida, at=AUTUMN)
    asked = Reread(due_on=LATER.date() + dt.timedelta(days=30))
    build.changed(edition, "akut", "Ring straks.", editor=hanne, approver=dorte, reread=asked, at=LATER)
    draft = taking.take_over(shared, by=nina, at=LATER)
    again = {line.section_id: Reread() for line in draft.lines.filter(section__slug="akut")}
    second = build.publish(draft, editor=nina, approver=niels, rereads=again, at=LATER)
    assert said(second) == {"akut": ["Ring straks."], "tegn": ["Se efter tegn."]}
    assert build.line(second, "tegn").version == build.line(theirs, "tegn").version
    missing = [item.line.section.slug for item in reading.reading_of(frida).missing]
    assert missing == ["akut"]
    assert Acknowledgement.objects.filter(version__section__plan=edition.plan).count() == 0


def test_taking_over_twice_changes_nothing(shared: Sharing, nina: Staff) -> None:
    one = taking.take_over(shared, by=nina, at=AUTUMN)
    before = list(one.lines.values_list("section", "version", "position"))
    other = taking.take_over(shared, by=nina, at=LATER)
    assert (other, list(other.lines.values_list("section", "version", "position"))) == (one, before)


def test_an_edition_that_is_skipped_is_not_missed(
    edition: Edition, shared: Sharing, hanne: Staff, dorte: Staff, nina: Staff, niels: Staff
) -> None:
    second = build.changed(edition, "akut", "To.", editor=hanne, approver=dorte)
    third = build.changed(second, "tegn", "Tre.", editor=hanne, approver=dorte)
    draft = taking.take_over(shared, by=nina, at=LATER)
    assert (said(draft), draft.origin.source) == ({"akut": ["To."], "tegn": ["Tre."]}, third)


def test_an_owner_who_goes_back_offers_what_it_went_back_to(
    edition: Edition, theirs: Edition, shared: Sharing, hanne: Staff, dorte: Staff, nina: Staff, niels: Staff
) -> None:
    build.changed(edition, "akut", "Forkert råd.", editor=hanne, approver=dorte)
    draft = taking.take_over(shared, by=nina, at=AUTUMN)
    build.publish(draft, editor=nina, approver=niels)
    back = intervening.go_back(edition.plan, reason="Forkert.", by=hanne, at=LATER)
    assert seen_by(nina, shared).offered == back.edition
    assert said(taking.take_over(shared, by=nina, at=LATER))["akut"] == ["Ring, og skriv bagefter."]


def test_words_that_the_owner_has_hidden_are_not_taken_over_and_the_editors_are_told(
    edition: Edition, theirs: Edition, shared: Sharing, hanne: Staff, nina: Staff
) -> None:
    line = build.line(edition, "akut")
    key = line.version.blocks.get().key
    before = outbox_to(nina).count("plan_shared")
    intervening.hide_block(edition.plan, line.section, key, reason="Farligt.", by=hanne, at=AUTUMN)
    assert outbox_to(nina).count("plan_shared") == before + 1
    assert said(taking.take_over(shared, by=nina, at=LATER))["akut"] == []


# --- what is the partner's own ----------------------------------------------------------------


def test_own_blocks_and_sections_stay_where_they_stood(
    edition: Edition, theirs: Edition, shared: Sharing, hanne: Staff, dorte: Staff, nina: Staff
) -> None:
    add(theirs, "akut", "Hos os sidder vagten i stuen.", nina)
    draft = editions.in_the_making(theirs.plan)
    assert draft is not None
    editions.add_section(draft, build.section("lokalt", text("Vores hus.")), by=nina, at=AUTUMN)
    own = theirs.plan.sections.get(slug="lokalt")
    arranging.move_section(draft, own, down=False, by=nina, at=AUTUMN)  # between the owner's two
    build.changed(edition, "akut", "Ring straks.", editor=hanne, approver=dorte, at=LATER)
    assert said(taking.take_over(shared, by=nina, at=LATER)) == {
        "akut": ["Ring straks.", "Hos os sidder vagten i stuen."],
        "lokalt": ["Vores hus."],
        "tegn": ["Se efter tegn."],
    }


def test_a_section_that_the_owner_drops_goes_and_a_new_one_comes(
    edition: Edition, theirs: Edition, shared: Sharing, hanne: Staff, dorte: Staff, nina: Staff
) -> None:
    draft = editions.open_draft(edition.plan, by=hanne, at=LATER)
    arranging.take_out(draft, edition.plan.sections.get(slug="tegn"), by=hanne, at=LATER)
    editions.add_section(draft, build.section("nyt", text("Nyt.")), by=hanne, at=LATER)
    build.publish(draft, editor=hanne, approver=dorte, at=LATER)
    assert list(said(taking.take_over(shared, by=nina, at=LATER))) == ["akut", "nyt"]


def test_a_section_of_ones_own_at_the_same_address_is_not_overwritten(
    edition: Edition, theirs: Edition, shared: Sharing, hanne: Staff, dorte: Staff, nina: Staff, niels: Staff
) -> None:
    mine = editions.open_draft(theirs.plan, by=nina, at=AUTUMN)
    editions.add_section(mine, build.section("nyt", text("Vores eget.")), by=nina, at=AUTUMN)
    build.publish(mine, editor=nina, approver=niels)
    draft = editions.open_draft(edition.plan, by=hanne, at=LATER)
    editions.add_section(draft, build.section("nyt", text("Ejerens.")), by=hanne, at=LATER)
    build.publish(draft, editor=hanne, approver=dorte, at=LATER)
    found = said(taking.take_over(shared, by=nina, at=LATER))
    assert found == {
        "akut": ["Ring, og skriv bagefter."],
        "tegn": ["Se efter tegn."],
        "nyt": ["Vores eget."],
        "nyt-2": ["Ejerens."],
    }


def test_the_owners_words_are_not_written_in(theirs: Edition, nina: Staff) -> None:
    draft = editions.open_draft(theirs.plan, by=nina, at=AUTUMN)
    section = theirs.plan.sections.get(slug="akut")
    block = build.line(theirs, "akut").version.blocks.get()
    content = of_block(block)
    seen = revising.mark_of(content)
    now: dict[str, Any] = {"by": nina, "at": AUTUMN}
    asked = Question("vores", "Hvad nu?", (Option("Ring", True, ""), Option("Vent", False, "")))
    heading = {name: getattr(block.version, name) for name in revising.HEADING}
    marked = revising.heading_mark(block.version)
    with pytest.raises(SharedWords):
        revising.revise_block(draft, section, block.key, replace(content, text="Vent."), seen=seen, **now)
    with pytest.raises(SharedWords):
        revising.remove_block(draft, section, block.key, seen=seen, **now)
    with pytest.raises(SharedWords):
        revising.move_block(draft, section, block.key, down=True, **now)
    with pytest.raises(SharedWords):
        revising.revise_heading(draft, section, {**heading, "title": "Andet"}, seen=marked, **now)
    with pytest.raises(SharedWords):
        questioning.write_question(draft, section, asked, seen="", **now)
    with pytest.raises(SharedWords):
        arranging.take_out(draft, section, **now)
    with pytest.raises(SharedWords):
        arranging.move_section(draft, section, down=True, **now)
    assert said(draft) == said(theirs)


def test_own_words_in_a_shared_section_are_changed_moved_and_taken_out(theirs: Edition, nina: Staff) -> None:
    own = add(theirs, "akut", "Vores note.", nina)
    section, draft = own.version.section, editions.in_the_making(theirs.plan)
    assert draft is not None
    revising.move_block(draft, section, own.key, down=False, by=nina, at=AUTUMN)
    content = of_block(own)
    mended = replace(content, text="Vores nye note.")
    seen = revising.mark_of(content)
    revising.revise_block(draft, section, own.key, mended, seen=seen, by=nina, at=AUTUMN)
    assert said(draft)["akut"] == ["Vores nye note.", "Ring, og skriv bagefter."]
    revising.remove_block(draft, section, own.key, seen=revising.mark_of(mended), by=nina, at=AUTUMN)
    assert said(draft)["akut"] == ["Ring, og skriv bagefter."]


def test_the_partner_may_hide_the_owners_words_from_its_own_readers(
    theirs: Edition, edition: Edition, nina: Staff
) -> None:
    line = build.line(theirs, "akut")
    key = line.version.blocks.get().key
    made = intervening.hide_block(theirs.plan, line.section, key, reason="Nej.", by=nina, at=AUTUMN)
    assert made.plan == theirs.plan
    assert edition.plan.interventions.count() == 0


def test_an_imported_document_comes_after_the_shared_sections(theirs: Edition, nina: Staff) -> None:
    written = outline.Document("Vores", (DocumentSection("Lokalt", (DocumentBlock("", "Vores."),)),))
    made = importing.import_document(
        written, PlanKind(theirs.plan.kind), municipality=theirs.plan.municipality, by=nina, at=AUTUMN
    )
    assert list(said(made.edition)) == ["akut", "tegn", "lokalt"]


def test_own_sections_stay_when_a_plan_of_ones_own_begins_to_follow(
    edition: Edition, dorte: Staff, nina: Staff, niels: Staff, neighbour: Town
) -> None:
    sections = [build.section("akut", text("Vores gamle.")), build.section("lokalt", text("Vores."))]
    own = build.published(sections, editor=nina, approver=niels)
    made = agreeing.offer(edition.plan, neighbour.municipality, by=dorte, at=AUTUMN)
    made = agreeing.accept(made, by=niels, at=AUTUMN)
    draft = taking.take_over(made, by=nina, at=AUTUMN)
    assert list(said(draft)) == ["akut", "lokalt", "tegn"]
    assert said(draft)["akut"] == ["Ring, og skriv bagefter."]
    assert editions.in_force(own.plan) == own


# --- what comes along -------------------------------------------------------------------------


def published_with(block: BlockContent, hanne: Staff, dorte: Staff) -> Edition:
    section: SectionContent = build.section("akut", block)
    return build.published([section], editor=hanne, approver=dorte)


def agreed(edition: Edition, dorte: Staff, niels: Staff, neighbour: Town) -> Sharing:
    made = agreeing.offer(edition.plan, neighbour.municipality, by=dorte, at=AUTUMN)
    return agreeing.accept(made, by=niels, at=AUTUMN)


def test_a_function_the_partner_has_no_number_for_is_listed_without_one(
    hanne: Staff, dorte: Staff, nina: Staff, niels: Staff, town: Town, neighbour: Town
) -> None:
    facts = {"function": "Fælles nødtelefon", "phone": "12 34 56 66", "person": "Kim Kaspersen"}
    Contact.objects.create(municipality=town.municipality, slug="faelles", audience="public", **facts)
    own = Contact.objects.get(municipality=neighbour.municipality, slug="sociale-vagt")
    words = "Ring til {nummer: sociale-vagt} eller {nummer: faelles}."
    edition = published_with(text(words), hanne, dorte)
    taking.take_over(agreed(edition, dorte, niels, neighbour), by=nina, at=AUTUMN)
    made = Contact.objects.get(municipality=neighbour.municipality, slug="faelles")
    assert (made.function, made.phone, made.person, made.audience) == ("Fælles nødtelefon", "", "", "public")
    assert Contact.objects.get(municipality=neighbour.municipality, slug="sociale-vagt") == own


def test_a_file_is_copied_once(
    hanne: Staff, dorte: Staff, nina: Staff, niels: Staff, neighbour: Town, edition: Edition
) -> None:
    document = Document("ark.pdf", FileKind.PDF, b"%PDF-1.4 ark %%EOF")
    kept = files.keep(edition.plan, document, by=hanne, at=AUTUMN)
    sheet = text(type=BlockType.FILE, text="", title="Ark", file_id=kept.pk, reference=kept.name)
    draft = editions.open_draft(edition.plan, by=hanne, at=AUTUMN)
    section = edition.plan.sections.get(slug="akut")
    revising.add_block(draft, section, sheet, by=hanne, at=AUTUMN)
    build.publish(draft, editor=hanne, approver=dorte)
    sharing = agreed(edition, dorte, niels, neighbour)
    for at in (AUTUMN, LATER):
        taking.take_over(sharing, by=nina, at=at)
    mine = Plan.objects.get(municipality=neighbour.municipality).files.get()
    assert (mine.pk != kept.pk, mine.name, bytes(mine.content)) == (True, "ark.pdf", document.content)
    assert Block.objects.get(type=BlockType.FILE, version__section__plan=mine.plan).file == mine


# --- who may ----------------------------------------------------------------------------------


def test_only_who_edits_the_plan_takes_over_and_somebody_else_publishes(
    shared: Sharing, nina: Staff, niels: Staff, hanne: Staff, dorte: Staff, stranger: Staff, frida: Staff
) -> None:
    for somebody in (niels, hanne, dorte, stranger, frida):
        with pytest.raises(Forbidden):
            taking.take_over(shared, by=somebody, at=AUTUMN)
    draft = taking.take_over(shared, by=nina, at=AUTUMN)
    publishing.hand_in(draft, change_note="Ny.", rereads={}, by=nina, at=AUTUMN)
    for somebody in (nina, hanne, dorte, stranger):
        with pytest.raises(Forbidden):
            publishing.publish(draft, by=somebody, at=AUTUMN)
    assert publishing.publish(draft, by=niels, at=AUTUMN).plan == draft.plan


def test_nothing_is_taken_over_while_an_edition_waits_for_approval(
    shared: Sharing, nina: Staff, niels: Staff
) -> None:
    draft = taking.take_over(shared, by=nina, at=AUTUMN)
    publishing.hand_in(draft, change_note="Ny.", rereads={}, by=nina, at=AUTUMN)
    with pytest.raises(editions.NotADraft):
        taking.take_over(shared, by=nina, at=LATER)


def test_after_leaving_nothing_is_taken_over(shared: Sharing, nina: Staff, niels: Staff) -> None:
    agreeing.leave(shared, by=niels, at=AUTUMN)
    with pytest.raises(Forbidden):
        taking.take_over(shared, by=nina, at=AUTUMN)


def test_an_edition_of_ones_own_still_says_where_its_words_come_from(
    theirs: Edition, edition: Edition, shared: Sharing, nina: Staff, niels: Staff
) -> None:
    add(theirs, "akut", "Vores note.", nina)
    draft = editions.in_the_making(theirs.plan)
    assert draft is not None
    own = build.publish(draft, editor=nina, approver=niels, at=LATER)
    assert EditionOrigin.objects.get(edition=own).source == edition
    assert seen_by(nina, shared).taken == edition
    back = intervening.go_back(theirs.plan, reason="Nej.", by=nina, at=LATER)
    assert EditionOrigin.objects.get(edition=back.edition).source == edition
