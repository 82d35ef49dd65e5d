"""Documents of a plan: told apart by content, nothing that runs, fetched only where they stand."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from beredskab.organisation.models import Staff
from plans import files
from plans.contents import BlockContent
from plans.editing import editions, revising
from plans.files import Unsuitable
from plans.models import Edition, PlanFile
from plans.release import adopting, publishing
from plans.vocabulary import BlockType, FileKind
from tests import build_plans as build
from tests.build_plans import AUTUMN

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def packed(**parts: str) -> bytes:
    """A zip with these parts; __ stands for a slash and for a dot at the end."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        for name, words in parts.items():
            made.writestr(name, words)
    return kept.getvalue()


WORD = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"}
ODT = {"mimetype": files.CONTENT_TYPES[FileKind.ODT], "content.xml": "<x/>"}


@pytest.fixture
def edition(hanne: Staff, dorte: Staff) -> Edition:
    return build.published([build.section("akut")], editor=hanne, approver=dorte)


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("beslutning.pdf", PDF, "beslutning.pdf"),
        ("beslutning.exe", PDF, "beslutning.pdf"),
        ("..\\..\\C:\\skema <1>.doc", packed(**WORD), "skema 1.docx"),
        ("brev.odt", packed(**ODT), "brev.odt"),
        ("", PDF, "dokument.pdf"),
    ],
)
def test_a_document_is_what_it_holds_whatever_it_is_called(name: str, content: bytes, kept: str) -> None:
    assert files.look_into(name, content).name == kept


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script></html>",
        b"MZ\x90\x00",
        PDF[:-8],
        PDF.replace(b"/Type", b"/OpenAction<</S/JavaScript/JS(x)>>/Type"),
        PDF.replace(b"/Type", b"/Encrypt 2 0 R/Type"),
        packed(**WORD, **{"word/vbaProject.bin": "x"}),
        packed(**{"index.html": "x"}),
        packed(mimetype="text/html"),
        packed(**WORD)[:60],
        PDF + b" " * files.MOST_BYTES,
    ],
)
def test_what_runs_or_is_something_else_is_not_taken_in(content: bytes) -> None:
    with pytest.raises(Unsuitable):
        files.look_into("plan.pdf", content)


def test_a_file_is_never_changed(edition: Edition, hanne: Staff) -> None:
    kept = files.keep(edition.plan, files.look_into("a.pdf", PDF), by=hanne, at=AUTUMN)
    assert files.keep(edition.plan, files.look_into("a.pdf", PDF), by=hanne, at=AUTUMN) == kept
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanFile.objects.filter(pk=kept.pk).update(content=b"%PDF-2")


def test_the_decision_of_the_council_is_public_beside_the_plan(
    edition: Edition, hanne: Staff, client: Client
) -> None:
    client.force_login(hanne)
    path = reverse("plans:record_adoption", args=["overgreb"])
    told = {"edition": edition.pk, "adopted_on_0": 24, "adopted_on_1": 2, "adopted_on_2": 2026}
    told["minutes"] = "punkt 11"  # type: ignore[assignment]  # words among numbers
    wrong = SimpleUploadedFile("beslutning.pdf", b"<html></html>")
    assert client.post(path, {**told, "document": wrong}).status_code == 422
    sent = SimpleUploadedFile("beslutning.pdf", PDF)
    assert client.post(path, {**told, "document": sent}).status_code == 302
    kept = PlanFile.objects.get()
    anybody = Client()
    page = anybody.get(reverse("plans:plan", args=["overgreb"]))
    assert reverse("plans:file", args=[kept.pk]) in page.text
    assert "Vedtages igen senest 24. februar 2030" in page.text
    answer = anybody.get(reverse("plans:file", args=[kept.pk]))
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_file_of_a_draft_is_for_those_who_work_on_the_plan(
    edition: Edition, hanne: Staff, dorte: Staff, anna: Staff
) -> None:
    draft = editions.open_draft(edition.plan, by=hanne, at=AUTUMN)
    section = edition.plan.sections.get()
    content = BlockContent(type=BlockType.FILE, title="Skema")
    sent = files.look_into("skema.docx", packed(**WORD))
    block = revising.add_block(draft, section, content, document=sent, by=hanne, at=AUTUMN)
    path = reverse("plans:file", args=[block.file_id])

    def status(person: Staff | None) -> int:
        client = Client()
        if person:
            client.force_login(person)
        return client.get(path).status_code

    assert [status(one) for one in (hanne, dorte, anna, None)] == [200, 200, 404, 404]
    publishing.hand_in(draft, change_note="Skema", rereads={}, by=hanne, at=AUTUMN)
    publishing.publish(draft, by=dorte, at=AUTUMN)
    assert [status(one) for one in (anna, None)] == [200, 404]  # the block is for staff only


def test_hanne_adds_a_file_and_readers_see_what_they_get(
    edition: Edition, hanne: Staff, client: Client
) -> None:
    client.force_login(hanne)
    section = edition.plan.sections.get()
    path = reverse("plans:new_block", args=[section.pk]) + "?type=file"
    told = {"title": "Skema", "text": "", "audience": "public", "seen": "new"}
    assert "Vælg en fil" in client.post(path, told).text
    sent = SimpleUploadedFile("skema.docx", packed(**WORD))
    assert client.post(path, {**told, "document": sent}).status_code == 302
    page = client.get(reverse("plans:edit_section", args=[section.pk]))
    assert "skema.docx" in page.text
    assert "Word, 1 kB" in page.text


def test_a_later_edition_says_that_it_was_edited_after_the_adoption(
    edition: Edition, hanne: Staff, dorte: Staff, client: Client
) -> None:
    adopting.record(edition, AUTUMN.date(), "punkt 1", by=hanne, at=AUTUMN)
    words = "redaktionelt rettet efter vedtagelsen"
    assert words not in client.get(reverse("plans:plan", args=["overgreb"])).text
    build.changed(edition, "akut", "Ring 112.", editor=hanne, approver=dorte)
    assert words in client.get(reverse("plans:plan", args=["overgreb"])).text
