"""Every page of the portal in a real browser: nothing axe complains of, nobody scrolls sideways on a phone.

The pages are those of the resolver, each opened by somebody who may: a page added tomorrow is tested then.
Script errors, refusals of the content security policy and requests to strangers fail by `visits`.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from beredskab.ui import accessibility
from tests.access.test_matrix import wanted
from tests.browser import Visits, covered, overflow, violations
from tests.routes import Route, routes
from tests.world import World
from tests.world.browsers import NOBODY

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NOT_A_PAGE = re.compile(
    r"\.(css|csv|ics|json|ods|pdf|png|svg|xlsx|zip|<slug:ending>)$|^sundhed/|^indstillinger/logo/$|^filer/|/filer/<uuid:file>/<int:number>/$"
)  # files, and the pages of what somebody attached: pictures
# Who opens a page, the first who may.
VISITORS = ("anna", "cia", "bo", "dorte", "hanne", "gert", NOBODY)
# What the accessibility statement declares is what is looked at here.
WIDE, PHONE = accessibility.WIDE, accessibility.SMALLEST
FAULTY_FORMS = (
    (NOBODY, "signin:sign_in"),
    ("anna", "notifications:step"),
    ("anna", "notifications:conversation"),
    ("cia", "notifications:assess"),
    ("cia", "notifications:decide"),
    ("hanne", "plans:edit_contact"),
    ("dorte", "plans:set_recommendation_status"),
)
# Who walks through which page; anna the others.
WALKERS = {
    "notifications:inbox": "cia",
    "notifications:concern": "cia",
    "plans:who_has_read": "bo",
    "plans:status": "dorte",
    "plans:edit_section": "hanne",
}
KEYBOARD = (
    (NOBODY, "home"),
    *((WALKERS.get(name, "anna"), name) for name in accessibility.BY_KEYBOARD),
)


@pytest.fixture
def busy(committing: None, world: World) -> World:
    world.now = timezone.now()
    world.file_a_concern()
    world.ask_without_a_name()
    world.begin_a_draft()
    return world


class Tour:
    """One browser page per person, kept open; remembers what is wrong with what it sees."""

    def __init__(self, visits: Visits, world: World) -> None:
        self.visits = visits
        self.world = world
        self.pages: dict[str, Page] = {}
        self.faults: list[str] = []

    def page_of(self, person: str) -> Page:
        if person not in self.pages:
            self.pages[person] = self.visits.page(self.world.people.get(person))
        return self.pages[person]

    def path(self, name: str) -> str:
        route = next(one for one in routes() if one.name == name)
        return reverse(name, kwargs=self.world.arguments(route))

    def look(self, person: str, what: str) -> None:
        """The page as it is now, wide and on the smallest phone."""
        page = self.page_of(person)
        for width in (WIDE, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            self.faults += [f"{what} at {width}: {fault}" for fault in violations(page)]
            if (pixels := overflow(page)) > 0:
                self.faults.append(f"{what} at {width} is {pixels} pixels too wide")
            self.faults += [f"{what} at {width}: something lies over {one!r}" for one in covered(page)]
        self.faults += [f"{what}: {fault}" for fault in headings_of(page)]


@pytest.fixture
def tour(visits: Visits, busy: World) -> Tour:
    return Tour(visits, busy)


def headings_of(page: Page) -> Iterator[str]:
    """One h1, and no level left out on the way down."""
    levels = [int(level) for level in page.evaluate(HEADINGS)]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} headings of level 1"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"h{after} after h{before}"


HEADINGS = """[...document.querySelectorAll('main h1, main h2, main h3, main h4, main h5')]
    .filter(h => h.checkVisibility()).map(h => h.tagName[1])"""


def pages() -> list[tuple[str, Route]]:
    """(who, door) of every page that somebody may see as a page."""
    found = []
    for route in routes():
        visitors = [p for p in VISITORS if wanted(route.name, "GET", p) == 200]
        if "GET" in route.methods and not NOT_A_PAGE.search(route.path) and visitors:
            found.append((visitors[0], route))
    # Hiding the screen ends the session: it comes last.
    return sorted(found, key=lambda one: one[1].name == "hide")


def test_every_page_is_accessible_wide_and_on_the_smallest_phone(tour: Tour) -> None:
    seen = pages()
    assert len(seen) > 45
    for person, route in seen:
        answer = tour.page_of(person).goto(tour.path(route.name))
        assert answer is not None
        if answer.status != 200:
            tour.faults.append(f"{route.name} as {person} answers {answer.status}")
        tour.look(person, f"{route.name} as {person}")
    assert tour.faults == []


def test_pages_for_everybody_are_accessible_without_login(tour: Tour) -> None:
    public = [route for _, route in pages() if wanted(route.name, "GET", NOBODY) == 200]
    for route in public:
        tour.page_of(NOBODY).goto(tour.path(route.name))
        tour.look(NOBODY, f"{route.name} without login")
    assert tour.faults == []


def test_pages_of_errors_and_refusals_are_accessible(tour: Tour) -> None:
    statuses = []
    for person, path in (
        ("anna", "/findes/ikke/"),
        ("anna", tour.path("plans:status")),
        ("emil", tour.path("notifications:concern")),
        (NOBODY, "/findes/ikke/"),
    ):
        answer = tour.page_of(person).goto(path)
        assert answer is not None
        statuses.append(answer.status)
        tour.look(person, f"{answer.status} as {person}")
    assert (statuses, tour.faults) == ([404, 403, 404, 404], [])


def test_forms_with_mistakes_are_accessible_and_say_so_in_the_title(tour: Tour) -> None:
    for person, name in FAULTY_FORMS:
        page = tour.page_of(person)
        page.goto(tour.path(name))
        with page.expect_navigation():
            page.evaluate(EMPTY_AND_SEND)
        tour.look(person, f"{name} with mistakes")
        if not page.title().startswith("Fejl: "):
            tour.faults.append(f"{name}: the title is {page.title()!r}")
        if page.locator(".error-summary, .alert-error").count() == 0:
            tour.faults.append(f"{name} has no summary of its mistakes")
    assert tour.faults == []


EMPTY_AND_SEND = """() => {
    const forms = [...document.querySelectorAll('main form[method=post]')];
    const form = forms.find(f => f.querySelector('.form-group, fieldset')) || forms[0];
    form.querySelectorAll('input:not([type=hidden]), textarea').forEach(field => {
        field.type === 'radio' || field.type === 'checkbox' ? field.checked = false : field.value = '';
    });
    const button = form.querySelector('.button-primary') || form.querySelector('button');
    setTimeout(() => form.requestSubmit(button), 0);
}"""


def test_the_keyboard_reaches_everything_and_shows_where_it_is(tour: Tour) -> None:
    """From the top of the page every link and field is reached once, in order, and the place is marked."""
    for person, name in KEYBOARD:
        page = tour.page_of(person)
        page.set_viewport_size({"width": WIDE, "height": 900})
        page.goto(tour.path(name))
        expected = int(page.evaluate(REACHABLE))
        reached, unmarked = walk(page, expected + 30)
        if len(reached) < expected:
            tour.faults.append(f"{name} as {person}: {len(reached)} of {expected} places reached")
        tour.faults += [f"{name} as {person}: no mark on {one}" for one in unmarked]
        assert reached[0].startswith("A.skipnav"), f"{name}: the first stop is {reached[0]}"
    assert tour.faults == []


REACHABLE = """() => {
    const groups = new Set();
    const stops = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
    return [...document.querySelectorAll(stops)]
        .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.disabled)
        .filter(one => !one.closest('dialog:not([open])'))
        .filter(one => one.type !== 'radio' || (!groups.has(one.name) && groups.add(one.name))).length;
}"""
PLACE = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    window.places ||= [];
    if (!window.places.includes(one)) window.places.push(one);
    const look = [one, one.nextElementSibling, one.labels && one.labels[0]].filter(Boolean).flatMap(
        e => [getComputedStyle(e), getComputedStyle(e, '::before'), getComputedStyle(e, '::after')]);
    const outlined = s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0;
    const marked = look.some(s => outlined(s) || s.boxShadow !== 'none');
    return [window.places.indexOf(one) + ' ', one.tagName + '.' + one.className, marked];
}"""


