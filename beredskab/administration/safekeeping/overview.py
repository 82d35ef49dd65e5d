"""Where the keys are, in words for who runs the portal. Nothing here opens anything or counts concerns.

A team's key is made with its first concern: whether there is one, and since when, is not shown. Whoever runs
the portal may be whom that concern is about.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from beredskab.administration.models import KeyChange, KeyChangeKind
from beredskab.organisation.models import Municipality, Team
from beredskab.vault import keys
from beredskab.vault.models import Custody, HolderKind, KeyHolder

MOST_SHOWN = 30


@dataclass(frozen=True)
class Facts:
    """`shared_at`: when the recovery key was put on paper; None while it lies on the machine."""

    has_agent: bool
    shared_at: dt.datetime | None


def facts(municipality: Municipality) -> Facts:
    """One statement."""
    on_paper = KeyHolder.objects.filter(
        kind=HolderKind.RECOVERY, ref=municipality.pk, retired_at__isnull=True, custody=Custody.SHARES
    ).first()
    return Facts(keys.has_agent(), on_paper.made_at if on_paper else None)


def command_of(change: KeyChange, municipality: Municipality) -> str:
    """What an operator types to do what was approved."""
    if change.kind == KeyChangeKind.TEAM:
        return f"bin/manage rotate_team_key {change.about} --municipality {municipality.slug}"
    return f"bin/manage share_recovery_key --municipality {municipality.slug} --out FOLDER"


def teams_of(changes: Iterable[KeyChange], municipality: Municipality) -> dict[str, str]:
    """Slug -> name of the teams that changes are about."""
    slugs = {one.about for one in changes if one.about}
    return dict(Team.objects.filter(municipality=municipality, slug__in=slugs).values_list("slug", "name"))
