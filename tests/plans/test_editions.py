"""From draft to readers: shared versions, four eyes, and a published edition that is frozen for ever."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from beredskab.access.guard import Forbidden
from beredskab.organisation.models import Contact, Staff
from beredskab.outbox import worker
from beredskab.outbox.models import Duty, Message
from beredskab.outbox.vocabulary import Kind
from plans.editing import editions
from plans.lifecycle import ForbiddenMove
from plans.models import Block, Edition, EditionSection, Plan, RereadRequest, SectionVersion
from plans.release import announcing, publishing
from plans.release.publishing import Reread
from plans.vocabulary import EditionState
from tests import build_plans as build
from tests.build_plans import AUTUMN


@pytest.fixture
def edition(hanne: Staff, dorte: Staff) -> Edition:
    """Two sections in force since spring."""
    sections = [build.section("akut"), build.section("tolk")]
    return build.published(sections, editor=hanne, approver=dorte)


def versions(edition: Edition) -> dict[str, int]:
    rows = edition.lines.values_list("section__slug", "version__number")
    return dict(rows)


# --- drafts -----------------------------------------------------------------------------------


def test_a_draft_shares_every_section_until_it_is_changed(edition: Edition, hanne: Staff) -> None:
    draft = editions.open_draft(edition.plan, by=hanne, at=AUTUMN)
    assert list(draft.lines.values_list("version", "position")) == list(
        edition.lines.values_list("version", "position")
    )


def test_opening_a_draft_twice_gives_the_same_one(edition: Edition, hanne: Staff) -> None:
    first = editions.open_draft(edition.plan, by=hanne, at=AUTUMN)
    assert editions.open_draft(edition.plan, by=hanne, at=AUTUMN) == first


def test_the_first_change_makes_a_working_copy_that_knows_its_blocks(edition: Edition, hanne: Staff) -> None:
    draft = editions.open_draft(edition.plan, by=hanne, at=AUTUMN)
    section = edition.plan.sections.get(slug="akut")
    copy = editions.working_copy(draft, section, by=hanne, at=AUTUMN)
    assert versions(draft) == {"akut": 2, "tolk": 1}
    assert versions(edition) == {"akut": 1, "tolk": 1}
    old = build.line(edition, "akut").version
    assert [b.key for b in copy.blocks.all()] == [b.key for b in old.blocks.all()]
    assert editions.working_copy(draft, section, by=hanne, at=AUTUMN) == copy


def test_taking_a_change_back_lists_the_version_in_force_again(edition: Edition, hanne: Staff) -> None:
    draft = editions.open_draft(edition.plan, by=hanne, at=AUTUMN)
    section = edition.plan.sections.get(slug="akut")
    editions.working_copy(draft, section, by=hanne, at=AUTUMN)
    editions.take_back(draft, section, by=hanne, at=AUTUMN)
    assert versions(draft) == {"akut": 1, "tolk": 1}


def test_who_has_no_grant_on_the_plan_does_not_edit_it(
    edition: Edition, anna: Staff, gert: Staff, dorte: Staff
) -> None:
    for outsider in (anna, gert, dorte):
        with pytest.raises(Forbidden):
            editions.open_draft(edition.plan, by=outsider, at=AUTUMN)


# --- publishing -------------------------------------------------------------------------------


def test_the_next_edition_supersedes_and_keeps_what_is_unchanged(
    edition: Edition, hanne: Staff, dorte: Staff
) -> None:
    following = build.changed(edition, "akut", "Ring 112.", editor=hanne, approver=dorte)
    edition.refresh_from_db()
    assert (edition.state, edition.superseded_at) == (EditionState.SUPERSEDED, AUTUMN)
    assert (following.state, following.number) == (EditionState.PUBLISHED, 2)
    assert versions(following) == {"akut": 2, "tolk": 1}


def test_who_hands_in_does_not_publish(edition: Edition, hanne: Staff, dorte: Staff) -> None:
    from beredskab.access import grants
    from beredskab.access.models import RoleAssignment

    RoleAssignment.objects.create(staff=hanne, role="approver")
    grants.grant(hanne, "approve_plan", edition.plan)
    hanne = Staff.objects.get(pk=hanne.pk)
    draft = editions.open_draft(edition.plan, by=hanne, at=AUTUMN)
    copy = editions.working_copy(draft, edition.plan.sections.get(slug="akut"), by=hanne, at=AUTUMN)
    build.rewrite(copy.blocks.get(), "Ring 112.")
    publishing.hand_in(draft, change_note="", rereads={}, by=hanne, at=AUTUMN)
    with pytest.raises(publishing.SameEyes):
        publishing.publish(draft, by=hanne, at=AUTUMN)
    assert publishing.publish(draft, by=dorte, at=AUTUMN).state == EditionState.PUBLISHED


def test_a_draft_that_says_the_same_is_not_handed_in(edition: Edition, hanne: Staff) -> None:
    draft = editions.open_draft(edition.plan, by=hanne, at=AUTUMN)
    editions.working_copy(draft, edition.plan.sections.get(slug="akut"), by=hanne, at=AUTUMN)
    with pytest.raises(publishing.NothingChanged):
        publishing.hand_in(draft, change_note="", rereads={}, by=hanne, at=AUTUMN)


def test_a_copy_that_was_opened_but_not_changed_falls_away(
    edition: Edition, hanne: Staff, dorte: Staff
) -> None:
    draft = editions.open_draft(edition.plan, by=hanne, at=AUTUMN)
    for slug in ("akut", "tolk"):
        section = edition.plan.sections.get(slug=slug)
        copy = editions.working_copy(draft, section, by=hanne, at=AUTUMN)
    build.rewrite(copy.blocks.get(), "Bestil en tolk.")
    following = build.publish(draft, editor=hanne, approver=dorte)
    assert versions(following) == {"akut": 1, "tolk": 2}


def test_an_edition_goes_back_to_its_editor_and_only_from_review(
    edition: Edition, hanne: Staff, dorte: Staff
) -> None:
    draft = editions.open_draft(edition.plan, by=hanne, at=AUTUMN)
    with pytest.raises(ForbiddenMove):
        publishing.publish(draft, by=dorte, at=AUTUMN)
    copy = editions.working_copy(draft, edition.plan.sections.get(slug="akut"), by=hanne, at=AUTUMN)
    build.rewrite(copy.blocks.get(), "Ring 112.")
    publishing.hand_in(draft, change_note="", rereads={}, by=hanne, at=AUTUMN)
    back = publishing.send_back(draft, by=dorte, at=AUTUMN)
    assert (back.state, back.submitted_by) == (EditionState.DRAFT, None)


def test_nobody_writes_in_an_edition_that_lies_in_review(edition: Edition, hanne: Staff) -> None:
    draft = editions.open_draft(edition.plan, by=hanne, at=AUTUMN)
    akut, tolk = (edition.plan.sections.get(slug=slug) for slug in ("akut", "tolk"))
    build.rewrite(editions.working_copy(draft, akut, by=hanne, at=AUTUMN).blocks.get(), "Ring.")
    publishing.hand_in(draft, change_note="", rereads={}, by=hanne, at=AUTUMN)
    with pytest.raises(editions.NotADraft):
        editions.working_copy(draft, tolk, by=hanne, at=AUTUMN)


def test_a_block_counts_its_own_changes(edition: Edition, hanne: Staff, dorte: Staff) -> None:
    second = build.changed(edition, "akut", "Ring 112.", editor=hanne, approver=dorte)
    later = AUTUMN + dt.timedelta(days=1)
    third = build.changed(second, "tolk", "Bestil.", editor=hanne, approver=dorte, at=later)
    numbers = Block.objects.filter(version__lines__edition=third)
    assert dict(numbers.values_list("version__section__slug", "number")) == {"akut": 2, "tolk": 2}


# --- frozen for ever --------------------------------------------------------------------------


def test_the_database_refuses_every_change_of_a_published_edition(edition: Edition) -> None:
    version = build.line(edition, "akut").version
    refused = [
        lambda: Edition.objects.filter(pk=edition.pk).update(change_note="x"),
        lambda: Edition.objects.filter(pk=edition.pk).update(state="draft"),
        lambda: Edition.objects.filter(pk=edition.pk).delete(),
        lambda: EditionSection.objects.filter(edition=edition).update(position=9),
        lambda: EditionSection.objects.filter(edition=edition).delete(),
        lambda: edition.lines.create(section=version.section, version=version, position=9),
        lambda: SectionVersion.objects.filter(pk=version.pk).update(title="x"),
        lambda: SectionVersion.objects.filter(pk=version.pk).update(frozen_at=None),
        lambda: Block.objects.filter(version=version).update(text="x"),
        lambda: Block.objects.filter(version=version).delete(),
        lambda: Block.objects.create(version=version, position=9, type="text"),
        lambda: RereadRequest.objects.filter(version=version).update(due_on=None),
        lambda: RereadRequest.objects.filter(version=version).delete(),
    ]
    for change in refused:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_an_edition_remembers_the_contacts_as_they_were_shown(
    edition: Edition, hanne: Staff, dorte: Staff
) -> None:
    Contact.objects.filter(slug="sociale-vagt").update(phone="12 00 00 00")
    following = build.changed(edition, "akut", "Ring 112.", editor=hanne, approver=dorte)

    def shown(one: Edition) -> str:
        return next(c["phone"] for c in one.contacts_shown if c["slug"] == "sociale-vagt")

    assert (shown(edition), shown(following)) == ("12 34 56 78", "12 00 00 00")


def test_a_plan_has_one_edition_in_the_making(edition: Edition, hanne: Staff) -> None:
    editions.open_draft(edition.plan, by=hanne, at=AUTUMN)
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.create(plan=edition.plan, number=9, created_by=hanne, created_at=AUTUMN)


def test_a_plan_may_not_take_the_path_of_search(hanne: Staff) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Plan.objects.create(municipality=hanne.municipality, slug="soeg", kind="abuse", title="Søg")


# --- telling ----------------------------------------------------------------------------------


def test_who_is_asked_to_read_again_is_told_once(
    edition: Edition, anna: Staff, bo: Staff, hanne: Staff, dorte: Staff
) -> None:
    asked = Reread(professions=("paedagog",))
    following = build.changed(edition, "akut", "Ring 112.", editor=hanne, approver=dorte, reread=asked)
    for _time in range(2):
        announcing.announce({"edition": following.pk}, AUTUMN)
        Duty.objects.filter(name=announcing.TELL).update(done_at=None)
        worker.do_duties(at=AUTUMN)
    told = Message.objects.filter(kind=Kind.READ_AGAIN)
    assert [message.recipient for message in told] == [anna]


def test_nobody_is_told_of_a_small_correction(
    edition: Edition, anna: Staff, hanne: Staff, dorte: Staff
) -> None:
    following = build.changed(edition, "akut", "Ring 112.", editor=hanne, approver=dorte)
    announcing.announce({"edition": following.pk}, AUTUMN)
    assert worker.do_duties(at=AUTUMN)
    assert not Message.objects.filter(kind=Kind.READ_AGAIN).exists()
