"""What the four pages cost that most people open: statements, bytes, requests, throughput."""

import re
import shutil
import statistics
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import reverse

from bench import load, servers
from bench.registry import Measure, at_least, at_most, part
from plans.models import EditionSection

STATEMENTS, STATEMENTS_WITH_CONCERNS = 12, 14
BYTES, REQUESTS = 90_000, 12
ROUNDS, SECONDS = 5, 1.5
_CONTROL = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET TRANSACTION)", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """A page as a person opens it, and what it may cost."""

    name: str
    path: str
    client: Client
    statements: int
    ratio: float

    @property
    def cookie(self) -> str:
        """The person's cookies as a header says them."""
        return _cookie(self.client)


@part("pages")
def pages() -> Iterator[Measure]:
    """Statements and throughput of home, section, form step and inbox; bytes and requests of each."""
    opened = _pages()
    for page in opened:
        yield Measure(
            "pages", f"{page.name}: statements", count_statements(page), "", at_most(page.statements)
        )
    with servers.serving() as port, servers.serving("bench.bare_settings") as bare_port:
        yield from _weights(opened, port)
        yield from _ratios(opened, port, bare_port)


def _pages() -> list[Page]:
    anna, cia = signed_in("anna"), signed_in("cia")
    first = EditionSection.objects.select_related("edition__plan", "version__section").filter(
        edition__plan__municipality__slug="eksempel", edition__state="published"
    )
    section = first.order_by("position")[0]
    slugs = [section.edition.plan.slug, section.version.section.slug]
    return [
        Page("home", reverse("home"), anna, STATEMENTS, 0.25),
        Page("section", reverse("plans:section", args=slugs), anna, STATEMENTS, 0.4),
        Page("form step", _form_step(anna), anna, STATEMENTS, 0.4),
        Page("inbox", reverse("notifications:inbox"), cia, STATEMENTS_WITH_CONCERNS, 0.25),
    ]


def signed_in(first_name: str, backend: str | None = None) -> Client:
    """A browser in which a person of the demo is signed in."""
    client = Client(HTTP_HOST="localhost")
    person = get_user_model().objects.get(email=f"{first_name}@eksempel.example")
    client.force_login(person, backend)
    return client


def _cookie(client: Client) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def _form_step(client: Client) -> str:
    """Begin a concern as a person does, and stop at the first question."""
    answer: Any = client.post(
        reverse("notifications:file"), {"key": str(uuid.uuid4()), "certainty": "concern"}, follow=True
    )
    path = str(answer.request["PATH_INFO"])
    if answer.status_code != 200 or answer.resolver_match.view_name != "notifications:step":
        raise SystemExit(f"bench: the form does not begin ({answer.status_code} at {path})")
    return path


def count_statements(page: Page) -> int:
    """Statements of the second view: the first may write what a session keeps about itself."""
    open_page(page)
    counted = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal counted
        counted += not _CONTROL.match(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        open_page(page)
    return counted


def open_page(page: Page) -> None:
    """Ask for it once. Raises SystemExit with what came when that is not 200."""
    answer = page.client.get(page.path)
    if answer.status_code != 200:
        leads_to = answer.headers.get("Location", "")
        raise SystemExit(f"bench: {page.name} answers with {answer.status_code} {leads_to}")


def _weights(opened: list[Page], port: int) -> Iterator[Measure]:
    """What a browser with an empty cache loads, counted by the browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for page in opened:
            requests, weight = _first_view(browser, page, port)
            yield Measure("pages", f"{page.name}: first view", weight, "bytes", at_most(BYTES))
            yield Measure("pages", f"{page.name}: requests", requests, "", at_most(REQUESTS))
        browser.close()


def _first_view(browser: Any, page: Page, port: int) -> tuple[int, int]:
    base = f"http://localhost:{port}"
    context = browser.new_context(base_url=base, locale="da-DK")
    context.add_cookies(
        [{"name": name, "value": morsel.value, "url": base} for name, morsel in page.client.cookies.items()]
    )
    tab = context.new_page()
    wire = context.new_cdp_session(tab)
    sizes: dict[str, int] = {}
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    tab.goto(page.path, wait_until="networkidle")
    context.close()
    return len(sizes), int(sum(sizes.values()))


def _ratios(opened: list[Page], port: int, bare_port: int) -> Iterator[Measure]:
    """Every page beside the bare view, in turns, so that a noisy moment hits both."""
    plain_login = signed_in("anna", "django.contrib.auth.backends.ModelBackend")
    bare = load.Target("bare view", bare_port, "/", _cookie(plain_login))
    targets = [load.Target(page.name, port, page.path, page.cookie) for page in opened]
    for target in (bare, *targets):
        load.throughput(target, 0.5)
    bare_rates: list[float] = []
    ratios: dict[str, list[float]] = {page.name: [] for page in opened}
    for _round in range(ROUNDS):
        for target in targets:
            plain = load.throughput(bare, SECONDS / 2)
            bare_rates.append(plain)
            ratios[target.name].append(load.throughput(target, SECONDS) / plain)
    yield Measure("pages", "bare view: throughput", round(statistics.median(bare_rates)), "requests/s")
    for page in opened:
        ratio = round(statistics.median(ratios[page.name]), 2)
        yield Measure("pages", f"{page.name}: throughput", ratio, "of bare view", at_least(page.ratio))
