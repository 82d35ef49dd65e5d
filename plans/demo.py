"""The demo's plans: the starter content with invented values in its gaps, published and partly read.

Both plans of Eksempel Kommune went into force in March 2026; in November one section of the plan
against violence and abuse was changed, so that the readers of before are asked for that section only.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils import timezone

from beredskab.access import grants
from beredskab.organisation.models import Contact, Membership, Municipality, Staff
from beredskab.outbox.models import Duty
from plans import demo_editing, files, prose, reading
from plans.contents import (
    CATALOGUE,
    PLANS,
    STOP_LANGUAGES,
    PlanContent,
    SectionContent,
    catalogue,
    of_block,
    starter_plan,
)
from plans.editing import editions, starting
from plans.following import counting, daily, trend
from plans.models import ActionCard, Block, Edition, EditionSection, Plan
from plans.paper import languages, posters
from plans.release import adopting, publishing
from plans.release.publishing import Reread
from plans.scenarios import answering
from plans.scenarios.questions import Question, questions_of
from plans.sharing import demo as sharing_demo
from plans.vocabulary import Audience, BlockType, EditionState

HOUSE = "Børnehuset Solsikken"
UNTRIED = "anna"  # whoever looks at the demo first can try for herself
EDITOR, APPROVER = "hanne", "dorte"
DECISION = CATALOGUE / "demo-vedtagelse.pdf"
CHANGED_SECTION = "naar-barnet-fortaeller"
CHANGE_NOTE = (
    "Afsnittet »Når et barn fortæller« siger nu tydeligere, hvad du gør, når barnet beder dig om at tie. "
    "Under »Skriv ned, hvad du ser og hører« kan du hente et ark."
)
CHANGED_TITLE = "Barnet siger: ”Du må ikke sige det”"
CHANGED_TEXT = """Du skal underrette alligevel. Sig det til barnet, hvis det er trygt: hvad du gør, \
hvem du ringer til, og hvorfor. Lov ikke mere, end du kan holde.

