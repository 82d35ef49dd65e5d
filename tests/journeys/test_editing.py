"""Hanne changes a block, Dorte approves, Anna is asked for that section only; and a number goes live."""

import re
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from beredskab.access import grants
from beredskab.organisation.models import Contact
from beredskab.outbox.models import Duty, Message
from plans import reading
from plans.contents import BlockContent, SectionContent
from plans.editing import editions
from plans.models import ActionCard, Block, Edition, Plan, RereadRequest
from plans.release import publishing
from plans.release.publishing import Reread
from plans.vocabulary import BlockType
from tests.build import monday_at
from tests.plans.test_posters import make_card

CONTROL = re.compile(r"SAVEPOINT|RELEASE|BEGIN|COMMIT|SELECT set_config")


def text(words, **more):
    return BlockContent(type=BlockType.TEXT, audience="public", title="Sådan", text=words, **more)


@pytest.fixture
def plan(town, hanne, dorte) -> Plan:
    """A plan of two sections in force, edited by Hanne and approved by Dorte."""
    plan = Plan.objects.create(
        municipality=town.municipality, kind="abuse", slug="overgreb", title="Plan mod overgreb"
    )
    grants.grant(hanne, "edit_plan", plan)
    grants.grant(dorte, "approve_plan", plan)
    steps = BlockContent(type=BlockType.STEPS, audience="public", title="Trin", items=("Lyt", "Skriv"))
    internal = BlockContent(
        type=BlockType.TEXT, title="Kun lærere", text="Til lærere.", professions=("laerer",)
    )
    sections = [
        SectionContent("tegn", "Tegn", must_acknowledge=True, blocks=(text("Se efter mærker."),)),
        SectionContent(
            "lyt", "Når et barn fortæller", must_acknowledge=True, blocks=(text("Lyt."), steps, internal)
        ),
    ]
    edition = editions.start(plan, sections, by=hanne, at=monday_at(8))
    asked = {line.section_id: Reread() for line in edition.lines.all()}
    publishing.hand_in(edition, change_note="Første", rereads=asked, by=hanne, at=monday_at(9))
    publishing.publish(edition, by=dorte, at=monday_at(10))
    return plan


@pytest.fixture
def as_hanne(hanne) -> Client:
    client = Client()
    client.force_login(hanne)
    return client


@pytest.fixture
def as_dorte(dorte) -> Client:
    client = Client()
    client.force_login(dorte)
    return client


def fields_of(page, *, index=-1) -> dict[str, object]:
    """What a browser would send back from the last form of the page that has more than a button."""
    soup = BeautifulSoup(page.content, "html.parser")
    forms = [f for f in soup.select("main form") if f.select("textarea, input:not([type=hidden])")]
    found: dict[str, object] = {}
    for field in forms[index].select("input, textarea, select"):
        name, kind = field.get("name"), field.get("type")
        if not name or name == "csrfmiddlewaretoken":
            continue
        if kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                found.setdefault(name, []).append(field.get("value", "on"))
        elif field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            found[name] = chosen.get("value", "")
        else:
            found[name] = field.get("value", "") if field.name == "input" else field.text.lstrip("\n")
    return found


def block_url(plan, section, number=0) -> str:
    section = plan.sections.get(slug=section)
    line = plan.editions.in_force().get().lines.get(section=section)
    block = line.version.blocks.order_by("position")[number]
    return f"/redaktion/afsnit/{section.pk}/{block.key}/"


def acknowledge_all(staff):
    for item in reading.reading_of(staff).items:
        if item.mine:
            number = item.line.version.number
            reading.acknowledge(item.line, version_number=number, by=staff, at=monday_at(11))


