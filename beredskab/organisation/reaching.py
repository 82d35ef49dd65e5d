"""A unit with everything below it."""

from collections.abc import Sequence

from beredskab.organisation.models import Unit


def with_below(top: Unit, units: Sequence[Unit]) -> list[Unit]:
    """A unit and those of `units` that are anywhere below it, level by level."""
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(unit)
    found = [top]
    for unit in found:  # grows while it is walked
        found += [one for one in below.get(unit.pk, []) if one not in found]
    return found
