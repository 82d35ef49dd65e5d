"""Where the keys are, in words for who runs the portal. Nothing here opens anything or counts concerns."""

import datetime as dt
from dataclasses import dataclass

from beredskab.administration.models import KeyChange, KeyChangeKind
from beredskab.organisation.models import Municipality, Team
from beredskab.vault import keys
from beredskab.vault.models import Custody, HolderKind, KeyHolder

MOST_SHOWN = 30


@dataclass(frozen=True)
class TeamKey:
    """A team and since when it has its key; None before its first notification."""

    team: Team
    made_at: dt.datetime | None
    version: int


@dataclass(frozen=True)
class Facts:
    """`shared_at`: when the recovery key was put on paper; None while it lies on the machine."""

    has_agent: bool
    shared_at: dt.datetime | None
    teams: tuple[TeamKey, ...]


def facts(municipality: Municipality) -> Facts:
    """Two statements."""
    teams = list(Team.objects.filter(municipality=municipality).order_by("name"))
    ids = [team.pk for team in teams]
    rows = KeyHolder.objects.filter(kind__in=(HolderKind.TEAM, HolderKind.RECOVERY), retired_at__isnull=True)
    held = {(row.kind, row.ref): row for row in rows.filter(ref__in=[*ids, municipality.pk])}
    recovery = held.get((HolderKind.RECOVERY, municipality.pk))
    is_shared = recovery is not None and recovery.custody == Custody.SHARES
    return Facts(
        keys.has_agent(),
        recovery.made_at if recovery and is_shared else None,
        tuple(_of(team, held.get((HolderKind.TEAM, team.pk))) for team in teams),
    )


def command_of(change: KeyChange) -> str:
    """What an operator types to do what was approved."""
    place = change.municipality.slug
    if change.kind == KeyChangeKind.TEAM:
        return f"bin/manage rotate_team_key {change.about} --municipality {place}"
    return f"bin/manage share_recovery_key --municipality {place} --out FOLDER"


def team_named(change: KeyChange) -> str:
    """The team's name, or its slug when it is gone."""
    name = Team.objects.filter(municipality=change.municipality_id, slug=change.about).values_list("name")
    return str((name.first() or (change.about,))[0])


def _of(team: Team, holder: KeyHolder | None) -> TeamKey:
    return TeamKey(team, holder.made_at if holder else None, holder.version if holder else 0)