def test_a_changed_block_reaches_the_readers_through_a_second_pair_of_eyes(plan, anna, as_hanne, as_dorte):
    acknowledge_all(anna)
    assert as_hanne.get("/redaktion/").status_code == 200
    lyt = plan.sections.get(slug="lyt")
    assert as_hanne.get(f"/redaktion/plan/{plan.slug}/").status_code == 200
    page = as_hanne.get(block_url(plan, "lyt"))
    sent = {**fields_of(page), "text": "Lyt. Spørg ikke ud."}
    assert as_hanne.post(block_url(plan, "lyt"), sent).status_code == 302

    preview = as_hanne.get(f"/redaktion/afsnit/{lyt.pk}/?role=paedagog").content.decode()
    assert "Spørg ikke ud." in preview
    assert "Til lærere." not in preview
    anna_reads = Client()
    anna_reads.force_login(anna)
    assert "Spørg ikke ud." not in anna_reads.get("/plan/overgreb/lyt/").content.decode()

    hand_in = as_hanne.get(f"/redaktion/plan/{plan.slug}/send/")
    assert as_hanne.post(f"/redaktion/plan/{plan.slug}/send/", {}).status_code == 200
    assert Edition.objects.get(state="draft")
    note = {
        **fields_of(hand_in),
        "change_note": "Vi siger tydeligt: spørg ikke ud.",
        f"who_{lyt.pk}": "all",
    }
    assert as_hanne.post(f"/redaktion/plan/{plan.slug}/send/", note).status_code == 302
    assert Message.objects.filter(kind="review_wanted", recipient__name="Dorte Dahl").exists()

    review = as_dorte.get(f"/redaktion/plan/{plan.slug}/godkend/")
    soup = BeautifulSoup(review.content, "html.parser")
    assert [one.get_text(" ", strip=True)[-14:] for one in soup.select("ins")] == ["Spørg ikke ud."]
    assert (
        as_hanne.post(f"/redaktion/plan/{plan.slug}/godkend/", {"read": "on", "when": "now"}).status_code
        == 403
    )
    assert (
        as_dorte.post(f"/redaktion/plan/{plan.slug}/godkend/", {"read": "on", "when": "now"}).status_code
        == 302
    )

    assert "Spørg ikke ud." in anna_reads.get("/plan/overgreb/lyt/").content.decode()
    assert [one.line.section.slug for one in reading.reading_of(anna).missing] == ["lyt"]


def test_nobody_overwrites_a_colleague_without_seeing_it(plan, hanne, dorte, as_hanne):
    grants.grant(dorte, "edit_plan", plan)
    url = block_url(plan, "lyt")
    mine, theirs = (fields_of(as_hanne.get(url)) for _ in range(2))
    as_hanne.post(url, {**theirs, "text": "Lyt roligt til barnet."})
    conflict = as_hanne.post(url, {**mine, "text": "Lyt, og skriv."})
    assert conflict.status_code == 409
    page = conflict.content.decode()
    assert "Hanne" in page
    assert "roligt" in page
    assert "Lyt, og skriv." in page
    stored = Block.objects.get(version__frozen_at=None, title="Sådan", version__section__slug="lyt")
    assert stored.text == "Lyt roligt til barnet."
    assert as_hanne.post(url, {**fields_of(conflict)}).status_code == 302
    stored.refresh_from_db()
    assert stored.text == "Lyt, og skriv."


def test_the_title_is_not_overwritten_unseen_either(plan, as_hanne):
    url = f"/redaktion/afsnit/{plan.sections.get(slug='lyt').pk}/titel/"
    mine, theirs = (fields_of(as_hanne.get(url)) for _ in range(2))
    as_hanne.post(url, {**theirs, "title": "Lyt roligt til barnet"})
    conflict = as_hanne.post(url, {**mine, "title": "Lyt, og skriv det ned"})
    assert conflict.status_code == 409
    soup = BeautifulSoup(conflict.content, "html.parser")
    assert "roligt" in " ".join(one.get_text() for one in soup.select("del"))
    assert soup.find("input", {"name": "title"})["value"] == "Lyt, og skriv det ned"
    assert as_hanne.post(url, {**fields_of(conflict), "title": "Lyt nu"}).status_code == 302


def test_two_editors_in_two_blocks_of_a_section_do_not_meet(plan, as_hanne):
    first, second = block_url(plan, "lyt", 0), block_url(plan, "lyt", 1)
    one, two = fields_of(as_hanne.get(first)), fields_of(as_hanne.get(second))
    assert as_hanne.post(first, {**one, "text": "Lyt nu."}).status_code == 302
    assert as_hanne.post(second, {**two, "lines": "Lyt\nSkriv\nRing"}).status_code == 302
    made = Block.objects.get(version__frozen_at=None, type="steps")
    assert made.items == ["Lyt", "Skriv", "Ring"]


def test_blocks_are_added_moved_and_taken_out(plan, as_hanne):
    lyt = plan.sections.get(slug="lyt")
    base = f"/redaktion/afsnit/{lyt.pk}"
    chosen = as_hanne.post(f"{base}/ny/", {"new-type": "warning"})
    assert chosen["Location"] == f"{base}/ny/?type=warning"
    form = fields_of(as_hanne.get(chosen["Location"]))
    assert as_hanne.post(chosen["Location"], {**form, "title": "", "text": ""}).status_code == 422
    as_hanne.post(chosen["Location"], {**form, "title": "Pas på", "text": "Ring først."})

    def titles():
        blocks = Block.objects.filter(version__frozen_at=None, version__section=lyt)
        return list(blocks.order_by("position").values_list("title", flat=True))

    assert titles() == ["Sådan", "Trin", "Kun lærere", "Pas på"]
    key = Block.objects.get(title="Pas på").key
    as_hanne.post(f"{base}/{key}/flyt/", {"to": "up"})
    assert titles() == ["Sådan", "Trin", "Pas på", "Kun lærere"]
    asked = as_hanne.get(f"{base}/{key}/fjern/")
    seen = BeautifulSoup(asked.content, "html.parser").select_one("input[name=seen]")["value"]
    as_hanne.post(f"{base}/{key}/fjern/", {"seen": seen})
    assert titles() == ["Sådan", "Trin", "Kun lærere"]
    assert as_hanne.get(f"{base}/{uuid4()}/").status_code == 404


