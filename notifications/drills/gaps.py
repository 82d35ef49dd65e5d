"""What a drill showed to be missing, in words, and the measure that each gap suggests. Pure.

A share under four fifths is a gap; of fewer than five people nothing is concluded. What the routing or a team
lacks is nobody's own answer, and is told of however few took part.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from notifications.drills.results import LEAST, Result, Share, TeamPart
from notifications.drills.words import Ask, Gap, Hurdle

#: Percent; below it something is missing.
GOOD = 80
#: So many people have to meet a hurdle before it is told of.
MET_BY = 2
#: Somebody opens a drill within so many minutes; later, an alarm in real life would be late too.
SOON = 24 * 60
#: The national recommendation that a gap bears on, where it is not the fifteenth.
RECOMMENDATIONS: dict[str, int] = {
    Gap.NO_ROUTE: 8,
    Gap.CLAIMED: 8,
    Gap.ASSESSED: 8,
    Gap.URGENCY: 9,
    Ask.TOPICS: 4,
    Ask.CERTAINTY: 4,
    Hurdle.NUMBER: 14,
}
FIFTEENTH = 15

#: Code -> the title of the measure that is suggested.
MEASURES: dict[str, Promise] = {
    Gap.ANSWERED: _("Set time aside for drills, so that everybody takes part"),
    Gap.OPENED: _("Make sure that everybody sees their mail from the portal within a day"),
    Gap.ROUTED: _("Go through with everybody where a notification is sent, and why"),
    Gap.NO_ROUTE: _("Give the routing a rule that always fits"),
    Gap.CLAIMED: _("Make sure that somebody of the receiving team always takes a new case"),
    Gap.ASSESSED: _("Secure the assessment within 24 hours, also when people are away"),
    Gap.URGENCY: _("Agree in the receiving team what is acute, and what has to happen the same day"),
    Ask.FIRST: _("Practise the first minutes: whom to call, and what to leave to others"),
    Ask.CALL: _("Make the phone numbers of the plan visible where people work"),
    Ask.DANGER: _("Practise when a child is in danger now"),
    Ask.CERTAINTY: _("Go through the difference between concern, suspicion and knowledge"),
    Ask.TOPICS: _("Go through the signs of violence, abuse and control"),
    Ask.SUSPECTS: _("Practise what changes when an employee, a leader or another child is suspected"),
    Ask.PARENTS: _("Go through when the parents are told, and when not"),
    Hurdle.PLAN: _("Show everybody where the plan is"),
    Hurdle.WORDS: _("Make the plan easier to find one's way in"),
    Hurdle.NUMBER: _("Put up posters with the phone numbers"),
    Hurdle.NO_ANSWER: _("Check the phone numbers of the plan, and who answers them"),
    Hurdle.FORM: _("Show everybody where and how to notify"),
    Hurdle.LAW: _("Go through what may be said to the parents"),
    Hurdle.TIME: _("Agree who takes over, so that there is time and a quiet place"),
}


@dataclass(frozen=True)
class Missing:
    """A gap: what was found, and the measure it suggests."""

    code: str
    found: str
    measure: str
    recommendation: int


def of(result: Result) -> list[Missing]:
    """Every gap of a result, the team's part last."""
    return [
        Missing(str(code), found, str(MEASURES[code]), RECOMMENDATIONS.get(str(code), FIFTEENTH))
        for code, found in _found(result)
    ]


def _found(result: Result) -> Iterator[tuple[str, str]]:
    if _is_low(result.answered_share):
        yield Gap.ANSWERED, gettext("%(part)d of %(of)d answered.") % _of(result.answered_share)
    if (result.minutes_to_open or 0) > SOON:
        yield Gap.OPENED, gettext("Half of them opened the drill more than a day after it began.")
    for ask in Ask:
        share = result.asks.get(ask.value, Share())
        if _is_low(share):
            told = {**_of(share), "ask": ask.label}
            yield ask, gettext("%(ask)s: %(part)d of %(of)d answered what the plan says.") % told
    if _is_low(result.routed):
        told = _of(result.routed)
        yield Gap.ROUTED, gettext("%(part)d of %(of)d would have reached the right team.") % told
    if result.unrouted:
        yield Gap.NO_ROUTE, gettext("The routing had no answer: no team would have received the case.")
    for hurdle in Hurdle:
        if (met := result.hurdles.get(hurdle.value, 0)) >= MET_BY and result.answered >= LEAST:
            words = ngettext("%(n)d person said: %(what)s.", "%(n)d people said: %(what)s.", met)
            yield hurdle, words % {"n": met, "what": hurdle.label}
    yield from _teams(result.teams)


def _teams(teams: tuple[TeamPart, ...]) -> Iterator[tuple[str, str]]:
    for gap, fails, words in (
        (Gap.CLAIMED, _unclaimed, _("Nobody took the case: %(teams)s.")),
        (Gap.ASSESSED, _late, _("Not assessed within 24 hours: %(teams)s.")),
        (Gap.URGENCY, _misjudged, _("The urgency was judged otherwise than the plan does: %(teams)s.")),
    ):
        failed = [one.team for one in teams if fails(one)]
        if failed:
            yield gap, words % {"teams": ", ".join(failed)}


def _unclaimed(one: TeamPart) -> bool:
    return one.claimed is None and one.is_in_time is False


def _late(one: TeamPart) -> bool:
    return one.claimed is not None and one.is_in_time is False


def _misjudged(one: TeamPart) -> bool:
    return one.is_urgency_right is False


def _is_low(share: Share) -> bool:
    return share.is_told and share.percent < GOOD


def _of(share: Share) -> dict[str, object]:
    return {"part": share.part, "of": share.of}
