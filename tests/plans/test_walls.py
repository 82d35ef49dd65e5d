"""Where posters hang: written down by those who work there, out of date when a number changes, told once."""

import io
import zipfile

import pytest
from django.urls import reverse

from beredskab.access.guard import Forbidden
from beredskab.organisation.models import Contact, Unit
from beredskab.outbox import worker
from beredskab.outbox.models import Message
from beredskab.outbox.vocabulary import Kind
from plans.models import Hanging, PosterFile, PosterRun
from plans.paper import batches, posters, walls
from tests.build import monday_at, tuesday_at
from tests.plans.test_posters import make_card


@pytest.fixture
def card(town):
    card = make_card(town.municipality, "paedagog")
    posters.refresh(town.municipality, at=monday_at(8))
    return card


def hung(card, unit, by, room="Personalerum", **more):
    return walls.hang(unit, card, size="a4", room=room, by=by, at=monday_at(9), **more)


def told(kind=Kind.POSTERS_OUTDATED):
    return list(Message.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def test_whoever_works_there_writes_it_down_and_nobody_else(card, town, anna, bo, emil):
    one = hung(card, town.kindergarten, anna)
    assert (one.poster.version, one.outdated_at) == ("1.0", None)
    assert hung(card, town.kindergarten, bo) == one
    with pytest.raises(Forbidden):
        hung(card, town.kindergarten, emil)
    with pytest.raises(walls.NeverPrinted):
        hung(card, town.kindergarten, anna, version="7.7")


def test_a_changed_number_marks_what_hangs_tells_the_leader_once_and_makes_the_new_one(
    client, card, town, anna, bo
):
    for room in ("Personalerum", "Kontor"):
        hung(card, town.kindergarten, anna, room)
    assert walls.look(town.municipality, at=monday_at(10)) == 0
    Contact.objects.filter(slug="familieraadgivningen").update(phone="12 34 56 99")
    assert walls.look(town.municipality, at=tuesday_at(9)) == 2
    assert walls.look(town.municipality, at=tuesday_at(10)) == 0
    assert told() == [bo.name]
    assert walls.counts([town.kindergarten]) == {town.kindergarten.pk: (2, 2)}
    client.force_login(bo)
    page = client.get(reverse("plans:wall", args=[town.kindergarten.slug]))
    assert "2 gamle plakater hænger stadig" in page.content.decode()
    old = walls.hanging_in(town.kindergarten)[0]
    pdf = client.get(posters.path_of(card, old.asked, "a4"))
    assert pdf["Content-Type"] == "application/pdf"
    path = reverse("plans:decide_hanging", args=[town.kindergarten.slug, old.hanging.pk])
    client.post(path, {"decision": "replaced"})
    client.post(path, {"decision": "replaced"})
    assert walls.counts([town.kindergarten]) == {town.kindergarten.pk: (2, 1)}
    assert Hanging.objects.filter(taken_down_by=bo).count() == 1


def test_the_same_number_again_makes_the_poster_current_again(card, town, anna, bo):
    hung(card, town.kindergarten, anna)
    Contact.objects.filter(slug="familieraadgivningen").update(phone="12 34 56 99")
    walls.look(town.municipality, at=monday_at(10))
    Contact.objects.filter(slug="familieraadgivningen").update(phone="12 34 56 79")
    walls.look(town.municipality, at=monday_at(11))
    assert [one.is_current for one in walls.hanging_in(town.kindergarten)] == [True]


def test_the_message_of_the_leader_says_no_room_and_no_number(card, town, anna, bo, mailoutbox):
    hung(card, town.kindergarten, anna)
    Contact.objects.filter(slug="familieraadgivningen").update(phone="12 34 56 99")
    posters.ask_for_refresh(town.municipality, at=monday_at(10))
    worker.do_duties(at=monday_at(10))
    worker.deliver(at=monday_at(10))
    sent = [mail for mail in mailoutbox if bo.email in mail.to]
    assert len(sent) == 1
    assert "12 34" not in sent[0].body
    assert "Personalerum" not in sent[0].body
    assert sent[0].attachments == []


def test_the_page_takes_what_is_typed_and_says_what_is_wrong(client, card, town, anna):
    client.force_login(anna)
    path = reverse("plans:wall", args=[town.kindergarten.slug])
    typed = {"card": "paedagog", "size": "a3", "room": "Stuen <b>", "version": "9.9"}
    wrong = client.post(path, typed)
    assert wrong.status_code == 422
    assert 'value="Stuen &lt;b&gt;"' in wrong.content.decode()
    assert client.post(path, {**typed, "version": ""}).status_code == 302
    assert Hanging.objects.get().room == "Stuen <b>"
    assert client.get(reverse("plans:wall", args=[town.school.slug])).status_code == 404


def test_a_leader_gets_the_posters_of_the_units_roles_in_one_file(client, card, town, anna, bo):
    make_card(town.municipality, "laerer")
    make_card(town.municipality, "leder")
    client.force_login(bo)
    path = reverse("plans:poster_bundle", args=[town.kindergarten.slug])
    assert "0 af 2" in client.get(path).content.decode()
    client.post(path)
    worker.do_duties(at=monday_at(23).replace(year=2030))
    archive = zipfile.ZipFile(io.BytesIO(client.get(path).content))
    names = archive.namelist()
    assert [name.split("-")[1] for name in names] == ["paedagog", "leder"]
    assert all(archive.read(name).startswith(b"%PDF") for name in names)


def test_a_run_makes_everything_a_handful_at_a_time_and_can_be_stopped_and_resumed(
    monkeypatch, card, town, hanne, anna
):
    monkeypatch.setattr(
        posters, "_printed", lambda *_: {"pdf": b"%PDF-"}
    )  # what is printed is not the question here
    run = batches.start(town.municipality, ["a4"], by=hanne, at=monday_at(9))
    units = Unit.objects.filter(municipality=town.municipality).count()
    assert len(run.work) == units + 1
    with pytest.raises(batches.RunsAlready):
        batches.start(town.municipality, ["a4"], by=hanne, at=monday_at(9))
    worker.do_duties(at=monday_at(9))
    run.refresh_from_db()
    assert run.position == batches.HANDFUL
    batches.stop(run, by=hanne, at=monday_at(10))
    worker.do_duties(at=monday_at(10))
    run.refresh_from_db()
    assert (run.position, run.state) == (batches.HANDFUL, PosterRun.State.STOPPED)
    batches.resume(run, by=hanne, at=monday_at(11))
    for hour in range(12, 18):
        worker.do_duties(at=monday_at(hour))
    run.refresh_from_db()
    assert (run.position, run.state) == (len(run.work), PosterRun.State.FINISHED)
    assert PosterFile.objects.filter(poster__unit__isnull=False).count() == units
    with pytest.raises(Forbidden):
        batches.start(town.municipality, ["a4"], by=anna, at=monday_at(18))