def test_a_public_block_does_not_show_an_internal_number(plan, as_hanne):
    url = block_url(plan, "lyt")
    page = as_hanne.post(url, {**fields_of(as_hanne.get(url)), "text": "Ring {nummer: fagchef}."})
    assert page.status_code == 422
    assert "Fagchefen" in page.content.decode()
    assert not Block.objects.filter(text__contains="nummer").exists()


def test_a_changed_number_is_live_at_once_and_the_approver_is_told(town, plan, hanne, as_hanne, dorte):
    contact = Contact.objects.get(slug="familieraadgivningen", municipality=town.municipality)
    card = make_card(town.municipality, "paedagog")
    url = f"/redaktion/kontakter/{contact.pk}/"
    page = as_hanne.get(url)
    assert card.title in page.content.decode()
    form = fields_of(page)
    assert as_hanne.post(url, {**form, "phone": "ring bare"}).status_code == 422
    assert as_hanne.post(url, {**form, "phone": "12 34 56 70"}).status_code == 302
    contact.refresh_from_db()
    assert (contact.phone, contact.revision, contact.changed_by) == ("12 34 56 70", 2, hanne)
    assert contact.hours["mon"] == [["08:00", "15:00"]]
    assert "12 34 56 70" in Client().get("/kontakter/").content.decode()
    assert list(Message.objects.values_list("kind", "recipient")) == [
        ("review_wanted", dorte.pk),
        ("contact_changed", dorte.pk),
    ]
    assert Duty.objects.filter(name="posters.refresh").exists()
    assert Edition.objects.count() == 1

    late = as_hanne.post(url, {**form, "phone": "12 34 56 71"})
    assert late.status_code == 409
    assert "12 34 56 70" in late.content.decode()
    assert as_hanne.post(url, fields_of(late)).status_code == 302
    contact.refresh_from_db()
    assert contact.phone == "12 34 56 71"


def test_a_card_gets_a_second_pair_of_eyes_before_it_hangs_anywhere(town, plan, as_hanne, as_dorte):
    card = make_card(town.municipality, "paedagog")
    url = "/redaktion/handlekort/paedagog/"
    form = fields_of(as_hanne.get(url))
    assert as_hanne.post(url, {**form, "bold_1": "x " * 13}).status_code == 422
    assert as_hanne.post(url, {**form, "bold_1": "Lyt. Bliv hos barnet."}).status_code == 302
    card.refresh_from_db()
    assert card.steps[0]["bold"] != "Lyt. Bliv hos barnet."
    decide = {"decision": "approve", "seen": str(card.revision)}
    assert as_hanne.post(f"{url}afgoer/", decide).status_code == 403
    assert "Bliv hos barnet." in as_dorte.get(url).content.decode()
    assert as_dorte.post(f"{url}afgoer/", decide).status_code == 302
    card.refresh_from_db()
    assert (card.steps[0]["bold"], card.version, card.proposal) == ("Lyt. Bliv hos barnet.", 2, None)


def test_who_does_not_edit_sees_none_of_it(plan, anna, emil, gert):
    lyt = plan.sections.get(slug="lyt")
    pages = {
        "/redaktion/": 403,
        "/redaktion/plan/overgreb/": 404,
        f"/redaktion/afsnit/{lyt.pk}/": 404,
        "/redaktion/kontakter/": 403,
        "/redaktion/handlekort/": 403,
    }
    for person in (anna, emil, gert):
        client = Client()
        client.force_login(person)
        assert {path: client.get(path).status_code for path in pages} == pages


def test_an_edition_in_review_is_written_in_by_nobody(plan, hanne, as_hanne, as_dorte):
    url = block_url(plan, "lyt")
    form = fields_of(as_hanne.get(url))
    as_hanne.post(url, {**form, "text": "Lyt nu."})
    lyt = plan.sections.get(slug="lyt")
    note = {"change_note": "x", f"who_{lyt.pk}": "nobody"}
    as_hanne.post(f"/redaktion/plan/{plan.slug}/send/", note)
    assert Edition.objects.get(number=2).state == "review"
    later = as_hanne.get(url)
    assert as_hanne.post(url, {**fields_of(later), "text": "Lyt igen."}).status_code in (302, 409)
    assert not Block.objects.filter(text="Lyt igen.").exists()
    as_dorte.post(f"/redaktion/plan/{plan.slug}/tilbage/")
    assert Edition.objects.get(number=2).state == "draft"


