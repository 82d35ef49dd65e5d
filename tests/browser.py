"""A real browser: pages of a person, and what must hold on every page."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from beredskab.ui.accessibility import AXE_RULES

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Visits:
    """Opens pages for people; remembers what went wrong on them."""

    browser: Browser
    server: str
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def page(
        self, person: Any = None, *, javascript: bool = True, width: int = 1280, height: int = 900
    ) -> Page:
        """A page in a fresh browser profile, signed in as this person (None: nobody)."""
        context = self.browser.new_context(
            base_url=self.server,
            java_script_enabled=javascript,
            viewport={"width": width, "height": height},
            locale="da-DK",
            timezone_id="Europe/Copenhagen",
        )
        self.contexts.append(context)
        if person is not None:
            context.add_cookies(self._session_of(person))  # type: ignore[arg-type]
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("request", self._watch)
        return page

    def close(self) -> None:
        """Close all profiles."""
        for context in self.contexts:
            context.close()

    def _session_of(self, person: Any) -> list[dict[str, str]]:
        client = Client(HTTP_HOST=urlsplit(self.server).netloc)
        client.force_login(person, backend="beredskab.signin.backends.StaffBackend")
        return [
            {"name": name, "value": morsel.value, "url": self.server}
            for name, morsel in client.cookies.items()
        ]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.server, "about:", "chrome-error:")):
            self.complaints.append(f"asked a stranger: {request.url}")


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it is now, one line per rule; with the rules of the statement."""
    rules = {"runOnly": {"type": "tag", "values": list(AXE_RULES)}}
    found = Axe().run(page, options=rules).response["violations"]
    return [f"{rule['id']}: {rule['help']}: {[node['target'] for node in rule['nodes']]}" for rule in found]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window: 0 where nobody must scroll sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def covered(page: Page) -> list[str]:
    """Links and buttons that somebody who presses their middle would miss, because another one lies above."""
    return [str(one) for one in page.evaluate(_COVERED)]


_COVERED = """() => [...document.querySelectorAll('main a[href], main button, main summary, main label')]
    .filter(one => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length)
    .filter(one => {
        one.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'});
        const box = one.getClientRects()[0];
        const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        const other = there && there.closest('a[href], button, summary, label');
        return other && other !== one && !one.contains(other) && !other.contains(one);
    })
    .map(one => one.innerText.trim().slice(0, 60))"""
