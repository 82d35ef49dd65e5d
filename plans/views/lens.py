"""Through which profession the plan is read: one's own, a chosen one, or everybody's."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from plans.access import Viewer


@dataclass(frozen=True)
class Lens:
    """`professions` None shows everything. `role` is a profession that was chosen in the address."""

    professions: frozenset[str] | None
    own: frozenset[str] = frozenset()
    role: str = ""

    @property
    def shows_all(self) -> bool:
        return self.professions is None

    @property
    def query(self) -> str:
        """What links to other sections carry along."""
        if self.role:
            return f"?role={self.role}"
        return "?show=all" if self.shows_all and self.own else ""


def lens_of(request: HttpRequest, viewer: Viewer, names: Mapping[str, str]) -> Lens:
    """`?role=laerer` reads as that profession, `?show=all` shows everything.

    Without either, staff read as what they are; anybody else, and who has no profession yet, reads
    everything.
    """
    own = viewer.staff.professions() if viewer.staff else frozenset()
    role = request.GET.get("role", "")
    if role in names:
        return Lens(frozenset({role}), own, role)
    if request.GET.get("show") == "all" or not own:
        return Lens(None, own)
    return Lens(own, own)