Skriv, hvad barnet er bange for. Så kan rådgiveren tage højde for det."""

# Who has read what in spring: the first letters of the demo's people in Solsikken, and how many
# sections they have not come to yet.
READERS = {
    "anna": 1,
    "bo": 0,
    "ole": 4,
    "pia": 0,
    "rasmus": 9,
    "tove": 0,
    "cia": 3,
    "dorte": 0,
    "liv": 0,
    "hanne": 0,
    "kaj": 2,
}
SPRING = dt.date(2026, 4, 15)
LEFT_BY_ANNA = "mistanke-ansat"


def load(municipality: Municipality) -> None:
    """Fill, publish and read both plans; running it again changes nothing."""
    if Edition.objects.once_published().filter(plan__municipality=municipality).exists():
        return
    starting.put_contacts(municipality)
    fill_contacts(municipality)
    starting.put_action_cards(municipality, at=_at(municipality, 2026, 3, 2))
    fill_action_cards(municipality)
    hanne, dorte = (_person(municipality, name) for name in (EDITOR, APPROVER))
    give_owners(municipality, hanne)
    due_on = max(SPRING, timezone.localdate() - dt.timedelta(days=4))  # some are a little late
    for slug in PLANS:
        publish_first(municipality, slug, hanne, dorte, due_on=due_on)
    Plan.objects.filter(municipality=municipality, slug=PLANS[0]).update(stop_languages=list(STOP_LANGUAGES))
    read_in_spring(municipality)
    share_with_the_neighbour(municipality)
    change_a_section(municipality, hanne, dorte)
    answer_questions(municipality)
    # What the demo tells of was announced in its own time: nobody gets a mail about it today.
    told = (publishing.ANNOUNCE, reading.COUNT_SOON)
    Duty.objects.filter(name__in=told, done_at=None).update(done_at=F("due_at"))
    at = timezone.now()
    demo_editing.plan_a_publication(municipality, hanne, dorte, at=at)
    demo_editing.hide_a_block(municipality, hanne, at=at)
    for place in Municipality.objects.filter(slug__in=(municipality.slug, sharing_demo.NEIGHBOUR)):
        for first, last in counting.ranges(place):
            counting.recount(counting.ids_between(place.pk, first, last), place, at=at)
    trend.remember_months(municipality, at)
    daily.ask_for_a_morning(municipality, at=at)
    posters.ask_for_refresh(municipality, at=timezone.now())


def values() -> dict[str, str]:
    """Gap -> invented value."""
    return dict(catalogue("demo-values")["values"])


def fill_contacts(municipality: Municipality) -> None:
    """Numbers for the contacts that have none; checked in September 2026."""
    for slug, facts in catalogue("demo-values")["contacts"].items():
        Contact.objects.filter(municipality=municipality, slug=slug, phone="").update(**facts)
    Contact.objects.filter(municipality=municipality, verified_on=None).update(
        verified_on=dt.date(2026, 9, 1)
    )


def give_owners(municipality: Municipality, editor: Staff) -> None:
    """Hanne answers for some numbers; one of them she has not looked at since the spring."""
    slugs = ("tvaergaaende-team", "tolkeservice", "pressekontakt")
    owned = Contact.objects.filter(municipality=municipality, slug__in=slugs)
    owned.update(owner=editor)
    owned.filter(slug="tolkeservice").update(verified_on=dt.date(2026, 4, 27))


def fill_action_cards(municipality: Municipality) -> None:
    """Names of functions; the numbers stay living references."""
    known = values()
    for card in ActionCard.objects.filter(municipality=municipality):
        for name, words in _filled_words(languages.danish(card), known).items():
            setattr(card, name, words)
        card.translations = {
            code: languages.translation(_filled_words(told, known), languages.danish(card))
            for code, told in card.translations.items()
        }
        card.save()


def _filled_words(told: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    return {
        name: prose.fill(told[name], known) if isinstance(told[name], str) else _filled(told[name], known)
        for name in languages.WORDS
    }


def publish_first(
    municipality: Municipality, slug: str, hanne: Staff, dorte: Staff, *, due_on: dt.date = SPRING
) -> Edition:
    """The first edition, adopted by the council; to be read by ``due_on``."""
    at = _at(municipality, 2026, 3, 2)
    edition = _draft(municipality, _fill(starter_plan(slug)), at)
    grants.grant(hanne, "edit_plan", edition.plan)
    grants.grant(dorte, "approve_plan", edition.plan)
    due = Reread(due_on=due_on)
    asked = {line.section_id: due for line in edition.lines.filter(version__must_acknowledge=True)}
    publishing.hand_in(edition, change_note="Første udgave.", rereads=asked, by=hanne, at=at)
    edition = publishing.publish(edition, by=dorte, at=at)
    decision = files.look_into("kommunalbestyrelsens-beslutning.pdf", DECISION.read_bytes())
    minutes = "Kommunalbestyrelsens møde 24. februar 2026, punkt 11"
    adopting.record(edition, dt.date(2026, 2, 24), minutes, document=decision, by=hanne, at=at)
    return edition


def share_with_the_neighbour(municipality: Municipality) -> None:
    """The neighbour follows the plan against violence and abuse, with numbers of its own."""
    neighbour = Municipality.objects.filter(slug=sharing_demo.NEIGHBOUR).first()
    if neighbour is None:
        return
    starting.put_contacts(neighbour)
    fill_contacts(neighbour)
    sharing_demo.share_in_spring(Plan.objects.get(municipality=municipality, slug=PLANS[0]))


def read_in_spring(municipality: Municipality) -> None:
    """Some of the demo's people have read all of it, some a part."""
    for name, missing in READERS.items():
        staff = _person(municipality, name)
        found = reading.reading_of(staff)
        mine = [item.line for item in found.items if item.mine]
        _acknowledge(_some(mine, missing), staff, municipality)


def change_a_section(municipality: Municipality, hanne: Staff, dorte: Staff) -> None:
    """November's edition: one block of one section, everybody reads it again."""
    at = _at(municipality, 2026, 11, 9)
    plan = Plan.objects.get(municipality=municipality, slug=PLANS[0])
    edition = editions.open_draft(plan, by=hanne, at=at)
    section = plan.sections.get(slug=CHANGED_SECTION)
    copy = editions.working_copy(edition, section, by=hanne, at=at)
    block = copy.blocks.get(title=CHANGED_TITLE)
    content = replace(of_block(block), text=CHANGED_TEXT)
    Block.objects.filter(pk=block.pk).update(text=content.text, plain=content.words())
    demo_editing.hand_out_a_sheet(edition, by=hanne, at=at)
    asked = {section.pk: Reread(due_on=dt.date(2026, 12, 1))}
    publishing.hand_in(edition, change_note=CHANGE_NOTE, rereads=asked, by=hanne, at=at)
    publishing.publish(edition, by=dorte, at=at)


