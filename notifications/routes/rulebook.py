"""A municipality's routing table: reading it, and the one it starts with."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery

from beredskab.organisation.models import Contact, Municipality, Profession, Team
from notifications.models import RoutingRule
from notifications.routes.cells import CLOSED, NO, OPEN, STEP, YES, Cells, Table
from notifications.routing import Rule
from notifications.vocabulary import Certainty, Suspect, Topic

STARTING_TABLE = Path(__file__).parent.parent / "catalogue" / "routing.toml"


class NoReception(Exception):
    """The municipality has no team that could receive anything."""


class GoneMeanwhile(Exception):
    """A team, unit or number that the table names is not there any more."""


def rules_of(municipality: Municipality) -> list[Rule]:
    """The table as routing reads it; one statement."""
    callings = Profession.objects.filter(municipality=municipality, slug=OuterRef("profession"))
    rows = RoutingRule.objects.filter(municipality=municipality).select_related("unit", "phone")
    return [_rule(row) for row in rows.annotate(profession_name=Subquery(callings.values("name_da")[:1]))]


def table_of(municipality: Municipality) -> Table:
    """The table in force in words, as people edit it; one statement."""
    rows = RoutingRule.objects.filter(municipality=municipality).select_related("unit", "phone", "team")
    return tuple(_cells(row) for row in rows.order_by("priority"))


def replace(municipality: Municipality, table: Table) -> None:
    """Put another table in force, whole.

    Raises GoneMeanwhile: a cell whose unit or number is gone must not become an empty one, which means any.
    """
    teams = {team.slug: team for team in municipality.teams.all()}
    phones = {contact.slug: contact for contact in municipality.contacts.filter(unit=None)}
    units = {unit.slug: unit for unit in municipality.units.all()}
    known = {*teams, *phones, *units, ""}
    if any({line.team, line.phone, line.unit} - known for line in table):
        raise GoneMeanwhile
    with transaction.atomic():
        municipality.routing_rules.all().delete()
        RoutingRule.objects.bulk_create(
            RoutingRule(
                municipality=municipality,
                priority=(place + 1) * STEP,
                name=line.name,
                topic=line.topic,
                suspect=line.suspect,
                certainty=line.certainty,
                acute={"": None, YES: True, NO: False}[line.acute],
                unit=units.get(line.unit),
                area=line.area,
                profession=line.profession,
                hours=line.hours,
                team=teams[line.team],
                phone=phones.get(line.phone),
            )
            for place, line in enumerate(table)
        )


def _cells(row: RoutingRule) -> Cells:
    return Cells(
        name=row.name,
        team=row.team.slug,
        topic=row.topic,
        suspect=row.suspect,
        certainty=row.certainty,
        acute={None: "", True: YES, False: NO}[row.acute],
        hours=row.hours,
        unit=row.unit.slug if row.unit else "",
        area=row.area,
        profession=row.profession,
        phone=row.phone.slug if row.phone else "",
    )


def start(municipality: Municipality) -> int:
    """Give a municipality without a table the one of the catalogue; returns the number of rules it has.

    Raises NoReception when there is no team yet.
    """
    if municipality.routing_rules.exists():
        return municipality.routing_rules.count()
    teams = _teams_by_kind(municipality)
    phones = {contact.slug: contact for contact in municipality.contacts.filter(unit=None)}
    with transaction.atomic():
        rows = [_row(municipality, line, teams, phones) for line in starting_table()]
        RoutingRule.objects.bulk_create(rows)
    return len(rows)


def starting_table() -> list[dict[str, Any]]:
    """The lines of the catalogue."""
    lines: list[dict[str, Any]] = tomllib.loads(STARTING_TABLE.read_text(encoding="utf-8"))["rule"]
    return lines


def _rule(row: Any) -> Rule:  # a RoutingRule with the name of its profession
    return Rule(
        name=row.name,
        priority=row.priority,
        team=row.team_id,
        phone=row.phone.slug if row.phone else "",
        topic=Topic(row.topic) if row.topic else None,
        suspect=Suspect(row.suspect) if row.suspect else None,
        certainty=Certainty(row.certainty) if row.certainty else None,
        is_acute=row.acute,
        unit=row.unit.slug if row.unit else "",
        area=row.area,
        profession=row.profession,
        is_open={"": None, OPEN: True, CLOSED: False}[row.hours],
        unit_name=row.unit.name if row.unit else "",
        profession_name=row.profession_name or "",
    )


def _row(
    municipality: Municipality, line: dict[str, Any], teams: dict[str, Team], phones: dict[str, Contact]
) -> RoutingRule:
    cells = {**line}
    kind, phone = cells.pop("team"), cells.pop("phone", "")
    team = teams.get(kind, teams[Team.Kind.RECEPTION])
    return RoutingRule(municipality=municipality, team=team, phone=phones.get(phone), **cells)


def _teams_by_kind(municipality: Municipality) -> dict[str, Team]:
    teams: dict[str, Team] = {}
    for team in municipality.teams.order_by("pk"):
        teams.setdefault(team.kind, team)
    if Team.Kind.RECEPTION not in teams:
        raise NoReception(municipality.name)
    return teams
