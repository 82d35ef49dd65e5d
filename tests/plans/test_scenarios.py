"""Questions to try oneself: told at once, nobody's but one's own, and never worked out by a leader."""

from collections import defaultdict
from dataclasses import replace
from itertools import product

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff
from plans import reading
from plans.access import Viewer
from plans.editing import editions, questioning, revising
from plans.models import Edition, ScenarioAnswer
from plans.scenarios import answering, heat
from plans.scenarios.heat import Cell, Heat, heat_of, told_of
from plans.scenarios.questions import Option, Question, questions_of
from tests import build_plans as build
from tests.build import monday_at
from tests.cast import Town, make_person

QUESTION = Question(
    slug="kode",
    situation="Et barn siger: ”Du må ikke sige det.”",
    question="Hvad svarer du?",
    options=(
        Option("Det lover jeg.", False, "Du kan ikke holde det."),
        Option("Det kan jeg ikke love.", True, "Det er ærligt."),
    ),
)
RIGHT, WRONG = 1, 0
SECTION = "/plan/overgreb/akut/"
HEAT = "/leder/proev-selv/"


@pytest.fixture
def edition(hanne: Staff, dorte: Staff) -> Edition:
    """A section that asks one question."""
    asked = build.section("akut", scenarios=(QUESTION.as_json(),))
    return build.published([asked], editor=hanne, approver=dorte)


def as_person(person: Staff) -> Client:
    client = Client()
    client.force_login(person)
    return client


def shown(client: Client, path: str) -> str:
    main = BeautifulSoup(client.get(path).content, "html.parser").main
    assert main is not None
    return " ".join(main.get_text(" ", strip=True).split())


def answers(town: Town, edition: Edition, *options: int) -> None:
    """Colleagues in the kindergarten answer, one after the other."""
    line = build.line(edition, "akut")
    for option in options:
        number = Staff.objects.count()
        person = make_person(f"Nr{number} Nielsen", town.kindergarten, "paedagog")
        answering.answer(QUESTION, option, section=line.section_id, by=person, at=monday_at(9))


def cells(edition: Edition, *units: object) -> list[tuple[Cell | None, ...]]:
    place = edition.plan.municipality
    lines = reading.lines_in_force(Viewer(place, Staff.objects.filter(municipality=place).first()))
    pks = [unit.pk for unit in units]  # type: ignore[attr-defined]
    return [one.cells for one in heat.heat_map(lines, units, at_work=pks)[1]]  # type: ignore[arg-type]


# --- the reader -------------------------------------------------------------------------------


def test_anna_answers_and_is_told_at_once(edition: Edition, anna: Staff) -> None:
    client = as_person(anna)
    assert "Det er ærligt." not in shown(client, SECTION)
    sent = {"question": QUESTION.mark, QUESTION.field: str(WRONG)}
    assert client.post(SECTION, sent)["Location"] == f"{SECTION}#{QUESTION.field}"
    told = shown(client, SECTION)
    assert "Dit svar er ikke det bedste" in told
    assert "Det er ærligt." in told
    assert "Du kan ikke holde det." in told


def test_only_the_first_answer_counts(edition: Edition, anna: Staff) -> None:
    client = as_person(anna)
    for option in (WRONG, RIGHT):
        client.post(SECTION, {"question": QUESTION.mark, QUESTION.field: str(option)})
    assert list(ScenarioAnswer.objects.values_list("option", "right")) == [(WRONG, False)]


def test_no_answer_is_a_fault_that_is_told(edition: Edition, anna: Staff) -> None:
    response = as_person(anna).post(SECTION, {"question": QUESTION.mark})
    assert response.status_code == 422
    assert "Vælg et svar" in response.content.decode()


def test_nothing_that_is_kept_says_whose_answer_it_is(edition: Edition, anna: Staff, bo: Staff) -> None:
    before = Entry.objects.count()
    line = build.line(edition, "akut")
    for person in (anna, bo):
        answering.answer(QUESTION, RIGHT, section=line.section_id, by=person, at=monday_at(9))
    one, other = ScenarioAnswer.objects.order_by("pk")
    assert bytes(one.reader) != bytes(other.reader)
    names = {field.name for field in ScenarioAnswer._meta.fields}
    assert names == {"id", "reader", "section", "question", "unit", "option", "right"}
    assert Entry.objects.count() == before
    assert answering.answers_of(anna, line.section_id, [QUESTION]) == {QUESTION.mark: RIGHT}
    assert answering.answers_of(bo, line.section_id + 1, [QUESTION]) == {}


def test_without_login_one_tries_and_nothing_is_kept(edition: Edition) -> None:
    client = Client()
    assert "Det er ærligt." in shown(client, SECTION)
    sent = {"question": QUESTION.mark, QUESTION.field: str(RIGHT)}
    assert client.post(SECTION, sent).status_code == 302
    assert ScenarioAnswer.objects.count() == 0


# --- the leader -------------------------------------------------------------------------------


def test_four_answers_are_shown_to_nobody(edition: Edition, town: Town) -> None:
    answers(town, edition, *[RIGHT] * 4)
    assert cells(edition, town.kindergarten) == []


def test_five_answers_are_one_word(edition: Edition, town: Town) -> None:
    answers(town, edition, RIGHT, RIGHT, WRONG, RIGHT, RIGHT)
    assert cells(edition, town.kindergarten, town.school) == [(Cell(Heat.MOST, 5),)]


