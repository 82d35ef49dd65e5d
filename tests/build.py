"""Typed builders. They go through the same doors as the portal, so what they make could have happened."""

import datetime as dt
import io
import uuid
from zoneinfo import ZoneInfo

from PIL import Image

from beredskab.access.acting import acting_as
from beredskab.audit import trail
from beredskab.organisation.models import Staff, Team, Unit
from beredskab.vault import safe
from notifications import deadlines, handling
from notifications.case import screening
from notifications.exclusion import exclusions
from notifications.models import Concern
from notifications.routing import Cause, Desk, Kept, Route, Rule
from notifications.vocabulary import Certainty, Outcome, State, Suspect, Topic

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def monday_at(hour: int, minute: int = 0) -> dt.datetime:
    """A moment on Monday 23 November 2026, a plain working day."""
    return dt.datetime(2026, 11, 23, hour, minute, tzinfo=COPENHAGEN)


def tuesday_at(hour: int, minute: int = 0) -> dt.datetime:
    """The day after."""
    return dt.datetime(2026, 11, 24, hour, minute, tzinfo=COPENHAGEN)


def photograph(note: str = "", size: tuple[int, int] = (320, 240), kind: str = "JPEG") -> bytes:
    """A picture as a phone sends it, with a note, a place and a maker written into the file."""
    picture = Image.new("RGB", size, "steelblue")
    exif = Image.Exif()
    exif[0x010E], exif[0x010F], exif[0x0112] = note, "Telefon", 6
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def concern(
    *,
    filed_by: Staff,
    team: Team,
    state: State = State.FILED,
    by: Staff | None = None,
    at: dt.datetime | None = None,
    keep_out: tuple[Staff, ...] = (),
    keep_out_units: tuple[Unit, ...] = (),
    unit: Unit | None = None,
    certainty: Certainty = Certainty.SUSPICION,
    topics: tuple[Topic, ...] = (Topic.PHYSICAL,),
    suspects: tuple[Suspect, ...] = (Suspect.HOME,),
    pick_up_at: dt.datetime | None = None,
) -> Concern:
    """A concern as filing leaves it, at eight on Monday; `by` takes it on to the state that is asked for."""
    at = at or monday_at(8)
    made = Concern(
        municipality=filed_by.municipality,
        reference=f"BK-26-{uuid.uuid4().hex[:6].upper()}",
        state=State.FILED,
        certainty=certainty,
        topics=list(topics),
        suspects=list(suspects),
        filed_by=filed_by,
        filer_unit=filed_by.unit,
        unit=unit or filed_by.unit,
        team=team,
        age_band="3-5",
        started_at=at,
        saved_at=at,
        received_at=at,
        filed_at=at,
        pick_up_at=pick_up_at,
    )
    with acting_as(filed_by):
        made.save(force_insert=True)
        safe.seal_to_team(safe.create(made.pk, filer=filed_by), team)
        deadlines.start(made)
        exclusions.keep_out(made, _route(made, keep_out, keep_out_units), by=filed_by, at=at)
        trail.record(filed_by.pk, "concern.filed", made.pk, at=at)
    return _taken_on(made, state, by, at)


def _route(made: Concern, people: tuple[Staff, ...], units: tuple[Unit, ...]) -> Route:
    kept = [Kept(Cause.SUSPECTED, staff=one.pk) for one in people]
    kept += [Kept(Cause.UNKNOWN_PERSON, unit=one.pk) for one in units]
    desk = Desk(made.team_id, made.team.name, frozenset())
    return Route(desk, Rule("fallback", 1, desk.team), "", tuple(kept), spared=made.filed_by_id)


def _taken_on(made: Concern, state: State, by: Staff | None, at: dt.datetime) -> Concern:
    steps = {
        State.CLAIMED: lambda: handling.claim(made, by=by, at=at),
        State.ASSESSED: lambda: handling.assess(made, FINDING, by=by, at=at),
        State.DECIDED: lambda: screening.decide(made, CHOICE, by=by, at=at),
        State.HANDED_OVER: lambda: handling.hand_over(made, by=by, at=at),
        State.CLOSED: lambda: handling.close(made, by=by, at=at, reason="done elsewhere"),
    }
    order = list(steps)
    for step in order[: order.index(state) + 1] if state in steps else []:
        steps[step]()
    if by is not None:
        with acting_as(by):
            made.refresh_from_db()
    return made


FINDING = handling.Finding(
    is_acute=False, reason="The child is safe with its grandmother today.", act="Called."
)
CHOICE = screening.Choice(Outcome.EXAMINATION, "Suspicion of violence.")