def walk(page: Page, steps: int) -> tuple[list[str], list[str]]:
    """Press Tab again and again: the places that were reached, and those that show no mark."""
    reached: dict[str, str] = {}
    unmarked = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        here = page.evaluate(PLACE)
        if here is None or here[0] in reached:
            break
        reached[here[0]] = here[1]
        if not here[2]:
            unmarked.append(here[1])
    return list(reached.values()), unmarked


def test_a_page_with_faults_would_be_noticed(tour: Tour) -> None:
    """What the tests above look at is really looked at."""
    page = tour.page_of(NOBODY)
    page.goto(tour.path("help"))
    page.evaluate(
        """document.querySelector('main').innerHTML +=
        '<img src="/static/img/icon.svg" width="2000"><h1>Again</h1><h4>Deep</h4><input>' +
        '<p><a href="#under">Under</a> <a id="over" href="#over">Over</a></p>';
        const over = document.getElementById('over');
        over.parentNode.style.position = 'relative';
        over.style.position = 'absolute';
        over.style.inset = 0"""
    )
    tour.look(NOBODY, "broken")
    told = " ".join(tour.faults)
    assert all(
        part in told
        for part in (
            "image-alt",
            "label",
            "2 headings of level 1",
            "h4 after h1",
            "pixels too wide",
            "over 'Under'",
        )
    )
