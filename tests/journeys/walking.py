"""Walking through the guided form as a person does: read the page, answer, press the button."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bs4 import BeautifulSoup
from django.test import Client

from beredskab.access.acting import acting_as
from beredskab.access.models import Exclusion
from beredskab.organisation.models import Staff
from notifications.models import Concern


def client_of(staff: Staff) -> Client:
    """A browser in which this person is logged in."""
    client = Client(enforce_csrf_checks=False)
    client.force_login(staff, backend="beredskab.signin.backends.StaffBackend")
    return client


@dataclass
class Walk:
    """One person's way through the form. ``met`` remembers every page."""

    staff: Staff
    client: Client = None  # type: ignore[assignment]  # made in __post_init__
    url: str = ""
    page: BeautifulSoup = field(default_factory=lambda: BeautifulSoup("", "html.parser"))
    status: int = 200
    met: list[str] = field(default_factory=list)
    stops: list[list[str]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = self.client or client_of(self.staff)

    def open(self, url: str) -> Walk:
        """Go to an address and follow where it leads."""
        return self._read(self.client.get(url, follow=True), url)

    def start(self, degree: str = "", *, unborn: bool = False) -> Walk:
        """The start page of a degree, and its button."""
        self.open(f"/bekymring/ny/?grad={degree}")
        form = self.page.select("form[method=post]:not(.log-off)")[1 if unborn else 0]
        data = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
        return self._read(self.client.post("/bekymring/ny/", data, follow=True), "/bekymring/ny/")

    def answer(self, handling: str = "", **data: Any) -> Walk:
        """Fill in the fields, leave the others as they are, and press the button."""
        if handling:
            data["handling"] = handling
        url = self.url
        return self._read(self.client.post(url, {**self._fields(), **data}, follow=True), url)

    def go_on(self) -> Walk:
        """The button of a page of advice."""
        return self.answer()

    @property
    def step(self) -> str:
        """The last part of the address: which page this is."""
        return self.url.rstrip("/").rsplit("/", 1)[-1]

    @property
    def heading(self) -> str:
        found = self.page.select_one("h1")
        return " ".join(found.get_text(" ", strip=True).split()) if found else ""

    @property
    def text(self) -> str:
        main = self.page.select_one("main")
        words = " ".join(main.get_text(" ", strip=True).split()) if main else ""
        return re.sub(r" (?=[.,;:])", "", words)  # after a link

    @property
    def errors(self) -> list[str]:
        return [one.get_text(strip=True) for one in self.page.select(".error-list li")]

    @property
    def draft(self) -> UUID:
        found = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", self.url)
        assert found, self.url
        return UUID(found[0])

    @property
    def concern(self) -> Concern:
        with acting_as(self.staff):
            return Concern.objects.get(pk=self.draft)

    def everything(self) -> str:
        """Every word that this walk has met."""
        return "\n".join(self.seen)

    def _fields(self) -> dict[str, Any]:
        """What the page would send if nothing were changed."""
        data: dict[str, Any] = {}
        for one in self.page.select("form#question [name]"):
            name, kind = str(one["name"]), one.get("type", one.name)
            if kind in ("radio", "checkbox"):
                if one.has_attr("checked"):
                    data.setdefault(name, []).append(one.get("value", "on"))
            elif one.name == "textarea":
                data[name] = one.get_text()[1:] if one.get_text()[:1] == "\n" else one.get_text()
            elif one.name == "select":
                chosen = one.select_one("option[selected]") or one.select_one("option")
                data[name] = chosen["value"] if chosen else ""
            elif one.name == "input":
                data[name] = one.get("value", "")
        return data

    def _read(self, response: Any, url: str) -> Walk:
        chain = getattr(response, "redirect_chain", [])
        self.url = chain[-1][0] if chain else url
        self.status = response.status_code
        self.page = BeautifulSoup(response.content, "html.parser")
        self.met.append(self.step)
        self.seen.append(self.text)
        if self.page.select(".stop"):
            titles = [
                " ".join(one.get_text(" ", strip=True).split())
                for one in self.page.select(".stop-heading span")
            ]
            self.stops.append(titles)
        return self


def finish(walk: Walk, **child: Any) -> Walk:
    """The last part of the form, with as many gaps as it takes, up to the receipt."""
    walk.answer()  # when and where: nothing known
    walk.answer(**{"name": "Et barn", **child})
    walk.answer(interpreter="unknown")
    walk.answer(talked=["nobody"])
    walk.answer(phone="12 34 56 00")
    assert walk.step == "tjek", (walk.step, walk.errors)
    return walk.answer()


def excluded(concern: Concern, by: Staff) -> set[str]:
    """Names of the people who are kept out one by one."""
    with acting_as(by):
        rows = Exclusion.objects.filter(subject=concern.pk, staff__isnull=False)
        return {row.staff.name.split()[0] for row in rows.select_related("staff") if row.staff}


def read_as(reader: Staff, concern: Concern) -> str:
    """The case page as its team reads it."""
    return Walk(reader).open(f"/indbakke/{concern.pk}/").text
