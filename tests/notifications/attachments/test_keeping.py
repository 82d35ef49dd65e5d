"""Files of a notification: taken in, shown to filer and team, to nobody else, and gone with it."""

import io
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from beredskab.access.acting import acting_as, as_role
from beredskab.organisation.models import Staff
from notifications.attachments import keeping, limits
from notifications.drafting import drafts
from notifications.models import Attachment, AttachmentPage
from tests.build import monday_at, photograph
from tests.cast import Town
from tests.journeys.walking import Walk, client_of
from tests.notifications.filing.test_sending import ready_to_send


def sent(name: str = "mærke.jpg", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or photograph("Lærkevej 4"), content_type="image/jpeg")


def attach(walk: Walk, *files: SimpleUploadedFile) -> Any:
    return walk.client.post(f"/bekymring/{walk.draft}/filer/", {"chosen": list(files)})


def count(walk: Walk) -> tuple[int, int]:
    with as_role("owner"):
        return (
            Attachment.objects.filter(concern=walk.draft).count(),
            AttachmentPage.objects.filter(concern=walk.draft).count(),
        )


def first_file(walk: Walk) -> Attachment:
    with acting_as(walk.staff):
        return Attachment.objects.get(concern=walk.draft)


def test_a_picture_follows_the_notification_to_its_team_and_into_the_full_copy(
    ready: Town, anna: Staff, bo: Staff, cia: Staff, emil: Staff, frida: Staff, gert: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    walk = ready_to_send(anna)
    assert attach(walk, sent()).status_code == 302
    assert "1 fil er vedhæftet." in walk.open(walk.url).text
    walk.answer()
    file = first_file(walk)
    mine = f"/bekymring/{walk.draft}/filer/{file.pk}/1/"
    theirs = f"/indbakke/{walk.draft}/filer/{file.pk}/1/"

    picture = client_of(cia).get(theirs)
    assert (picture["Content-Type"], picture["Cache-Control"]) == ("image/jpeg", "no-store")
    assert picture.content[:2] == b"\xff\xd8"
    assert ("Lærkevej".encode() in picture.content, b"Exif" in picture.content) == (False, False)
    assert "1 fil til underretningen" in client_of(cia).get(f"/indbakke/{walk.draft}/").content.decode()
    assert "mærke.jpg" in client_of(cia).get(f"/indbakke/{walk.draft}/filer/").content.decode()
    assert walk.client.get(mine).content == picture.content
    for other in (bo, emil, frida, gert):
        client = client_of(other)
        doors = [mine, theirs, f"/indbakke/{walk.draft}/filer/", f"/bekymring/{walk.draft}/filer/"]
        assert [client.get(door).status_code for door in doors] == [404] * 4
    copy = walk.client.get(f"/bekymring/{walk.draft}/fuld-kopi/underretning.pdf").content
    last = pypdf.PdfReader(io.BytesIO(copy)).pages[-1]
    assert ("mærke.jpg" in last.extract_text(), len(last.images)) == (True, 1)


def test_what_is_kept_is_sealed(ready: Town, anna: Staff) -> None:
    walk = ready_to_send(anna)
    attach(walk, sent())
    with as_role("owner"):
        page = bytes(AttachmentPage.objects.get(concern=walk.draft).ciphertext)
        name = bytes(Attachment.objects.get(concern=walk.draft).name)
    assert (b"\xff\xd8\xff" in page[:64], b"JFIF" in page, "mærke".encode() in name) == (False, False, False)


def test_one_that_is_not_suitable_is_named_and_the_others_are_kept(ready: Town, anna: Staff) -> None:
    walk = ready_to_send(anna)
    answer = attach(walk, sent(), sent("tegning.svg", b"<svg/>"))
    assert answer.status_code == 422
    assert "tegning.svg: Filen skal være PDF, JPG eller PNG" in answer.content.decode()
    assert count(walk) == (1, 1)


def test_more_than_ten_megabytes_is_thrown_away_while_it_arrives(ready: Town, anna: Staff) -> None:
    walk = ready_to_send(anna)
    answer = attach(walk, sent("film.jpg", bytes(limits.LARGEST + 1)), sent())
    assert answer.status_code == 422
    assert "Filen skal være under 10 MB" in answer.content.decode()
    assert count(walk) == (1, 1)


def test_there_are_five_and_no_sixth(ready: Town, anna: Staff) -> None:
    walk = ready_to_send(anna)
    small = photograph(size=(20, 20))
    for number in range(5):
        assert attach(walk, sent(f"{number}.jpg", small)).status_code == 302
    assert "Der er fem filer nu." in walk.client.get(f"/bekymring/{walk.draft}/filer/").content.decode()
    assert attach(walk, sent("6.jpg", small)).status_code == 422
    assert count(walk) == (5, 5)


def test_an_empty_press_says_what_to_do(ready: Town, anna: Staff) -> None:
    walk = ready_to_send(anna)
    answer = walk.client.post(f"/bekymring/{walk.draft}/filer/", {})
    assert (answer.status_code, "Vælg en fil først" in answer.content.decode()) == (422, True)


def test_a_draft_gives_a_file_back_and_what_was_sent_does_not(ready: Town, anna: Staff, cia: Staff) -> None:
    walk = ready_to_send(anna)
    attach(walk, sent(), sent("to.jpg"))
    with acting_as(anna):
        first, second = Attachment.objects.filter(concern=walk.draft).order_by("at", "pk")
    gone = f"/bekymring/{walk.draft}/filer/{first.pk}/slet/"
    assert (walk.client.post(gone).status_code, count(walk)) == (302, (1, 1))
    walk.answer()
    stays = f"/bekymring/{walk.draft}/filer/{second.pk}/slet/"
    assert (walk.client.post(stays).status_code, count(walk)) == (404, (1, 1))
    assert attach(walk, sent("senere.jpg")).status_code == 302  # more can follow after sending
    page = client_of(cia).get(f"/indbakke/{walk.draft}/").content.decode()
    assert "Fil tilføjet af underretter" in page


def test_whichever_way_a_draft_goes_its_files_go_along(ready: Town, anna: Staff) -> None:
    walk = ready_to_send(anna)
    attach(walk, sent())
    with acting_as(anna):
        assert drafts.throw_away(walk.concern, "draft.discarded", by=anna, at=monday_at(12))
    assert count(walk) == (0, 0)


def test_a_clamd_that_finds_something_stops_it(
    ready: Town, anna: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(data: bytes) -> bool:
        raise keeping.scanning.Infected

    walk = ready_to_send(anna)
    monkeypatch.setattr(keeping.scanning, "scan", found)
    answer = attach(walk, sent())
    assert "Filen blev stoppet" in answer.content.decode()
    assert count(walk) == (0, 0)