def test_the_pages_cost_few_statements(plan, town, anna, as_hanne, as_dorte):
    for slug in ("paedagog", "laerer", "leder"):
        make_card(town.municipality, slug)
    url = block_url(plan, "lyt")
    as_hanne.post(url, {**fields_of(as_hanne.get(url)), "text": "Lyt nu."})
    lyt, number = plan.sections.get(slug="lyt").pk, Contact.objects.get(slug="fagchef").pk
    here = f"/redaktion/afsnit/{lyt}/"
    paths = [
        "/redaktion/", "/redaktion/plan/overgreb/", here, url, f"{url}fjern/", f"{here}titel/",
        f"{here}ny/?type=text", "/redaktion/kontakter/", f"/redaktion/kontakter/{number}/",
        "/redaktion/handlekort/", "/redaktion/handlekort/paedagog/", "/redaktion/plan/overgreb/send/",
        "/plakater/", "/p/paedagog/?v=1.0", "/plakater/paedagog.pdf",
    ]  # fmt: skip
    costs = {path: statements(as_hanne, path) for path in paths}
    as_hanne.post("/redaktion/plan/overgreb/send/", {"change_note": "x", f"who_{lyt}": "all"})
    review = "/redaktion/plan/overgreb/godkend/"
    costs[review] = statements(as_dorte, review)
    assert {path: cost for path, cost in costs.items() if cost > 12} == {}


def statements(client, path) -> int:
    """How many statements the page takes the second time, transaction control not counted."""
    client.get(path)
    with CaptureQueriesContext(connection) as told:
        assert client.get(path).status_code == 200
    return sum(not CONTROL.match(query["sql"]) for query in told.captured_queries)


def test_cards_survive_odd_input(town, plan, as_hanne):
    make_card(town.municipality, "paedagog")
    url = "/redaktion/handlekort/paedagog/"
    form = fields_of(as_hanne.get(url))
    for odd in ("\x00", "‮abc", "a" * 100_000, "👩‍👧"):
        assert as_hanne.post(url, {**form, "title": odd}).status_code in (302, 422)
    assert ActionCard.objects.get().title == "Bekymret for et barn?"


def test_stop_advice_is_reworded_but_never_taken_out(plan, hanne, as_hanne):
    stop = BlockContent(
        type=BlockType.STOP, code="B", title="Vent", items=({"text": "Tal ikke med hjemmet.", "line": []},)
    )
    edition = editions.open_draft(plan, by=hanne, at=monday_at(12))
    version = editions.add_section(
        edition, SectionContent("stop-raad", "Råd", blocks=(stop,)), by=hanne, at=monday_at(12)
    )
    block = version.blocks.get()
    url = f"/redaktion/afsnit/{version.section_id}/{block.key}/"
    form = fields_of(as_hanne.get(url))
    assert as_hanne.post(url, {**form, "passage_1": "Tal ikke med forældrene endnu."}).status_code == 302
    block.refresh_from_db()
    assert block.items == [{"text": "Tal ikke med forældrene endnu.", "line": []}]
    assert (block.code, block.type, block.audience) == ("B", "stop", "internal")
    assert as_hanne.post(f"{url}fjern/", {"seen": "x"}).status_code == 403
    assert Block.objects.filter(pk=block.pk).exists()


def test_nobody_can_be_asked_to_read_a_section_again_that_nobody_confirms(plan, as_hanne):
    lyt = plan.sections.get(slug="lyt")
    sent = {**fields_of(as_hanne.get(block_url(plan, "lyt"))), "text": "Lyt. Spørg ikke ud."}
    as_hanne.post(block_url(plan, "lyt"), sent)
    lyt.versions.filter(frozen_at=None).update(must_acknowledge=False)
    hand_in = as_hanne.get(f"/redaktion/plan/{plan.slug}/send/")
    assert f"who_{lyt.pk}" not in fields_of(hand_in)
    assert "Ingen skal bekræfte dette afsnit" in hand_in.content.decode()
    note = {"change_note": "Vi siger det tydeligt.", f"who_{lyt.pk}": "all"}
    assert as_hanne.post(f"/redaktion/plan/{plan.slug}/send/", note).status_code == 302
    assert not RereadRequest.objects.filter(version__section=lyt, version__frozen_at=None).exists()