def answer_questions(municipality: Municipality) -> None:
    """A house has tried most questions of the plan; on some of them many chose another answer first."""
    at = _at(municipality, 2026, 11, 12)
    people = Membership.objects.current(at.date()).filter(unit__municipality=municipality, unit__name=HOUSE)
    staff = [one.staff for one in people.select_related("staff").order_by("pk") if one.staff.is_active]
    staff = [one for one in staff if one != _person(municipality, UNTRIED)]
    first = Plan.objects.get(municipality=municipality, slug=PLANS[0])
    lines = EditionSection.objects.filter(edition__plan=first, edition__state=EditionState.PUBLISHED)
    for place, line in enumerate(lines.select_related("version").order_by("position")):
        for question in questions_of(line.version.scenarios):
            readers = [one for one in staff if question.is_for(one.professions())]
            for number, person in enumerate(readers):
                turn = (number - 3 * place) % len(readers)  # not the same people every time
                option = _answer_of(question, wrong=turn < (5, 0, 1, 3, 0, 1, 2)[place % 7])
                answering.answer(question, option, section=line.section_id, by=person, at=at)


def _answer_of(question: Question, *, wrong: bool) -> int:
    return next(place for place, option in enumerate(question.options) if option.right is not wrong)


def _draft(municipality: Municipality, content: PlanContent, at: dt.datetime) -> Edition:
    """The plan's draft with the filled content; a founded municipality has one with gaps already."""
    plan = Plan.objects.filter(municipality=municipality, slug=content.slug).first()
    sections = [_with_audience(section, municipality) for section in content.sections]
    if plan is None:
        return starting.start_plan(municipality, replace(content, sections=tuple(sections)), at=at)
    for old in plan.editions.open():
        copies = [line.version for line in old.lines.select_related("version")]
        old.delete()
        for copy in copies:
            copy.delete()
    return editions.start(plan, sections, foreword=content.foreword, by=None, at=at)


def _with_audience(section: SectionContent, municipality: Municipality) -> SectionContent:
    """A block that shows a number for staff only is for staff only."""
    internal = set(
        Contact.objects.filter(municipality=municipality, audience=Contact.Audience.INTERNAL).values_list(
            "slug", flat=True
        )
    )
    blocks = tuple(
        replace(block, audience=Audience.INTERNAL) if internal & set(block.contacts) else block
        for block in section.blocks
    )
    return replace(section, blocks=blocks)


def _fill(content: PlanContent) -> PlanContent:
    known = values()
    sections = tuple(section.filled(known) for section in content.sections)
    checked = dt.date(2026, 2, 10)
    return replace(
        content,
        foreword=prose.fill(content.foreword, known),
        owner_function=prose.fill(content.owner_function, known),
        sections=tuple(
            replace(
                section,
                blocks=tuple(
                    replace(b, checked_on=checked) if b.type == BlockType.LEGAL else b for b in section.blocks
                ),
            )
            for section in sections
        ),
    )


def _some(lines: list[EditionSection], missing: int) -> Iterable[EditionSection]:
    """All but the last `missing`; Anna has left one in the middle."""
    if missing == 1:
        return [line for line in lines if line.section.slug != LEFT_BY_ANNA]
    return lines[: len(lines) - missing]


def _acknowledge(lines: Iterable[EditionSection], staff: Staff, municipality: Municipality) -> None:
    for place, line in enumerate(lines):
        at = _at(municipality, 2026, 3, 3) + dt.timedelta(days=place // 5, minutes=7 * place)
        number = line.version.number
        reading.acknowledge(line, version_number=number, by=staff, at=at)


def _filled(items: list[Any], known: Mapping[str, str]) -> list[Any]:
    return [
        {name: prose.fill(text, known) for name, text in one.items()}
        if isinstance(one, dict)
        else prose.fill(one, known)
        for one in items
    ]


def _person(municipality: Municipality, name: str) -> Staff:
    return Staff.objects.get(email=f"{name}@{municipality.slug}.example")


def _at(municipality: Municipality, year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day, 9, 0, tzinfo=ZoneInfo(municipality.timezone))
