"""Pieces of a page that are the same for many readers: written once, kept as long as they hold.

Nothing in them may hang on the request or a token. What they hang on is their key, beside the municipality's
revision: who may see what, through which profession one reads, the language, which of the numbers in them
answer now, and in a person's own part what they have read and what day it is.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beredskab.organisation import kept
from beredskab.organisation.models import Contact
from plans import access, in_force, reading, showing, since_read
from plans.models import EditionSection
from plans.numbers.contacts import contacts_in_force
from plans.scenarios.questions import shown_to
from plans.views.lens import Lens
from plans.views.menus import side_menu
from plans.views.tasks import done_of, tasks_of


@dataclass(frozen=True)
class Body:
    """The blocks of a section as HTML, for readers without login with the questions to try oneself."""

    html: SafeString
    left_out: int


def body(
    viewer: access.Viewer, line: EditionSection, lens: Lens, names: Mapping[str, str], at: dt.datetime
) -> Body:
    """What the section says to these professions now."""
    contacts = contacts_in_force(viewer.municipality, at, viewer.unit)
    blocks = in_force.blocks(viewer, line)
    frame = showing.Frame(contacts, at, names, public_only=viewer.staff is None)

    def write() -> Body:
        shown = showing.show(blocks, frame, lens.professions)
        asked = [] if viewer.staff else shown_to(line.version.scenarios, lens.professions)
        words = {"shown": shown, "scenarios": asked, "lang": line.edition.plan.language}
        return Body(render_to_string("plans/section_body.html", words), shown.left_out)

    answering = showing.answering_now({slug for block in blocks for slug in block.contacts}, contacts, at)
    state = (_valid(contacts), answering, _in_amber(contacts, at))
    key = ("body", viewer.audiences, line.pk, lens.professions, get_language(), state)
    return kept.while_unchanged(viewer.municipality, key, write)


def _valid(contacts: Mapping[str, Contact]) -> tuple[int, ...]:
    """A number may begin or end to be valid while nothing was changed."""
    return tuple(contact.pk for contact in contacts.values())


def _in_amber(contacts: Mapping[str, Contact], at: dt.datetime) -> tuple[str, ...]:
    """Nor need anything change for a number to have waited too long for somebody to vouch for it."""
    on = localdate(at)
    return tuple(slug for slug, contact in contacts.items() if contact.is_unconfirmed(on))


def menu(viewer: access.Viewer, lines: list[EditionSection], here: EditionSection, lens: Lens) -> SafeString:
    """The contents of the plan beside the section."""

    def write() -> SafeString:
        words = {"title": _("Contents"), "entries": side_menu(lines, here, lens)}
        return render_to_string("components/side_menu.html", words)

    key = ("menu", viewer.audiences, here.pk, lens.query, get_language())
    return kept.while_unchanged(viewer.municipality, key, write)


def my_part(
    viewer: access.Viewer, found: reading.Reading, contacts: Mapping[str, Contact], at: dt.datetime
) -> SafeString:
    """A person's part of the plan: what they are to read, what is new in it, and what they have read."""
    on = localdate(at)

    def write() -> SafeString:
        news = since_read.news_of(viewer, found.missing, contacts)
        words = {
            "reading": found,
            "tasks": tasks_of(found, on, news),
            "news": news,
            "done": done_of(found, on),
            "has_profession": bool(viewer.staff and viewer.staff.professions()),
        }
        return render_to_string("plans/my_sections.html", words)

    key = ("my part", found.mark, get_language(), on, _valid(contacts))
    return kept.while_unchanged(viewer.municipality, key, write, among=kept.PEOPLE)
