"""A municipality of ten thousand: made once in the database of the bench, in about a minute.

Its two plans of the law are the demo's; beside them stands a plan of sixty sections in its fifth edition.
"""

import datetime as dt
import os
from pathlib import Path

import psycopg2
from django.utils import timezone

from beredskab.access import grants
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.administration import founding
from beredskab.organisation.models import Membership, Municipality, Staff, Unit
from plans import demo
from plans.contents import PLANS
from plans.editing import starting
from plans.following import counting
from plans.models import Block, Edition, EditionSection, Plan, RereadRequest, Section, SectionVersion
from plans.vocabulary import Audience, BlockType, EditionState

SLUG, PEOPLE, HOUSES, SECTIONS, EDITIONS = "storby", 10_000, 200, 60, 5
HALF_A_YEAR = dt.timedelta(days=182)


def municipality() -> Municipality:
    """The municipality with everything in it; made when it is not there."""
    if not Staff.objects.filter(email=f"nr{PEOPLE}@{SLUG}.example").exists():
        _make(timezone.now())
    return Municipality.objects.get(slug=SLUG)


def person(name: str) -> Staff:
    """`dorte` leads all of it and approves, `hanne` edits, `bo` leads one house."""
    return Staff.objects.get(email=f"{name}@{SLUG}.example")


def _make(at: dt.datetime) -> None:
    place = founding.found("Storby Kommune", SLUG)
    top = Unit.objects.get(municipality=place, parent=None)
    houses = [_house(place, top, number) for number in range(HOUSES)]
    hanne = _employ("hanne", top, Role.EDITOR)
    dorte = _employ("dorte", top, Role.APPROVER, Role.LEADER)
    grants.grant(dorte, "lead_unit", top)
    grants.grant(_employ("bo", houses[0], Role.LEADER), "lead_unit", houses[0])
    starting.put_contacts(place)
    demo.fill_contacts(place)
    if not Plan.objects.filter(municipality=place).exists():
        for slug in PLANS:
            demo.publish_first(place, slug, hanne, dorte)
        _large_plan(place, hanne, dorte, at)
    script = Path(__file__).with_suffix(".sql").read_text()
    _as_superuser(f"SET bench.slug = '{SLUG}'; SET bench.people = {PEOPLE}; {script}")
    for first, last in counting.ranges(place):
        counting.recount(counting.ids_between(place.pk, first, last), place, at=at)
    _as_superuser("VACUUM ANALYZE plans_readerstanding", "VACUUM plans_acknowledgement")


def _as_superuser(*scripts: str) -> None:
    """Millions of rows need no trigger and no foreign key; only the bench's own server is asked."""
    connection = psycopg2.connect(os.environ["BENCH_ADMIN_URL"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        for script in scripts:
            cursor.execute(script)
    connection.close()


def _house(place: Municipality, top: Unit, number: int) -> Unit:
    facts = {"parent": top, "name": f"Hus {number + 1}"}
    return Unit.objects.get_or_create(municipality=place, slug=f"hus-{number}", defaults=facts)[0]


def _employ(name: str, unit: Unit, *roles: Role) -> Staff:
    facts = {"name": f"{name.title()} Storby", "municipality": unit.municipality}
    staff = Staff.objects.get_or_create(email=f"{name}@{SLUG}.example", defaults=facts)[0]
    leader = unit.municipality.professions.get(slug="leder")
    Membership.objects.get_or_create(staff=staff, unit=unit, profession=leader)
    for role in roles:
        RoleAssignment.objects.get_or_create(staff=staff, role=role)
    return staff


def _large_plan(place: Municipality, hanne: Staff, dorte: Staff, at: dt.datetime) -> None:
    plan = Plan.objects.create(municipality=place, kind="abuse", slug="stor", title="Den store plan")
    sections = Section.objects.bulk_create(Section(plan=plan, slug=f"afsnit-{n}") for n in range(SECTIONS))
    for number in range(1, EDITIONS + 1):
        published = at - HALF_A_YEAR * (EDITIONS + 1 - number)
        edition = Edition.objects.create(plan=plan, number=number, created_by=hanne, created_at=published)
        versions = SectionVersion.objects.bulk_create(_version(one, number) for one in sections)
        Block.objects.bulk_create(_block(one) for one in versions)
        RereadRequest.objects.bulk_create(
            RereadRequest(version=one, due_on=(published + dt.timedelta(days=60)).date()) for one in versions
        )
        EditionSection.objects.bulk_create(
            EditionSection(edition=edition, section=one.section, version=one, position=place)
            for place, one in enumerate(versions)
        )
        SectionVersion.objects.filter(pk__in=[one.pk for one in versions]).update(frozen_at=published)
        plan.editions.filter(state=EditionState.PUBLISHED).update(
            state=EditionState.SUPERSEDED, superseded_at=published
        )
        facts = {"submitted_by": hanne, "approved_by": dorte, "published_at": published}
        Edition.objects.filter(pk=edition.pk).update(
            state=EditionState.PUBLISHED, submitted_at=published, **facts
        )


def _version(section: Section, number: int) -> SectionVersion:
    position = int(section.slug.rpartition("-")[2])
    return SectionVersion(
        section=section,
        number=number,
        title=f"Afsnit {position + 1}",
        chapter=f"{position // 6} Kapitel {position // 6 + 1}",
        must_acknowledge=True,
    )


def _block(version: SectionVersion) -> Block:
    words = f"Det her læser du i udgave {version.number}."
    return Block(
        version=version, position=1, type=BlockType.TEXT, audience=Audience.PUBLIC, text=words, plain=words
    )
