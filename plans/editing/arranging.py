"""Sections in a draft: a new one, its place among the others, out of the plan."""

import datetime as dt

from django.utils.text import slugify

from beredskab.access.acting import act
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from plans.contents import SectionContent
from plans.editing import editions
from plans.models import Edition, EditionSection, Section, SectionVersion
from plans.sharing import words

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"})
RESERVED = frozenset({"udgaver", "soeg"})


@act
def begin_section(
    edition: Edition, title: str, chapter: str, *, by: Staff, at: dt.datetime
) -> SectionVersion:
    """A new section, last in its chapter; its address is its title and stays when the title changes."""
    slug = _free_slug(edition, title)
    content = SectionContent(slug=slug, title=title, chapter=chapter, must_acknowledge=True)
    made = editions.add_section(edition, content, by=by, at=at)
    lines = list(edition.lines.select_related("version").order_by("position"))
    same = [line for line in lines[:-1] if line.version.chapter == chapter]
    if same:
        lines.insert(lines.index(same[-1]) + 1, lines.pop())
        _number(lines)
    trail.record(by.pk, "plan.section_added", made.section_id, at=at)
    return made


@act
def move_section(edition: Edition, section: Section, *, down: bool, by: Staff, at: dt.datetime) -> None:
    """One place up or down; at the end of the row nothing happens. Raises SharedWords for the owner's."""
    editions.require_writing(edition, by)
    lines = list(edition.lines.select_related("version").order_by("position"))
    place = next((n for n, line in enumerate(lines) if line.section_id == section.pk), None)
    other = None if place is None else place + (1 if down else -1)
    if place is None or other is None or not 0 <= other < len(lines):
        return
    words.require_own(lines[place].version, edition.plan_id)
    lines[place], lines[other] = lines[other], lines[place]
    _number(lines)


@act
def take_out(edition: Edition, section: Section, *, by: Staff, at: dt.datetime) -> None:
    """The next edition does not list the section; what was published keeps it. Gone already is gone.

    Raises SharedWords for a section of the owner's.
    """
    editions.require_writing(edition, by)
    line = edition.lines.select_related("version").filter(section=section).first()
    if line is None:
        return
    version = line.version
    words.require_own(version, edition.plan_id)
    line.delete()
    if not version.is_frozen:
        version.delete()
    trail.record(by.pk, "plan.section_taken_out", section.pk, at=at)


def _number(lines: list[EditionSection]) -> None:
    for position, line in enumerate(lines, start=1):
        line.position = position
    EditionSection.objects.bulk_update(lines, ["position"])


def _free_slug(edition: Edition, title: str) -> str:
    """An address that no section of the plan has or had: an old link never leads to other words."""
    base = slugify(title.translate(_LETTERS))[:60] or "afsnit"
    taken = set(Section.objects.filter(plan=edition.plan_id).values_list("slug", flat=True)) | RESERVED
    return next(one for n in range(1, 10_000) if (one := base if n == 1 else f"{base}-{n}") not in taken)
