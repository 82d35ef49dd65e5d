"""A published plan in a few lines, with what each person has read of it."""

import datetime as dt

import pytest

from plans import access, reading
from plans.models import Edition, EditionSection, Plan, RereadRequest, Section, SectionVersion
from plans.vocabulary import EditionState
from tests.cast import Town

NOW = dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)
TODAY = NOW.date()
SPRING = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


class Book:
    """A published plan with sections to acknowledge; `renew` publishes one of them again."""

    def __init__(self, town: Town, editor, approver):
        self.town, self.editor, self.approver = town, editor, approver
        self.plan = Plan.objects.create(
            municipality=town.municipality, kind="abuse", slug="overgreb", title="Planen"
        )

    def publish(self, *, at, sections=()):
        """`sections`: (slug, professions, due) of what is new in this edition; the rest stays."""
        old = self.plan.editions.filter(state=EditionState.PUBLISHED).first()
        kept = {line.section_id: line.version for line in old.lines.select_related("version")} if old else {}
        edition = self._edition(at)
        new = {}
        for slug, professions, due in sections:
            section, _made = Section.objects.get_or_create(plan=self.plan, slug=slug)
            new[section.pk] = self._version(section, professions, due)
        for position, (section, version) in enumerate({**kept, **new}.items()):
            EditionSection.objects.create(
                edition=edition, section_id=section, version=version, position=position
            )
        SectionVersion.objects.filter(pk__in=[version.pk for version in new.values()]).update(frozen_at=at)
        if old:
            Edition.objects.filter(pk=old.pk).update(state=EditionState.SUPERSEDED, superseded_at=at)
        Edition.objects.filter(pk=edition.pk).update(
            state=EditionState.PUBLISHED,
            submitted_by=self.editor,
            submitted_at=at,
            approved_by=self.approver,
            published_at=at,
        )
        return edition

    def _edition(self, at):
        number = self.plan.editions.count() + 1
        return Edition.objects.create(plan=self.plan, number=number, created_by=self.editor, created_at=at)

    def _version(self, section, professions, due):
        version = SectionVersion.objects.create(
            section=section,
            number=section.versions.count() + 1,
            title=section.slug.capitalize(),
            chapter=f"1 {section.slug[0].upper()}",
            professions=list(professions),
            must_acknowledge=True,
        )
        RereadRequest.objects.create(version=version, due_on=due)
        version.blocks.create(position=1, type="text", audience="internal", text="Læs.", plain="Læs.")
        return version

    def read(self, person, *slugs, at=SPRING):
        viewer = access.Viewer(person.municipality, person)
        for line in reading.lines_in_force(viewer):
            if line.section.slug in slugs:
                reading.acknowledge(line, version_number=line.version.number, by=person, at=at)


@pytest.fixture
def book(town, hanne, dorte):
    made = Book(town, hanne, dorte)
    due = dt.date(2026, 4, 15)
    made.publish(at=SPRING, sections=[("akut", (), due), ("barnet", (), due), ("ledere", ("leder",), due)])
    return made
