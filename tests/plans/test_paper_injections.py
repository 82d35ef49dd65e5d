"""Forty injections through every field that reaches paper: nothing is fetched, whatever somebody writes.

Each attempt is written into all fields at once, and every kind of document is composed by its own code. What
would be printed then names nothing that a press could open: no element and no attribute that loads something
but our fonts, our drawings and the logo that is handed in. At last all documents are really printed, by the
press that fails at the first address it refuses, with a listener that remembers who called.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
import tinyhtml5
from django.test import Client
from django.urls import reverse

from beredskab.organisation.models import Contact, Membership, Municipality, Profession, Staff, Team, Unit
from notifications.routes import rulebook
from plans.editing import editions
from plans.models import (
    ActionCard,
    FocusArea,
    PaperWords,
    PosterFile,
    PrintedFile,
    Recommendation,
    RecommendationName,
    YearlyTask,
)
from plans.numbers.contacts import contacts_in_force
from plans.paper import card_printing, kits, posters, printing, sheets
from plans.paper.languages import danish, translation
from plans.paper.printing import Printed
from plans.vocabulary import Audience, BlockType, YearlyKind
from tests import build_plans as build
from tests.build import monday_at
from tests.cast import Town, make_contact
from tests.plans.test_own_words import drawn
from tests.plans.test_posters import make_card

ATTEMPTS = (
    "<img src=http://127.0.0.1:{port}/a>",
    "<IMG SRC=HTTP://127.0.0.1:{port}/a>",
    "<img src=file:///etc/passwd>",
    "<img srcset='http://127.0.0.1:{port}/a 1x'>",
    "<img src=//127.0.0.1:{port}/a>",
    "<img src=relative.png>",
    '"><img src=x onerror=fetch(1)>',
    "'><img src=http://127.0.0.1:{port}/a>",
    "</title><img src=file:///etc/hosts>",
    "</style><style>@import 'file:///etc/passwd'",
    "<style>@import url(http://127.0.0.1:{port}/a)",
    "<style>p{{background:url(file:///etc/hosts)}}",
    "<link rel=stylesheet href=file:///etc/passwd>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<a rel=attachment href=file:///etc/passwd>x</a>",
    "<object data=file:///etc/passwd></object>",
    "<embed src=http://127.0.0.1:{port}/a>",
    "<iframe src=http://127.0.0.1:{port}/a>",
    "<svg><image href=http://127.0.0.1:{port}/a />",
    "<svg><use href=http://127.0.0.1:{port}/a#x />",
    "<svg><image xlink:href=file:///etc/passwd />",
    "<p style=background:url(http://127.0.0.1:{port})>",
    "<base href=http://127.0.0.1:{port}/>",
    "<script src=http://127.0.0.1:{port}/a></script>",
    "<meta http-equiv=refresh content=0;url=http://x>",
    "![x](http://127.0.0.1:{port}/a)",
    "![x](file:///etc/passwd)",
    "![x][1]\n\n[1]: http://127.0.0.1:{port}/a",
    "[x](file:///etc/passwd)",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<img src=x>)",
    "<http://127.0.0.1:{port}/a>",
    "url(http://127.0.0.1:{port}/a)",
    "; background: url(file:///etc/passwd)",
    "{{% include '/etc/passwd' %}} {{{{ settings.SECRET_KEY }}}}",
    "&lt;img src=file:///etc/passwd&gt;",
    "&#60;img src=file:///etc/passwd&#62;",
    "%3Cimg src=file:///etc/passwd%3E",
    "\u202e<img src=http://127.0.0.1:{port}/a>",
    "]]><!--<img src=http://127.0.0.1:{port}/a>-->",
)
LOADS = ("src", "srcset", "data", "poster", "background", "xlink:href", "style", "action", "http-equiv")
ELEMENTS = re.compile(
    "html|head|meta|title|body|header|footer|main|nav|section|div|p|span|b|strong|em|i|q|br|wbr|h[1-4]|ul|ol|li"
    "|dl|dt|dd|table|thead|tbody|tr|th|td|blockquote|a|mark|svg|path|circle|rect|g|polygon|line|text|caption|img"
)
FOLLOWED = re.compile(r"(https?:|mailto:|tel:|#)")  # a link on paper is not opened by the press
Words = Callable[[str], str]
SUBJECTS = {
    "one-page": "overgreb", "handout": "overgreb", "plan": "overgreb",
    "yearly": "2026", "guide": "medarbejder",
}  # fmt: skip
REALLY_PRESS = printing.press


@dataclass
class Recorder:
    """Stands where the press stands: keeps what every document hands over, and prints nothing."""

    composed: dict[str, tuple[str, str]] = field(default_factory=dict)
    document: str = ""

    def press(self, html: str, css: str, **_more: object) -> Printed:
        self.composed[self.document] = (html, css)
        return Printed(b"%PDF-", 1)


@dataclass(frozen=True)
class Field:
    """Something that people write, and that stands on paper."""

    mark: str
    name: str


FIELDS = tuple(
    Field(f"q{number:02}q", name)
    for number, name in enumerate(
        (
            "card title", "card role", "card step in bold", "card step", "card words to the child",
            "card note on words", "card never", "card signs", "card note", "card title in English",
            "contact function", "contact person", "contact number", "contact note", "a unit's own contact",
            "team's function", "unit name", "leader's name", "leader's number", "profession",
            "municipality name", "short address", "values", "prerequisites", "logo text", "plan title",
            "change note", "chapter", "section title", "block title", "block text", "block item", "block do",
            "block don't", "quote", "legal reference", "team that receives", "title of a recommendation",
            "yearly task", "who does a yearly task",
        )
    )
)  # fmt: skip
MARK = {one.name: one.mark for one in FIELDS}


def cut(model: type, column: str, words: str) -> str:
    """As much of it as the column takes."""
    return words[: model._meta.get_field(column).max_length]


def write_everywhere(town: Town, hanne: Staff, dorte: Staff, bo: Staff, words: Words) -> ActionCard:
    """Every field that reaches paper says what `words` gives for it."""

    def said(name: str) -> str:
        return words(MARK[name])

    place = town.municipality
    card = _write_card(place, said)
    _write_people_and_places(town, bo, said)
    PaperWords.objects.create(
        municipality=place, values=[said("values")[:60]], prerequisites=[said("prerequisites")[:60]],
        logo=drawn("#000000"), logo_text=cut(PaperWords, "logo_text", said("logo text")),
        logo_key="0" * 16, changed_at=monday_at(8),
    )  # fmt: skip
    gap = Recommendation.objects.filter(title="").first()
    title = cut(RecommendationName, "title", said("title of a recommendation"))
    RecommendationName.objects.create(
        municipality=place, recommendation=gap, title=title, focus_area=FocusArea.objects.first(),
        named_by=hanne, named_at=monday_at(8),
    )  # fmt: skip
    Team.objects.filter(municipality=place).update(name=cut(Team, "name", said("team that receives")))
    YearlyTask.objects.create(
        municipality=place, kind=YearlyKind.THEME, title=cut(YearlyTask, "title", said("yearly task")),
        role=cut(YearlyTask, "role", said("who does a yearly task")), first_on=monday_at(8).date(),
        every=12, made_by=hanne, made_at=monday_at(8),
    )  # fmt: skip
    rulebook.start(place)
    _write_plan(hanne, dorte, said)
    return card


def _write_card(place: Municipality, said: Words) -> ActionCard:
    card = make_card(place, "paedagog")
    card.title, card.role = cut(ActionCard, "title", said("card title")), said("card role")
    card.steps[0] = {"bold": said("card step in bold"), "line": said("card step")}
    card.say, card.say_note = [said("card words to the child")], said("card note on words")
    card.never, card.signs, card.note = [said("card never")], [said("card signs")], said("card note")
    english = {**danish(card), "title": said("card title in English")}
    card.translations = {"en": translation(english, danish(card))}
    card.save()
    return card


def _write_people_and_places(town: Town, bo: Staff, said: Words) -> None:
    place = town.municipality
    named = Contact.objects.filter(municipality=place, slug="familieraadgivningen")
    named.update(function=cut(Contact, "function", said("contact function")), note=said("contact note"))
    named.update(person=cut(Contact, "person", said("contact person")))
    number = cut(Contact, "phone", said("contact number"))
    Contact.objects.filter(municipality=place, slug="ssp-infohus").update(phone=number)
    Contact.objects.filter(municipality=place, slug="tvaergaaende-team").update(
        function=cut(Contact, "function", said("team's function"))
    )
    own = cut(Contact, "function", said("a unit's own contact"))
    make_contact(place, "egen", own, "12 34 56 70", unit=town.kindergarten)
    Unit.objects.filter(pk=town.kindergarten.pk).update(leader=bo, name=cut(Unit, "name", said("unit name")))
    Staff.objects.filter(pk=bo.pk).update(
        name=cut(Staff, "name", said("leader's name")), phone=cut(Staff, "phone", said("leader's number"))
    )
    profession = cut(Profession, "name_da", said("profession"))
    Profession.objects.filter(pk__in=Membership.objects.filter(staff=bo).values("profession")).update(
        name_da=profession
    )
    Municipality.objects.filter(pk=place.pk).update(
        name=cut(Municipality, "name", said("municipality name")),
        short_address=cut(Municipality, "short_address", said("short address")),
    )


def _write_plan(hanne: Staff, dorte: Staff, said: Words) -> None:
    public = {"audience": Audience.PUBLIC, "title": said("block title")}
    lists = {"do": [said("block do")], "dont": [said("block don't")]}
    section = build.section(
        "akut",
        build.text(said("block text"), **public),
        build.text("", type=BlockType.STEPS, items=(said("block item"),), **public),
        build.text("", type=BlockType.DO_DONT, items=lists, **public),
        build.text(said("quote"), type=BlockType.QUOTE, **public),
        build.text("Loven.", type=BlockType.LEGAL, reference=said("legal reference"), **public),
        build.text("", type=BlockType.CONTACT, contacts=("familieraadgivningen",), **public),
        title=said("section title"),
        chapter=said("chapter"),
    )
    first = build.published([section], editor=hanne, approver=dorte)
    first.plan.title = said("plan title")
    first.plan.save()
    draft = editions.open_draft(first.plan, by=hanne, at=monday_at(7))
    copy = editions.working_copy(draft, first.plan.sections.get(slug="akut"), by=hanne, at=monday_at(7))
    build.rewrite(copy.blocks.order_by("position")[0], said("block text") + " Nyt.")
    build.publish(draft, editor=hanne, approver=dorte, note=said("change note"), at=monday_at(8))


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    made = Recorder()
    for module in (card_printing, sheets, kits, printing):
        monkeypatch.setattr(module, "press", made.press)
    return made


def compose_all(town: Town, card: ActionCard, bo: Staff, recorder: Recorder) -> None:
    """Each document by the door that people use."""
    at = monday_at(9)
    place = Municipality.objects.get(pk=town.municipality.pk)
    unit = Unit.objects.select_related("leader", "municipality").get(pk=town.kindergarten.pk)
    card = posters.cards_in_force(place).get(pk=card.pk)
    contacts = contacts_in_force(place, at)
    for name, language, where in (("poster", "da", None), ("poster en", "en", None), ("unit", "da", unit)):
        recorder.document = name
        posters.make(card, contacts, "a4", posters.variant(place, language, where, at=at), at=at)
    for kind in sheets.KINDS:
        recorder.document = kind
        order = sheets.Order(place, kind, subject=SUBJECTS.get(kind, ""))
        assert sheets.make(order, at=at) is not None, kind
    recorder.document = "kit"
    kits.kit_of(unit, at=at)
    recorder.document = "staff meeting"
    client = Client()
    client.force_login(bo)
    assert client.get(reverse("plans:reading_paper")).status_code == 200


def fetches(html: str) -> list[str]:
    """Everything in a document that a press might open, and every element that is none of ours.

    Read by the parser of the press itself.
    """
    found = []
    for element in tinyhtml5.parse(html, namespace_html_elements=False).iter():
        if not isinstance(element.tag, str):
            found.append("a comment")  # none of ours has any
            continue
        name = element.tag.rpartition("}")[2]
        if not ELEMENTS.fullmatch(name):
            found.append(f"<{name}>")
        for attribute, value in element.attrib.items():
            told = f"{name}[{attribute}={value}]"
            if attribute in LOADS and not (name == "img" and value == printing.PICTURE):
                found.append(told)
            if attribute.endswith("href") and not (name == "a" and FOLLOWED.match(value)):
                found.append(told)
            if attribute == "rel" and set(value.split()) - {"noopener", "noreferrer"}:
                found.append(told)
    return found


def named_in(css: str) -> set[str]:
    """The addresses of a style sheet."""
    return set(re.findall(r"url\(\s*[\"']?([^\"')]*)", css)) | set(re.findall(r"@import[^;]*", css))


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_an_injection_in_every_field_at_once_names_nothing_to_fetch(
    attempt, recorder, town, hanne, dorte, bo, freeze
):
    freeze(monday_at(9))
    attack = attempt.format(port=9)
    card = write_everywhere(town, hanne, dorte, bo, lambda mark: f"{mark} {attack}")
    compose_all(town, card, bo, recorder)
    fonts = {printing.font_address(name) for name in printing.FONTS}
    composed = recorder.composed
    has_gaps = "{" in attack  # a gap that is not filled in keeps a card from the press altogether
    assert len(composed) == len(sheets.KINDS) + (2 if has_gaps else 5)
    assert {name: fetches(html) for name, (html, _css) in composed.items() if fetches(html)} == {}
    assert {name for name, (_html, css) in composed.items() if named_in(css) - fonts} == set()
    everything = " ".join(html for html, _css in composed.values())
    assert [one.name for one in FIELDS if one.mark not in everything] == (
        ["card title in English"] if has_gaps else []
    )


def test_all_documents_are_printed_with_attempts_in_every_field_and_nobody_is_called(
    recorder, town, hanne, dorte, bo, freeze, listener
):
    freeze(monday_at(9))
    port, calls = listener
    attempts = {
        one.mark: ATTEMPTS[number % len(ATTEMPTS)].format(port=port)
        for number, one in enumerate(FIELDS, start=len(FIELDS) // 2)
    }
    card = write_everywhere(town, hanne, dorte, bo, lambda mark: f"{mark} {attempts[mark]}")
    compose_all(town, card, bo, recorder)
    for name, (html, css) in recorder.composed.items():
        made = REALLY_PRESS(html, css, picture=drawn("#000000") if printing.PICTURE in html else b"")
        assert made.pdf.startswith(b"%PDF"), name
        assert b"/EmbeddedFile" not in made.pdf, name
    assert calls == []


@pytest.mark.parametrize("colour", ["red", "#000}*{", "url(/a)", "#fff;}}", "</styl", "#0b4f6"])
def test_a_colour_that_is_none_never_reaches_a_style_sheet(colour, recorder, town, hanne, dorte, bo, freeze):
    freeze(monday_at(9))
    card = write_everywhere(town, hanne, dorte, bo, lambda mark: f"{mark} ord")
    styles = []
    for told in ("#000000", colour):
        Municipality.objects.filter(pk=town.municipality.pk).update(primary_colour=told)
        PrintedFile.objects.all().delete()
        PosterFile.objects.all().delete()
        compose_all(town, card, bo, recorder)
        styles.append({name: css for name, (_html, css) in recorder.composed.items()})
    assert styles[0] == styles[1]
