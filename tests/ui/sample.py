"""A page with every component and every kind of field, drawn without a database, and a server for it."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from beredskab.organisation.models import Municipality
from beredskab.ui import charts
from beredskab.ui.context import Page
from beredskab.ui.forms import (
    Button,
    CountedTextarea,
    DatePartsField,
    DkfdsForm,
    HideButton,
    HintedChoiceField,
    HintedMultipleChoiceField,
    helper,
)
from beredskab.ui.numbers import AcuteNumbers, Number
from beredskab.ui.theme import Theme

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
NOON = dt.datetime(2026, 11, 24, 10, 58, tzinfo=dt.UTC)


class SampleForm(DkfdsForm):
    """One field of each kind."""

    name = forms.CharField(label="Navn", help_text="Som det står i sagen")
    topics = HintedMultipleChoiceField(
        label="Hvad kan det handle om?",
        choices=[("a", "Fysisk vold"), ("b", "Omsorgssvigt"), ("unknown", "Jeg ved det ikke")],
        hints={"b": "Også når det står på længe"},
        divide_before=("unknown",),
    )
    suspect = HintedChoiceField(
        label="Hvem er mistanken rettet mod?",
        choices=[
            ("home", "En forælder eller en anden voksen i hjemmet"),
            ("employee", "En ansat"),
            ("leader", "En leder"),
        ],
        hints={"home": "Også stedforælder, forælders kæreste, voksne søskende og bedsteforældre"},
    )
    unit = forms.ChoiceField(label="Institution", choices=[("", "Vælg"), ("s", "Solsikken")])
    when = DatePartsField(label="Hvornår?", required=False, not_after=dt.date(2026, 11, 24))
    story = forms.CharField(label="Fortæl", widget=CountedTextarea(), max_length=200)
    photo = forms.FileField(label="Fil", required=False)
    sure = forms.BooleanField(label="Jeg har læst afsnittet, og jeg ved, hvad jeg skal gøre.")
    helper = helper(
        submit="Fortsæt",
        second=Button("Gem kladde og luk", name="handling", value="luk", kind="secondary"),
        buttons=(HideButton(),),
    )


class QuestionForm(DkfdsForm):
    """One question per page: the label is the h1."""

    heading_field = "suspect"
    suspect = SampleForm.base_fields["suspect"]
    helper = helper("suspect", submit="Fortsæt")


class SendForm(DkfdsForm):
    """The last step: nothing to fill in, one button."""

    helper = helper(submit="Send underretning")


class SamplePage(Page):
    """The frame as a logged-in person sees it, without asking anybody."""

    person = "Anna Eksempel, pædagog"
    numbers = AcuteNumbers(
        third=Number("Den sociale vagt", "12 34 56 78", "Barnet kan ikke gå trygt hjem. Døgnåben."),
        family=Number("Familierådgivningen", "12 34 56 79", ""),
        on_call=None,
        family_is_open=False,
        support_phone="12345670",
    )
    theme_url = "/tema.css"

    def _roles(self) -> frozenset[str]:
        return frozenset({"staff"})


def request_of(path: str = "/") -> HttpRequest:
    """A request of nobody to the sample municipality."""
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    request.municipality = Municipality(name="Eksempel Kommune", slug="eksempel")  # type: ignore[attr-defined]
    return request


def context(form: forms.Form) -> dict[str, Any]:
    """What tests/ui/templates/sample.html shows."""
    bars = [
        charts.Bar("1. oktober", [20, 2, 2]),
        charts.Bar("I dag", [16, 6, 2]),
    ]
    return {
        "form": form,
        "chart": charts.stacked_bars(
            bars,
            parts=["læst alt", "mangler kun en ny version", "mangler"],
            title="Har læst alt – udvikling",
            total_word="{first} af {total} har læst alt",
        ),
        "spark": charts.sparkline([12, 13, 13, 16], text="op fra 12 til 16"),
        "statuses": [
            ("done", "Gennemført"),
            ("partly_done", "Delvist gennemført"),
            ("in_progress", "I gang"),
            ("at_risk", "I risiko"),
            ("late", "Forsinket"),
            ("not_started", "Ikke startet"),
            ("dropped", "Udgået"),
            ("unknown", "Ukendt"),
        ],
        "crumbs": [("Min institution", "/leder/"), ("Hvem har læst planen?", "")],
        "cards": [
            {
                "url": "#b",
                "title": "Bekymring",
                "text": "Noget er galt. Du har set tegn, men ved ikke hvorfor.",
                "action": "Start her",
            },
            {
                "url": "#m",
                "title": "Mistanke",
                "text": "Du har set eller hørt noget konkret, som kan være vold eller et overgreb.",
                "action": "Start her",
            },
            {
                "url": "#v",
                "title": "Viden",
                "text": "Du ved, at det er sket. Barnet har fortalt det tydeligt.",
                "action": "Start her",
            },
        ],
        "tasks": [
            {
                "url": "#1",
                "title": "Når barnet fortæller – sådan taler du med barnet",
                "kind": "warning",
                "text": "Ny version – bekræft senest 1. dec.",
            },
            {"url": "#2", "title": "Mistanke mod en ansat", "kind": "info", "text": "Ikke læst"},
            {
                "url": "#3",
                "title": "Akut – det gør du i den første time",
                "kind": "success",
                "text": "Læst 3. marts 2026",
            },
        ],
        "contacts": [
            {"name": "Din leder", "person": "Mette Mønster", "number": "12345671"},
            {
                "name": "Familierådgivningen",
                "number": "12345679",
                "note": "Hverdage 8–15. Lukket nu – ring til den sociale vagt.",
            },
        ],
        "rows": [
            {"key": "Hvad passer bedst lige nu?", "value": "Mistanke", "change_url": "#c1"},
            {
                "key": "Fortæl, hvad du selv har set og hørt",
                "value": "Barnet sagde:\n”Jeg tør ikke gå hjem.”",
                "change_url": "#c2",
            },
            {"key": "Tolk", "value": ""},
        ],
        "entries": [
            {"at": NOON, "who": "Anna Eksempel", "what": "Underretning modtaget", "kind": "act"},
            {
                "at": NOON,
                "who": "Cia Eksempel",
                "what": "Intern note",
                "body": "Ringet til skolen.",
                "kind": "note",
            },
            {
                "at": NOON,
                "who": "Cia Eksempel",
                "what": "Besked til underretter",
                "body": "Hvornår bliver barnet hentet i dag?",
                "kind": "message",
            },
        ],
        "steps": [
            {
                "when": "tirsdag den 24. november kl. 10.58",
                "what": "Familierådgivningen har fået din underretning",
                "done": True,
            },
            {
                "when": "senest onsdag den 25. november kl. 10.58",
                "what": "De vurderer, om barnet har brug for hjælp nu (24 timer)",
            },
        ],
        "filters": [
            {"label": "Alle", "url": "?", "current": True, "count": 24},
            {"label": "Mangler noget", "url": "?m", "count": 8},
        ],
        "figures": [
            {"number": "16 af 24", "text": "har læst alt (67 %)"},
            {"number": "6", "text": "mangler kun at læse en ny version"},
            {"number": "2", "text": "er over fristen"},
        ],
        "menu": [
            {"label": "Akut", "url": "#a"},
            {"label": "Når barnet fortæller", "url": "#n", "current": True, "mark": "Ny version"},
            {
                "label": "Mistanke mod en ansat",
                "url": "#e",
                "children": [{"label": "Lederens opgaver", "url": "#l"}],
            },
        ],
        "due": NOON,
        "columns": ["Akut", "Når barnet fortæller", "Underretning", "Mistanke mod ansat", "Social kontrol"],
        "people": ["Bo Testesen", "Carla Prøve", "Dina Skabelon"],
    }


def html(template: str, form: forms.Form, language: str = "da") -> str:
    """The sample page as the portal would send it."""
    engine = engines["django"]
    source = (HERE / "templates" / template).read_text(encoding="utf-8")
    request = request_of()
    with translation.override(language):
        page = SamplePage(request)
        return str(engine.from_string(source).render({**context(form), "page": page}, request))


class _Handler(SimpleHTTPRequestHandler):
    """Static files and drawn pages, under the portal's own policy."""

    pages: dict[str, tuple[str, str]]

    def do_GET(self) -> None:
        found = self.pages.get(self.path.split("?")[0])
        if found is None:
            super().do_GET()
            return
        kind, body = found
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.encode())

    def do_HEAD(self) -> None:
        if self.path == "/sundhed/levende/":
            self.send_response(200)
            self.end_headers()
            return
        super().do_HEAD()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(303)
        self.send_header("Location", "/skjul/")
        self.end_headers()

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CSP)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Tests are silent."""


@contextmanager
def served(pages: dict[str, str], port: int = 0) -> Iterator[str]:
    """The pages by path, with the real static files, on a port of this machine."""
    drawn = {path: ("text/html", body) for path, body in pages.items()}
    drawn["/tema.css"] = ("text/css", Theme("#0b4f6c", "#083c52", "#454545").css())
    handler = type("Handler", (_Handler,), {"pages": drawn})
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(handler, directory=str(ROOT)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
