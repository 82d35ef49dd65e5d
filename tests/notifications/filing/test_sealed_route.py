"""A notification about a leader goes to the sealed group: from the form to the receipt and the case page.

Who notified keeps the receipt and the messages (rule A-62); the group opens it with a passphrase.
"""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from beredskab.access import grants
from beredskab.access.acting import acting_as, as_role
from beredskab.organisation.models import Staff
from beredskab.vault import recovery
from beredskab.vault.models import SealedKey
from beredskab.vault.sealed import members, team
from notifications.case import indexing
from notifications.models import BrokenGlass, Concern
from notifications.vocabulary import Emergency
from tests.build import monday_at, photograph
from tests.cast import Town
from tests.journeys.walking import Walk, client_of

PHRASE = "fire heste går over broen"
WORDS = "Han råbte ad barnet bag den lukkede dør"


@pytest.fixture
def sealed(ready: Town, cia: Staff, ida: Staff, freeze: Any) -> Town:
    freeze(monday_at(10))
    for one in (cia, ida):
        grants.grant(one, "handle_concerns", ready.closed)
        members.choose(PHRASE, by=one, at=monday_at(7))
    team.seal(ready.closed, by=Staff.objects.get(pk=cia.pk), at=monday_at(7))
    return ready


def about_bo(anna: Staff, bo: Staff) -> Walk:
    """A form about Anna's leader, up to the page where she sends it."""
    told = {
        "danger": "no",
        "topics": ["psychological"],
        "suspects": ["leader"],
        "persons": [str(bo.pk)],
        "together": "unknown",
        "said": "no",
        "account": WORDS,
        "name": "Et barn",
        "interpreter": "unknown",
        "talked": ["nobody"],
        "phone": "12 34 56 00",
    }
    walk = Walk(anna).start("mistanke")
    while walk.step != "tjek":
        before = walk.url
        walk.answer() if walk.step.startswith("raad") else walk.answer(**told)
        assert walk.url != before, walk.text
    return walk


def test_from_the_form_to_the_case_page(sealed: Town, anna: Staff, bo: Staff, cia: Staff) -> None:
    walk = about_bo(anna, bo)
    assert "Den bliver låst inde, når du sender den" in walk.text
    attached = walk.client.post(f"/bekymring/{walk.draft}/filer/", {"chosen": _file()})
    assert attached.status_code == 302
    walk.answer()
    concern = walk.draft
    with as_role("owner"):
        row = Concern.objects.get(pk=concern)
        assert row.team_id == sealed.closed.pk
        kinds = SealedKey.objects.filter(subject=concern).values_list("holder__kind", "holder__custody")
        assert sorted(kinds) == [("recovery", "machine"), ("staff", "machine"), ("team", "members")]

    mine = f"/bekymring/{concern}/"
    pages = {one: walk.client.get(mine + one) for one in ("kvittering/", "sendt/", "filer/", "beskeder/")}
    assert {one: answer.status_code for one, answer in pages.items()} == dict.fromkeys(pages, 200)
    assert not any(WORDS in answer.content.decode() for answer in pages.values())
    receipt = pages["kvittering/"].content.decode()
    assert (row.reference in receipt, "låst inde" in receipt, "Fingeraftryk" in receipt) == (True, True, True)
    assert walk.client.get(mine + "fuld-kopi/hent/").status_code == 404
    assert walk.client.post(mine + "filer/", {"chosen": _file()}).status_code == 422
    assert walk.client.post(mine + "naeste-barn/", {"child": "0"}).status_code == 404
    assert walk.client.get("/bekymring/mine/").status_code == 200

    page, handler = f"/indbakke/{concern}/", client_of(cia)
    assert row.reference in handler.get("/indbakke/").content.decode()
    handler.post("/lukket-gruppe/laas-op/", {"passphrase": PHRASE})
    assert WORDS in handler.get(page).content.decode()
    assert handler.get(page + "filer/").status_code == 200
    assert handler.post(page + "tag/").status_code == 302
    assert handler.post(page + "besked/", {"text": "Hvornår så du det?"}).status_code == 302
    assert "Hvornår så du det?" in walk.client.get(mine + "beskeder/").content.decode()
    assert walk.client.post(mine + "beskeder/", {"text": "I går efter tre."}).status_code == 302
    assert "I går efter tre." in handler.get(page).content.decode()


def test_emergency_access_opens_nothing_that_is_locked(
    sealed: Town, anna: Staff, bo: Staff, cia: Staff, emil: Staff
) -> None:
    walk = about_bo(anna, bo).answer()
    with as_role("owner"):
        reference = Concern.objects.get(pk=walk.draft).reference
    asked = {"reference": reference, "reason": Emergency.IN_DANGER.value}
    answer = client_of(emil).post("/indbakke/noedadgang/", asked)
    nothing = client_of(emil).post("/indbakke/noedadgang/", {**asked, "reference": "B-2026-XXXXX"})
    assert (answer.status_code, nothing.status_code) == (422, 422)
    with as_role("owner"):
        assert not BrokenGlass.objects.exists()
    assert client_of(cia).post("/indbakke/noedadgang/", asked).status_code == 302


def test_the_index_is_made_anew_around_what_is_locked(sealed: Town, anna: Staff, bo: Staff) -> None:
    about_bo(anna, bo).answer()
    with as_role("owner") as alias:
        recovery.put_on_paper(sealed.municipality, using=alias, at=monday_at(10))
        recovery.forget(sealed.municipality, using=alias)
    done = indexing.index(sealed.municipality, anew=True, at=monday_at(11))
    assert (done.looked_at, done.locked, done.unreadable) == (1, 1, 0)


def test_the_page_before_sending_says_nothing_of_a_lock_where_there_is_none(
    ready: Town, anna: Staff, bo: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    grants.grant(cia, "handle_concerns", ready.closed)
    walk = about_bo(anna, bo)
    assert "låst inde" not in walk.text
    walk.answer()
    assert WORDS in walk.client.get(f"/bekymring/{walk.draft}/sendt/").content.decode()
    with acting_as(anna):
        assert Concern.objects.filter(pk=walk.draft).exists()


def _file() -> Any:
    return SimpleUploadedFile("billede.jpg", photograph(), "image/jpeg")
