"""The accessibility statement as facts: what is asked, what every version is tried for, what is missing.

The page `/om/tilgaengelighed/` says nothing else, and the tests of every page read the same lines: the rules
of axe, the widths, the pages walked by keyboard. Each trial names its tests, and they must be there
(tests/ui/test_accessibility_statement.py). Whoever changes what is declared dates it anew; that file tells
when it was forgotten. Rule A-54.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

STANDARD, LEVEL = "EN 301 549 v3.2.1", "WCAG 2.1 AA"
"""What Danish law on web accessibility asks of a municipality's pages, also behind a login."""

DECLARED = dt.date(2026, 11, 22)
"""The day on which what stands here was last changed, and everything under `TRIALS` held."""
GOOD_FOR = dt.timedelta(days=365)
"""The law asks for a statement that was gone through within the last year."""

AXE_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
"""Groups of rules that axe looks for on every page."""
WIDE, SMALLEST = 1280, 320
"""Pixels. 320 is a small phone, and a wide screen enlarged four times (WCAG 1.4.10)."""
BY_KEYBOARD = (
    "home",
    "plans:section",
    "plans:who_has_read",
    "plans:status",
    "plans:edit_section",
    "notifications:step",
    "notifications:inbox",
    "notifications:concern",
)
"""Pages on which every link and field is reached by Tab, in order, with a mark that shows where one is."""

PAGES = "tests/journeys/test_accessibility.py::"
FILING = "tests/journeys/test_filing_browser.py::"
ANSWER_WITHIN = 10
"""Working days that the municipality has to answer before somebody turns to the agency."""
AGENCY = "https://digst.dk/digital-inklusion/webtilgaengelighed/oplever-du-ikke-tilgaengeligt-indhold/"


class Kind(Enum):
    """Groups of the official statement; its third, a disproportionate burden, we claim for nothing."""

    NOT_MET = _("Does not meet the law yet")
    OUTSIDE = _("Not covered by the law")


class State(Enum):
    """The two answers of the official statement that a portal with our tests can come to."""

    FULLY = _("The portal meets the standard in full.")
    PARTLY = _("The portal meets the standard in part: most of what it asks for, with the exceptions below.")


@dataclass(frozen=True)
class Said:
    """A sentence with the numbers in it that the code goes by as well."""

    text: StrPromise
    numbers: Mapping[str, object] = field(default_factory=dict, kw_only=True)

    def __str__(self) -> str:
        return str(self.text) % self.numbers if self.numbers else str(self.text)


@dataclass(frozen=True)
class Trial(Said):
    """One thing that every version is tried for. `tests` are `file::function`."""

    tests: tuple[str, ...]


@dataclass(frozen=True)
class Gap(Said):
    """Something known that not everybody can use. `criteria` of WCAG; `instead` is what to do meanwhile."""

    kind: Kind
    instead: StrPromise
    criteria: tuple[str, ...] = ()


TRIALS: tuple[Trial, ...] = (
    Trial(
        _("Every page is looked through by axe (%(rules)s), %(wide)s and %(smallest)s pixels wide."),
        (
            PAGES + "test_every_page_is_accessible_wide_and_on_the_smallest_phone",
            PAGES + "test_pages_for_everybody_are_accessible_without_login",
            PAGES + "test_pages_of_errors_and_refusals_are_accessible",
        ),
        numbers={"rules": "WCAG 2.0–2.1 A, AA", "wide": WIDE, "smallest": SMALLEST},
    ),
    Trial(
        _("No page scrolls sideways at %(smallest)s pixels, which is the same as enlarging four times."),
        (PAGES + "test_every_page_is_accessible_wide_and_on_the_smallest_phone",),
        numbers={"smallest": SMALLEST},
    ),
    Trial(
        _(
            "On the %(pages)s pages that are used most, everything is reached with the keyboard alone, "
            "and one sees where one is."
        ),
        (PAGES + "test_the_keyboard_reaches_everything_and_shows_where_it_is",),
        numbers={"pages": len(BY_KEYBOARD)},
    ),
    Trial(
        _("A form with mistakes says so in the title and on top, and leads to the field."),
        (
            PAGES + "test_forms_with_mistakes_are_accessible_and_say_so_in_the_title",
            "tests/ui/test_browser.py::test_focus_goes_to_the_summary_and_its_link_into_the_field",
        ),
    ),
    Trial(
        _("A notification can be written, sent and received without JavaScript."),
        (
            FILING + "test_the_whole_form_works_without_script_on_the_smallest_phone",
            "tests/notifications/test_inbox_browser.py::test_cia_takes_and_assesses_a_case_without_script",
        ),
    ),
    Trial(
        _(
            "More space between letters and lines cuts nothing off, and what is pressed on a phone is "
            "large enough."
        ),
        (
            "tests/ui/test_browser.py::test_a_wider_text_spacing_cuts_nothing",
            "tests/ui/test_browser.py::test_what_is_pressed_on_a_phone_is_large_enough",
        ),
    ),
    Trial(
        _("High contrast and less movement in your own settings are respected."),
        (
            "tests/ui/test_browser.py::test_a_chosen_radio_is_seen_in_forced_colours",
            "tests/ui/test_browser.py::test_nothing_moves_for_who_asked_for_that",
        ),
    ),
    Trial(
        _("The municipality’s own colours are refused when their contrast is too low."),
        ("tests/ui/test_theme.py::test_a_light_colour_is_refused_with_the_reason",),
    ),
    Trial(
        _("A warning comes before you are logged off for doing nothing, and one button gives you more time."),
        ("tests/ui/test_browser.py::test_a_warning_comes_before_the_session_ends_and_can_be_answered",),
    ),
)

NOT_TRIED: tuple[StrPromise, ...] = (
    _("The portal has not been tried by people who use a screen reader every day."),
    _(
        "PDF files are tagged for screen readers, but have not been through a full check. What stands in "
        "them can be read on a page as well."
    ),
)

GAPS: tuple[Gap, ...] = (
    Gap(
        _(
            "Files attached to a notification are shown as pictures. A screen reader tells the name and the "
            "page, not the text."
        ),
        Kind.NOT_MET,
        _("Write in the notification what the file shows."),
        ("1.1.1", "1.4.5"),
    ),
    Gap(
        _(
            "%(hours)s hours after you logged in you log in again, also while you write. That time cannot be "
            "made longer, because it protects what is said about children."
        ),
        Kind.NOT_MET,
        _("What you had typed is saved, and is there when you have logged in."),
        ("2.2.1",),
        numbers={"hours": settings.SESSION_COOKIE_AGE // 3600},
    ),
    Gap(
        _("Documents that others have made, and that the municipality has only put up here."),
        Kind.OUTSIDE,
        _("Ask for the document in another form."),
    ),
)


def state() -> State:
    """Whether the standard is met: only when we know of nothing that falls short of it."""
    return State.PARTLY if any(gap.kind is not Kind.OUTSIDE for gap in GAPS) else State.FULLY


def gaps() -> list[tuple[StrPromise, list[Gap]]]:
    """What is known to be missing, by the groups of the official statement; empty groups are left out."""
    groups = [(kind.value, [gap for gap in GAPS if gap.kind is kind]) for kind in Kind]
    return [(title, found) for title, found in groups if found]