def test_the_sixth_answer_changes_nothing(edition: Edition, town: Town) -> None:
    answers(town, edition, *[RIGHT] * 5)
    before = cells(edition, town.kindergarten)
    answers(town, edition, *[WRONG] * 9)
    assert cells(edition, town.kindergarten) == before
    answers(town, edition, WRONG)
    assert cells(edition, town.kindergarten) == [(Cell(Heat.FEW, 15),)]


def test_a_unit_with_fewer_than_five_people_is_never_shown(edition: Edition, town: Town, bo: Staff) -> None:
    answers(town, edition, *[RIGHT] * 5)
    assert "De fleste svarer rigtigt" in shown(as_person(bo), HEAT)
    gone = Staff.objects.filter(name__startswith="Nr")[:3]
    Staff.objects.filter(pk__in=gone).update(is_active=False)
    assert "De fleste svarer rigtigt" not in shown(as_person(bo), HEAT)
    assert "De fleste" not in shown(as_person(bo), HEAT)


def test_a_leader_sees_words_and_no_person(edition: Edition, town: Town, bo: Staff) -> None:
    answers(town, edition, *[WRONG] * 5)
    told = shown(as_person(bo), HEAT)
    assert "Få svarer rigtigt" in told
    assert "Nielsen" not in told


def test_no_words_ever_say_what_everybody_of_a_batch_answered() -> None:
    """For all answers of the first 5, the next 10 and the next 10: what a leader saw leaves doubt."""
    sizes = (5, 10, 10)
    behind: dict[tuple[Heat, ...], list[set[int]]] = defaultdict(lambda: [set(), set(), set()])
    for rights in product(*(range(size + 1) for size in sizes)):
        totals = [(sum(sizes[: n + 1]), sum(rights[: n + 1])) for n in range(3)]
        seen = tuple(heat_of(answered, right) for answered, right in totals)
        for place, right in enumerate(rights):
            behind[seen][place].add(right)
    for seen, possible in behind.items():
        for size, counts in zip(sizes, possible, strict=True):
            assert counts not in ({0}, {size}), (seen, counts)


def test_answers_are_told_in_batches() -> None:
    assert [told_of(n) for n in (0, 4, 5, 14, 15, 24, 25)] == [0, 0, 5, 5, 15, 15, 25]


# --- the editor -------------------------------------------------------------------------------


def test_hanne_writes_a_question_and_readers_meet_it(
    edition: Edition, anna: Staff, hanne: Staff, dorte: Staff
) -> None:
    section = edition.plan.sections.get()
    path = f"/redaktion/afsnit/{section.pk}/spoergsmaal/ny/"
    told = {
        "question": "Hvem ringer du til?",
        "text_1": "Til far.",
        "why_1": "Han kan være mistænkt.",
        "text_2": "Til Familierådgivningen.",
        "why_2": "De ved, hvad der skal ske.",
        "right": "2",
    }
    client = as_person(hanne)
    assert client.post(path, {**told, "right": "4"}).status_code == 422
    assert client.post(path, {**told, "text_3": "Til mor."}).status_code == 422
    assert client.post(path, told).status_code == 302
    draft = editions.in_the_making(edition.plan)
    assert draft is not None
    written = questions_of(build.line(draft, "akut").version.scenarios)
    assert [(one.slug, one.question) for one in written] == [
        ("kode", "Hvad svarer du?"),
        ("akut-1", "Hvem ringer du til?"),
    ]
    build.publish(draft, editor=hanne, approver=dorte)
    assert "Hvem ringer du til?" in shown(as_person(anna), SECTION)


def test_a_question_that_a_colleague_changed_is_not_overwritten(edition: Edition, hanne: Staff) -> None:
    section, at = edition.plan.sections.get(), build.AUTUMN
    draft = editions.open_draft(edition.plan, by=hanne, at=at)
    newer = replace(QUESTION, question="Hvad siger du?")
    questioning.write_question(draft, section, newer, seen=QUESTION.mark, by=hanne, at=at)
    with pytest.raises(revising.ChangedMeanwhile):
        questioning.write_question(draft, section, QUESTION, seen=QUESTION.mark, by=hanne, at=at)


def test_a_question_that_asks_something_else_counts_anew(
    edition: Edition, town: Town, hanne: Staff, dorte: Staff
) -> None:
    answers(town, edition, *[RIGHT] * 5)
    draft = editions.open_draft(edition.plan, by=hanne, at=build.AUTUMN)
    newer = replace(QUESTION, question="Hvad siger du?")
    section = edition.plan.sections.get()
    questioning.write_question(draft, section, newer, seen=QUESTION.mark, by=hanne, at=build.AUTUMN)
    build.publish(draft, editor=hanne, approver=dorte)
    assert cells(edition, town.kindergarten) == []


def test_hanne_takes_a_question_out(edition: Edition, hanne: Staff) -> None:
    section = edition.plan.sections.get()
    assert as_person(hanne).post(f"/redaktion/afsnit/{section.pk}/spoergsmaal/kode/fjern/").status_code == 302
    draft = editions.in_the_making(edition.plan)
    assert draft is not None
    assert build.line(draft, "akut").version.scenarios == []
