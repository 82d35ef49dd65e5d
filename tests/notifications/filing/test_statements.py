"""How much the database is asked on each page: at most fourteen statements, however much there is."""

from collections import Counter
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from beredskab.organisation.models import Staff, Unit
from tests.build import monday_at
from tests.cast import Town, make_person
from tests.journeys.walking import Walk
from tests.notifications.filing.test_sending import ready_to_send

CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
LIMIT = 14


def asked(walk: Walk, url: str) -> list[str]:
    """The statements of reading one page, transaction control left out."""
    walk.client.get(url)  # the session's own bookkeeping is done
    with CaptureQueriesContext(connection) as queries:
        assert walk.client.get(url).status_code == 200
    return [q["sql"] for q in queries if not q["sql"].startswith(CONTROL)][:-1]  # leaving acting_as


def test_every_page_of_the_form_asks_little_and_always_the_same(
    ready: Town, anna: Staff, ole: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    walk = Walk(anna).start("viden")
    urls = {"/bekymring/ny/?grad=viden", "/bekymring/mine/", "/bekymring/hjaelp-til-at-vaelge/"}
    for answers in (
        {"danger": "maybe"}, {}, {"topics": ["physical"]}, {},
        {"suspects": ["employee", "home"]}, {"persons": [str(ole.pk)]}, {"together": "yes"},
        {}, {}, {"said": "no"}, {"account": "Noget"}, {}, {"name": "Et barn"},
        {"interpreter": "no"}, {"talked": ["parents"]}, {"know": "Lidt"}, {"phone": "12 34 56 00"},
    ):  # fmt: skip
        urls.add(walk.url)
        if walk.step == "person":
            walk.answer("soeg", search="ole")
        walk.answer(**answers)
        if walk.step == "tjek":
            break
    urls |= {walk.url, walk.url.replace("tjek", "person")}
    before = {url: len(asked(walk, url)) for url in urls}
    assert {url: n for url, n in before.items() if n > LIMIT} == {}
    for number in range(50):
        unit = Unit.objects.create(
            municipality=ready.municipality, name=f"Hus {number}", slug=f"hus-{number}"
        )
        make_person(f"Ole{number} Olsen", unit, "paedagog")
    assert {url: len(asked(walk, url)) for url in urls} == before


def test_the_receipt_asks_little(ready: Town, anna: Staff, cia: Staff, freeze: Any) -> None:
    freeze(monday_at(10))
    walk = ready_to_send(anna)
    walk.answer()
    for door in ("kvittering", "sendt", "fuld-kopi"):
        found = asked(walk, f"/bekymring/{walk.draft}/{door}/")
        assert len(found) <= LIMIT, Counter(sql[:60] for sql in found)
