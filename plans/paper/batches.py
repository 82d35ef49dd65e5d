"""Many posters at once: all of one unit in a ZIP, all of a municipality made anew by the worker."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import require
from beredskab.audit import trail
from beredskab.organisation.models import Membership, Municipality, Staff, Unit
from beredskab.outbox import duties
from plans.models import ActionCard, PosterFile, PosterRun
from plans.numbers.contacts import contacts_in_force
from plans.paper import posters
from plans.paper.printing import PAPERS

RUN = "posters.run"
HANDFUL = 4  # files between two looks at whether somebody has stopped it
LEADER = "leder"


class RunsAlready(Exception):  # errors say what is refused
    """The municipality's posters are being made right now."""


@dataclass(frozen=True)
class Bundle:
    """The posters of a unit's roles: `files` are there, `missing` are not made yet, `refused` cannot be."""

    files: tuple[PosterFile, ...]
    missing: tuple[ActionCard, ...]
    refused: tuple[ActionCard, ...]


def cards_of_unit(unit: Unit, on: dt.date) -> list[ActionCard]:
    """The cards of the professions at work in the unit, its leader's too; all when nobody is known."""
    professions = set(
        Membership.objects.current(on).filter(unit=unit).values_list("profession__slug", flat=True)
    )
    if unit.leader_id:
        professions.add(LEADER)
    cards = list(posters.cards_in_force(unit.municipality))
    return [card for card in cards if professions & set(card.professions or [card.slug])] or cards


def bundle(unit: Unit, size: str, *, at: dt.datetime) -> Bundle:
    """What a leader gets for the unit now, on this size of paper."""
    contacts = contacts_in_force(unit.municipality, at)
    asked = posters.variant(unit.municipality, "", unit, at=at)
    cards = cards_of_unit(unit, at.date())
    keys = {card.pk: posters.current(card, contacts, asked).key() for card in cards}
    found = PosterFile.objects.filter(poster__card__in=cards, poster__unit=unit, size=size)
    files = {
        file.poster.card_id: file
        for file in found.select_related("poster__unit", "poster__card__municipality").defer("pdf")
        if file.poster.content_key == keys[file.poster.card_id]
        and file.poster.text_version == file.poster.card.version
    }
    return Bundle(
        files=tuple(files[card.pk] for card in cards if card.pk in files and not files[card.pk].refusal),
        missing=tuple(card for card in cards if card.pk not in files),
        refused=tuple(card for card in cards if card.pk in files and files[card.pk].refusal),
    )


def ask_for_bundle(unit: Unit, size: str, *, at: dt.datetime) -> None:
    """Promise what is missing and what was refused; asking twice in a minute is asking once."""
    contacts = contacts_in_force(unit.municipality, at)
    asked = posters.variant(unit.municipality, "", unit, at=at)
    wanted = bundle(unit, size, at=at)
    for card in (*wanted.missing, *wanted.refused):
        posters.ask_for(card, posters.current(card, contacts, asked), asked, size, at=at)


