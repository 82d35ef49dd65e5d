"""A few sentences for each kind of page: what it is for and what one does here, by the name of its address.

`roles` adds what only some may do here. Every page has its own, those of a page like it, or a reason in
`without.py` why it needs none (tests/ui/test_page_help.py).
"""

from django_stubs_ext import StrPromise

from beredskab.ui.page_help import concerns, reading, running, status, writing
from beredskab.ui.page_help.kinds import Help
from beredskab.ui.page_help.without import WITHOUT

__all__ = ["HELP", "LIKE", "WITHOUT", "help_for"]

_PARTS = (reading, concerns, running, writing, status)
HELP: dict[str, Help] = {name: one for part in _PARTS for name, one in part.HELP.items()}
LIKE: dict[str, str] = {page: like for part in _PARTS for like, pages in part.LIKE.items() for page in pages}
"""Page -> the page whose sentences it shows: a form of it, or the same thing for others."""


def help_for(view_name: str, roles: frozenset[str]) -> list[StrPromise]:
    """The sentences for this page and these roles; empty where there is nothing to say."""
    found = HELP.get(LIKE.get(view_name, view_name))
    return found.lines(roles) if found else []
