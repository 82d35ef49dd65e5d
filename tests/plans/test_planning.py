"""Publishing at a date, and telling ten thousand people without anybody waiting for it."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beredskab.access.guard import Forbidden
from beredskab.access.models import RoleAssignment
from beredskab.organisation.models import Contact, Membership, Profession, Staff
from beredskab.outbox.models import Duty, Message
from beredskab.outbox.vocabulary import Kind
from plans.editing import editions
from plans.models import ActionCard, Edition
from plans.release import announcing, planning, publishing
from plans.release.publishing import Reread
from plans.vocabulary import BlockType, EditionState
from tests import build_plans as build
from tests.build_plans import AUTUMN

CHRISTMAS = dt.datetime(2026, 12, 1, 6, 0, tzinfo=dt.UTC)


@pytest.fixture
def edition(hanne: Staff, dorte: Staff) -> Edition:
    steps = build.text(type=BlockType.STEPS, text="", items=("Ring",))
    return build.published([build.section("akut", build.text(), steps)], editor=hanne, approver=dorte)


@pytest.fixture
def waiting(edition: Edition, hanne: Staff) -> Edition:
    """The next edition, handed in."""
    draft = editions.open_draft(edition.plan, by=hanne, at=AUTUMN)
    section = edition.plan.sections.get()
    copy = editions.working_copy(draft, section, by=hanne, at=AUTUMN)
    build.rewrite(copy.blocks.order_by("position")[0], "Ring nu.")
    asked = {section.pk: Reread()}
    return publishing.hand_in(draft, change_note="Nu.", rereads=asked, by=hanne, at=AUTUMN)


def duty(edition: Edition) -> dict[str, object]:
    ids: dict[str, object] = Duty.objects.get(name=planning.PUBLISH, done_at=None).ids
    assert ids["edition"] == edition.pk
    return ids


# --- at a date --------------------------------------------------------------------------------


def test_the_worker_publishes_on_the_day_what_was_approved_before(waiting: Edition, dorte: Staff) -> None:
    planned = planning.plan_publishing(waiting, CHRISTMAS, by=dorte, at=AUTUMN)
    assert (planned.state, planned.is_planned) == (EditionState.REVIEW, True)
    planning.publish_planned(duty(waiting), CHRISTMAS)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.published_at, waiting.approved_by) == (
        EditionState.PUBLISHED,
        CHRISTMAS,
        dorte,
    )
    planning.publish_planned(duty(waiting), CHRISTMAS)  # again changes nothing


def test_four_eyes_and_a_moment_to_come_are_kept(waiting: Edition, hanne: Staff, dorte: Staff) -> None:
    with pytest.raises(Forbidden):
        planning.plan_publishing(waiting, CHRISTMAS, by=hanne, at=AUTUMN)
    with pytest.raises(planning.NotAhead):
        planning.plan_publishing(waiting, AUTUMN, by=dorte, at=AUTUMN)


def test_withdrawn_is_not_published(waiting: Edition, hanne: Staff, dorte: Staff) -> None:
    planning.plan_publishing(waiting, CHRISTMAS, by=dorte, at=AUTUMN)
    planning.withdraw(waiting, by=hanne, at=AUTUMN)
    planning.publish_planned(duty(waiting), CHRISTMAS)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.publish_at, waiting.approved_by) == (EditionState.REVIEW, None, None)


def test_what_became_a_draft_again_is_not_published(waiting: Edition, dorte: Staff) -> None:
    planning.plan_publishing(waiting, CHRISTMAS, by=dorte, at=AUTUMN)
    publishing.send_back(waiting, by=dorte, at=AUTUMN)
    planning.publish_planned(duty(waiting), CHRISTMAS)
    waiting.refresh_from_db()
    assert waiting.state == EditionState.DRAFT


def test_the_check_of_the_day_holds_up_and_says_so(waiting: Edition, hanne: Staff, dorte: Staff) -> None:
    planning.plan_publishing(waiting, CHRISTMAS, by=dorte, at=AUTUMN)
    internal = Contact.objects.get(slug="fagchef")
    block = waiting.lines.get().version.blocks.order_by("position")[0]
    build.rewrite(block, f"Ring {internal.phone}.")
    Message.objects.all().delete()
    planning.publish_planned(duty(waiting), CHRISTMAS)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.is_planned, waiting.held_up_at) == (EditionState.REVIEW, False, CHRISTMAS)
    told = Message.objects.filter(kind=Kind.REVIEW_WANTED).values_list("recipient__name", flat=True)
    assert set(told) == {"Hanne Holm", "Dorte Dahl"}


def test_who_may_no_longer_approve_publishes_nothing_on_the_day(waiting: Edition, dorte: Staff) -> None:
    planning.plan_publishing(waiting, CHRISTMAS, by=dorte, at=AUTUMN)
    RoleAssignment.objects.filter(staff=dorte).delete()
    planning.publish_planned(duty(waiting), CHRISTMAS)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.held_up_at) == (EditionState.REVIEW, CHRISTMAS)


def test_dorte_chooses_a_day_on_the_page_and_hanne_takes_it_back(
    waiting: Edition, hanne: Staff, dorte: Staff, client: Client
) -> None:
    client.force_login(dorte)
    path = reverse("plans:review", args=["overgreb"])
    later = {"read": "on", "when": "later", "hour": "06"}
    assert client.post(path, later).status_code == 422
    gone = {**later, "day_0": "1", "day_1": "1", "day_2": "2020"}
    assert client.post(path, gone).status_code == 422
    day = dt.date.today() + dt.timedelta(days=30)
    ahead = {**later, "day_0": day.day, "day_1": day.month, "day_2": day.year}
    assert client.post(path, ahead).status_code == 302
    client.force_login(hanne)
    assert "Træk udgivelsen tilbage" in client.get("/redaktion/plan/overgreb/").text
    client.post(reverse("plans:withdraw", args=["overgreb"]))
    waiting.refresh_from_db()
    assert waiting.is_planned is False


# --- what the pages say -----------------------------------------------------------------------


def test_the_page_says_how_many_people_of_each_profession_and_which_posters(
    edition: Edition, hanne: Staff, anna: Staff, client: Client
) -> None:
    ActionCard.objects.create(
        municipality=hanne.municipality,
        slug="paedagog",
        title="Kort",
        role="Pædagogen",
        professions=["paedagog"],
        changed_at=AUTUMN,
    )
    draft = editions.open_draft(edition.plan, by=hanne, at=AUTUMN)
    copy = editions.working_copy(draft, edition.plan.sections.get(), by=hanne, at=AUTUMN)
    steps = copy.blocks.get(type=BlockType.STEPS)
    type(steps).objects.filter(pk=steps.pk).update(items=["Ring", "Skriv"])
    client.force_login(hanne)
    page = client.get(reverse("plans:hand_in", args=["overgreb"])).text
    assert "Pædagog – 1 person" in page
    assert "Pædagogen</a>" in page


# --- ten thousand people ----------------------------------------------------------------------


def many(town_people: int, anna: Staff) -> None:
    unit, place = anna.unit, anna.municipality
    profession = Profession.objects.get(municipality=place, slug="paedagog")
    people = Staff.objects.bulk_create(
        Staff(municipality=place, email=f"p{n}@x.example", name=f"P {n}") for n in range(town_people)
    )
    Membership.objects.bulk_create(Membership(staff=one, unit=unit, profession=profession) for one in people)


def work_off() -> None:
    """What the worker does: every open duty of the announcement, once."""
    for name in (publishing.ANNOUNCE, announcing.TELL):
        for one in Duty.objects.filter(name=name, done_at=None):
            {publishing.ANNOUNCE: announcing.announce, announcing.TELL: announcing.announce_to}[name](
                one.ids, AUTUMN
            )
            Duty.objects.filter(pk=one.pk).update(done_at=AUTUMN)


def test_publishing_tells_nobody_itself_and_the_page_shows_how_far_the_worker_is(
    waiting: Edition, hanne: Staff, dorte: Staff, anna: Staff, client: Client
) -> None:
    many(25, anna)
    work_off()  # what the first edition left
    publishing.publish(waiting, by=dorte, at=AUTUMN)
    assert not Message.objects.filter(kind=Kind.READ_AGAIN, due_at=AUTUMN).exists()
    client.force_login(hanne)
    assert "<progress" in client.get("/redaktion/plan/overgreb/").text
    work_off()
    everybody = Staff.objects.filter(is_active=True, memberships__isnull=False).distinct().count()
    waiting.refresh_from_db()
    told = announcing.progress_of(waiting)
    assert (told.done, told.asked, told.is_finished) == (told.parts, everybody, True)
    page = client.get("/redaktion/plan/overgreb/").text
    assert "<progress" not in page
    assert f"{everybody} personer er bedt om at læse igen" in page


@pytest.mark.slow
def test_publishing_for_ten_thousand_asks_the_database_no_more_than_for_few(
    waiting: Edition, dorte: Staff, anna: Staff
) -> None:
    """The seconds are measured by `bin/bench plan`; here nothing may be done person by person."""
    many(10_000, anna)
    with CaptureQueriesContext(connection) as asked:
        publishing.publish(waiting, by=dorte, at=AUTUMN)
    assert len(asked) < 60