def zipped(files: Iterable[PosterFile]) -> bytes:
    """The PDFs under their own names. The same files give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for file in files:
            day = file.made_at
            name = posters.file_name(file.poster, file.poster.card.slug, file.size)
            info = zipfile.ZipInfo(name, (day.year, day.month, day.day, day.hour, day.minute, 0))
            info.external_attr = 0o644 << 16
            archive.writestr(info, bytes(file.pdf or b""))
    return made.getvalue()


# --- the whole municipality -------------------------------------------------------------------


@act
def start(municipality: Municipality, sizes: Iterable[str], *, by: Staff, at: dt.datetime) -> PosterRun:
    """Have every poster of every unit made, and those for everybody. Raises Forbidden or RunsAlready."""
    require(by, Act.EDIT_PLAN)
    if PosterRun.objects.filter(municipality=municipality, state=PosterRun.State.RUNNING).exists():
        raise RunsAlready(municipality.slug)
    work = _work(municipality, [size for size in sizes if size in PAPERS], at.date())
    run = PosterRun.objects.create(municipality=municipality, work=work, asked_by=by, asked_at=at)
    trail.record(by.pk, "posters.run_started", run.pk, at=at, posters=len(work))
    _promise(run, at=at)
    return run


@act
def stop(run: PosterRun, *, by: Staff, at: dt.datetime) -> PosterRun:
    """Leave the rest unmade until somebody resumes. Safe to repeat."""
    require(by, Act.EDIT_PLAN)
    run = PosterRun.objects.select_for_update().get(pk=run.pk)
    if run.state == PosterRun.State.RUNNING:
        run.state, run.ended_at = PosterRun.State.STOPPED, at
        run.save(update_fields=["state", "ended_at"])
        trail.record(by.pk, "posters.run_stopped", run.pk, at=at, position=run.position)
    return run


@act
def resume(run: PosterRun, *, by: Staff, at: dt.datetime) -> PosterRun:
    """Go on where it was stopped. Safe to repeat. Raises RunsAlready when another one runs."""
    require(by, Act.EDIT_PLAN)
    run = PosterRun.objects.select_for_update().get(pk=run.pk)
    others = PosterRun.objects.filter(municipality=run.municipality_id, state=PosterRun.State.RUNNING)
    if others.exclude(pk=run.pk).exists():
        raise RunsAlready(run.pk)
    if run.state == PosterRun.State.STOPPED:
        run.state, run.ended_at = PosterRun.State.RUNNING, None
        run.save(update_fields=["state", "ended_at"])
        trail.record(by.pk, "posters.run_resumed", run.pk, at=at, position=run.position)
        _promise(run, at=at)
    return run


@duties.duty(RUN)
def _run_duty(ids: dict[str, object], at: dt.datetime) -> None:
    """A handful, then the worker looks after its other duties and comes back."""
    run = PosterRun.objects.select_related("municipality").filter(pk=str(ids["run"])).first()
    if run is None or run.state != PosterRun.State.RUNNING:
        return
    handful = run.work[run.position : run.position + HANDFUL]
    made, refused = _make(run.municipality, handful, at=at)
    with transaction.atomic():
        PosterRun.objects.filter(pk=run.pk).update(
            position=F("position") + len(handful), made=F("made") + made, refused=F("refused") + refused
        )
        run.refresh_from_db()
        if run.state == PosterRun.State.RUNNING and run.position >= len(run.work):
            PosterRun.objects.filter(pk=run.pk).update(state=PosterRun.State.FINISHED, ended_at=at)
        elif run.state == PosterRun.State.RUNNING:
            _promise(run, at=at)


def _make(municipality: Municipality, work: list[list[object]], *, at: dt.datetime) -> tuple[int, int]:
    """How many were printed now, and how many were refused; what is kept already counts as neither."""
    contacts = contacts_in_force(municipality, at)
    cards = {card.pk: card for card in posters.cards_in_force(municipality)}
    units = Unit.objects.select_related("leader", "municipality").in_bulk(
        [unit for _card, _size, unit in work if unit]
    )
    made = refused = 0
    for card_id, size, unit_id in work:
        card = cards.get(card_id)  # type: ignore[call-overload]  # numbers, as JSON keeps them
        if card is None or (unit_id and unit_id not in units):
            continue  # gone since the run was asked for
        asked = posters.variant(municipality, "", units.get(unit_id) if unit_id else None, at=at)
        if posters.make(card, contacts, str(size), asked, again=True, at=at):
            made += 1
        else:
            poster = posters.found(card, posters.current(card, contacts, asked))
            refused += PosterFile.objects.filter(poster=poster, size=size).exclude(refusal="").exists()
    return made, refused


def _work(municipality: Municipality, sizes: list[str], on: dt.date) -> list[list[object]]:
    cards = list(posters.cards_in_force(municipality))
    units = Unit.objects.select_related("municipality").filter(municipality=municipality)
    everybodys: list[list[object]] = [[card.pk, size, None] for card in cards for size in sizes]
    own = [[card.pk, size, unit.pk] for unit in units for card in cards_of_unit(unit, on) for size in sizes]
    return [*everybodys, *own]


def _promise(run: PosterRun, *, at: dt.datetime) -> None:
    duties.ask(RUN, f"{run.pk}:{run.position}:{at.isoformat()}", due=at, run=run.pk)
