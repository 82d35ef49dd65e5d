"""Going through a drill: beginning, answering page by page, and where the real routing sends it.

Nothing of this touches a concern: routing is asked as its simulator asks it, and what it answers becomes a
case of the drill (rule N-91).
"""

import datetime as dt

from beredskab.access.acting import act
from beredskab.access.guard import Forbidden
from beredskab.audit import trail
from beredskab.organisation.models import Staff, Team
from beredskab.outbox import messages
from beredskab.outbox.vocabulary import Kind
from notifications import clocks
from notifications.drills import judging
from notifications.drills.answer_key import Key, key_for
from notifications.drills.judging import Said
from notifications.drills.participants import members_of
from notifications.models import Drill, DrillAnswer, DrillCase, DrillPlayer
from notifications.vocabulary import Step


class DrillIsOver(ValueError):
    """The drill was finished or stopped: nobody answers any longer."""


@act
def begin(player: DrillPlayer, *, by: Staff, at: dt.datetime) -> DrillPlayer:
    """Open the case. Beginning again changes nothing. Raises Forbidden or DrillIsOver."""
    found = _own(player, by)
    if found.begun_at is None:
        found.begun_at = at
        found.save(update_fields=["begun_at"])
    return found


@act
def answer(player: DrillPlayer, step: Step, said: Said, *, by: Staff, at: dt.datetime) -> DrillPlayer:
    """Answer one page; the first answer stands. After the last page the case is sent where routing says.

    Raises Forbidden or DrillIsOver.
    """
    found = begin(player, by=by, at=at)
    key = key_for(found, by)
    right = judging.marks(said, key.case, key.numbers if step is Step.FIRST else ())
    told = {"said": {key: list(codes) for key, codes in said.items()}, "right": right, "at": at}
    DrillAnswer.objects.get_or_create(player=found, step=step.value, defaults=told)
    if found.answered_at is None and next_step(found) is None:
        _send(found, key, at)
    return found


def next_step(player: DrillPlayer) -> Step | None:
    """The first page that is not answered; None when all are."""
    done = set(player.answers.values_list("step", flat=True))
    return next((step for step in Step if step.value not in done), None)


def _send(player: DrillPlayer, key: Key, at: dt.datetime) -> None:
    said = player.answers.get(step=Step.JUDGE.value).said
    taken, wanted = key.tried(judging.judged(key.case, said)), key.wanted
    player.answered_at = at
    if taken is not None and wanted is not None:
        player.team = Team.objects.get(pk=taken.route.desk.team)
        player.is_routed_right = taken.route.desk.team == wanted.route.desk.team
        _arrive(player, player.team, at)
    player.save(update_fields=["answered_at", "team", "is_routed_right"])
    trail.record(player.staff_id, "drill.answered", player.drill_id, at=at)


def _arrive(player: DrillPlayer, team: Team, at: dt.datetime) -> None:
    found, is_new = DrillCase.objects.get_or_create(
        drill=player.drill,
        team=team,
        defaults={
            "arrived_at": at,
            "due_at": at + clocks.ASSESSMENT_TIME,
            "is_theirs": bool(player.is_routed_right),
        },
    )
    if is_new:
        for member in members_of(team):
            messages.tell(member, Kind.DRILL_CASE, at=at, about=found.pk)
    elif player.is_routed_right and not found.is_theirs:
        DrillCase.objects.filter(pk=found.pk).update(is_theirs=True)


def _own(player: DrillPlayer, by: Staff) -> DrillPlayer:
    if player.staff_id != by.pk:
        raise Forbidden("somebody else's part")
    drill = (
        Drill.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=player.drill_id)
    )
    if drill.finished_at is not None or drill.aborted_at is not None:
        raise DrillIsOver
    found = DrillPlayer.objects.select_related("unit", "staff").get(pk=player.pk)
    found.drill, found.staff = drill, by
    return found
