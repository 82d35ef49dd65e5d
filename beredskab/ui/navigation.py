"""The main menu: at most five links, chosen by role. Apps add theirs in `AppConfig.ready`."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

AT_MOST = 5


@dataclass(frozen=True)
class Entry:
    """A link of the menu. Lower `rank` wins a place; `roles` empty means everybody, logged in or not."""

    label: "str | StrPromise"
    path: str
    rank: int
    order: int
    roles: frozenset[str] = frozenset()


def _for(*roles: str) -> frozenset[str]:
    return frozenset(roles)


ENTRIES: tuple[Entry, ...] = (
    Entry(_("Home"), "/", 0, 0),
    Entry(_("Inbox"), "/indbakke/", 1, 1, _for("caseworker")),
    Entry(_("Administration"), "/administration/", 1, 6, _for("administrator")),
    Entry(_("Editing"), "/redaktion/", 1, 3, _for("editor", "approver")),
    Entry(_("Status"), "/status/", 1, 4, _for("manager", "approver")),
    Entry(_("Status reports"), "/status/udvalg/", 1, 4, _for("politician")),
    Entry(_("Preparedness plan"), "/plan/", 2, 2),
    Entry(_("Rota"), "/vagt/", 2, 1, _for("caseworker", "team_leader", "manager")),
    Entry(_("Who has read?"), "/leder/laest/", 2, 3, _for("leader")),
    Entry(_("Statistics"), "/statistik/", 2, 4, _for("manager")),
    Entry(_("Who receives what"), "/fordeling/", 2, 4, _for("manager", "team_leader", "approver")),
    Entry(_("Control of openings"), "/kontrol/aabninger/", 1, 1, _for("controller")),
    Entry(_("My notifications"), "/bekymring/mine/", 3, 5, _for("staff")),
    Entry(_("Contacts"), "/kontakter/", 4, 7),
    Entry(_("Posters"), "/plakater/", 5, 8),
)


@cache
def _answers(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


@lru_cache(maxsize=200)
def menu(roles: frozenset[str]) -> tuple[Entry, ...]:
    """The links for somebody with these roles, in the order of the page."""
    mine = [e for e in ENTRIES if (not e.roles or e.roles & roles) and _answers(e.path)]
    chosen = sorted(mine, key=lambda e: (e.rank, e.order))[:AT_MOST]
    return tuple(sorted(chosen, key=lambda e: e.order))


def deepest(roles: frozenset[str], path: str) -> str:
    """The link that leads to this page, or to the part of the portal it lies in; empty when none does."""
    found = (e.path for e in menu(roles) if path == e.path or (e.path != "/" and path.startswith(e.path)))
    return max(found, key=len, default="")
