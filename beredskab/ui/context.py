"""What templates/base.html needs on every page, as `page`. Worked out only when the template asks."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.functional import cached_property

from beredskab.organisation.models import Municipality
from beredskab.ui import navigation, page_help
from beredskab.ui.language import QUERY
from beredskab.ui.numbers import AcuteNumbers, numbers_for
from beredskab.ui.theme import theme_url

# Everybody finds their language under its own name.
NATIVE = {"da": "Dansk", "nb": "Norsk", "en": "English"}


@dataclass(frozen=True)
class LanguageLink:
    code: str
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class NavLink:
    """`current` is the value of aria-current: page, true (a page below it) or empty."""

    label: str
    url: str
    current: str


class Page:
    """The frame of a page: municipality, person, menu, languages, numbers."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def municipality(self) -> Municipality:
        found: Municipality = self.request.municipality  # type: ignore[attr-defined]  # set by the middleware
        return found

    @cached_property
    def municipality_name(self) -> str:
        return self.municipality.name

    @cached_property
    def theme_url(self) -> str:
        return theme_url(self.municipality)

    @property
    def language(self) -> str:
        return translation.get_language() or settings.LANGUAGE_CODE

    @cached_property
    def languages(self) -> list[LanguageLink]:
        """Those that the municipality offers; the one in use as well, so that nobody is stuck in it."""
        offered = {*self.municipality.languages, self.language}
        return [
            self._language(code, NATIVE.get(code, str(label)))
            for code, label in settings.LANGUAGES
            if code in offered
        ]

    @property
    def offered(self) -> str:
        """What the row of languages hangs on."""
        return f"{','.join(self.municipality.languages)} {self.language}"

    def _language(self, code: str, label: str) -> LanguageLink:
        query = self.request.GET.copy()
        query[QUERY] = code
        return LanguageLink(code, label, f"?{query.urlencode()}", code == self.language)

    @cached_property
    def person(self) -> str:
        """»Anna Eksempel, pædagog«; empty when nobody is logged in."""
        user = self.request.user
        if not user.is_authenticated:
            return ""
        professions = [m.profession.name for m in user.current_memberships() if m.profession]
        return f"{user.name}, {professions[0].lower()}" if professions else user.name

    @property
    def nav_key(self) -> str:
        """What the menu hangs on: who sees which links, and where among them we are."""
        roles, path = self._roles(), self.request.path
        deepest = navigation.deepest(roles, path)
        return f"{','.join(sorted(roles))} {deepest} {path == deepest}"

    @cached_property
    def nav(self) -> list[NavLink]:
        """At most five links, by role."""
        roles = self._roles()
        deepest = navigation.deepest(roles, self.request.path)
        return [NavLink(str(e.label), e.path, self._current(e.path, deepest)) for e in navigation.menu(roles)]

    def _roles(self) -> frozenset[str]:
        from beredskab.access.facts import facts_of

        user = self.request.user
        if not user.is_authenticated:
            return frozenset()
        return frozenset(str(role) for role in facts_of(user).roles) | {"staff"}

    def _current(self, path: str, deepest: str) -> str:
        if path != deepest:
            return ""
        return "page" if path == self.request.path else "true"

    @property
    def help_key(self) -> str:
        """What the help hangs on: which page this is, and for whom."""
        return f"{self._view_name()} {','.join(sorted(self._roles()))}"

    @cached_property
    def help_lines(self) -> list[str]:
        """What this page is for, in a few sentences for this person; empty where there is nothing to say."""
        return [str(line) for line in page_help.help_for(self._view_name(), self._roles())]

    def _view_name(self) -> str:
        match = self.request.resolver_match
        return match.view_name if match else ""

    @cached_property
    def numbers(self) -> AcuteNumbers:
        """The phone numbers of the red panel: one statement, read when a template asks."""
        return numbers_for(self.request)

    @property
    def support_phone(self) -> str:
        return self.numbers.support_phone

    @property
    def is_demo(self) -> bool:
        return bool(getattr(settings, "DEMO", False))

    @property
    def idle_seconds(self) -> int:
        """After how many seconds of silence the session ends; 0 where nobody is logged in."""
        return self.municipality.idle_seconds if self.person else 0

    @property
    def home_url(self) -> str:
        return "/"

    @property
    def help_url(self) -> str:
        return _url("help", "/hjaelp/")

    @property
    def accessibility_url(self) -> str:
        """The official statement where the municipality has one, as the law asks of the footer; else ours."""
        return self.municipality.accessibility_statement or _url("accessibility", "/om/tilgaengelighed/")

    @property
    def privacy_url(self) -> str:
        return _url("privacy", "/om/privatliv/")

    @property
    def hide_url(self) -> str:
        return _url("hide", "/skjul/")

    @property
    def log_on_url(self) -> str:
        return _url("signin:sign_in", "/log-ind/")

    @property
    def log_off_url(self) -> str:
        return _url("signin:sign_out", "/log-af/")

    @property
    def mine_url(self) -> str:
        return _url("administration:mine", "/min-side/")

    @property
    def stay_url(self) -> str:
        return _url("signin:stay", "/log-ind/bliv/")


@cache
def _url(name: str, otherwise: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return otherwise


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `page` in every template."""
    return {"page": Page(request)}
