"""What the pages of drills have in common: the way back, the case in words, figures."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications.drills.answer_key import case_of
from notifications.drills.results import Result, Share, TeamPart
from notifications.drills.words import Ask
from notifications.models import Drill
from notifications.vocabulary import Suspect, Topic


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back to all drills."""
    return [(_("Drills"), reverse("notifications:drills")), *more]


def facts_of(drill: Drill) -> list[dict[str, Any]]:
    """What is true in the invented case, as rows."""
    case = case_of(drill)
    topics = ", ".join(str(one.label) for one in Topic if one in case.topics)
    suspects = ", ".join(str(one.label) for one in Suspect if one in case.suspects)
    return [
        {"key": _("In danger now"), "value": case.danger.label},
        {"key": _("Certainty"), "value": case.certainty.label},
        {"key": _("Topic"), "value": topics},
        {"key": _("Suspicion against"), "value": suspects or _("Nobody in particular")},
        {"key": _("Together today"), "value": case.together.label},
    ]


def figures_of(result: Result, *, is_over: bool) -> list[dict[str, str]]:
    """The numbers on top; how it was answered only when the drill is over."""
    found = [{"number": f"{result.answered} / {result.invited}", "text": _("have answered")}]
    if result.minutes_to_open is not None:
        found.append(
            {"number": duration(result.minutes_to_open), "text": _("until half of them had opened it")}
        )
    if not is_over or not result.is_told:
        return found
    every = Share(sum(one.part for one in result.asks.values()), sum(one.of for one in result.asks.values()))
    if _all_told(result):
        found.append({"number": f"{every.percent} %", "text": _("of the answers are what the plan says")})
    if result.routed.is_told:
        found.append({"number": f"{result.routed.percent} %", "text": _("reached the right team")})
    return found


def _all_told(result: Result) -> bool:
    return all(result.asks.get(ask.value, Share()).is_told for ask in Ask)


def teams_of(result: Result) -> list[tuple[TeamPart, str, str]]:
    """What each team did, with how long it took to take the case and to assess it, in words."""
    return [(one, _after(one.claimed), _after(one.assessed)) for one in result.teams]


def _after(minutes: int | None) -> str:
    return duration(minutes) if minutes is not None else ""


def duration(minutes: int) -> str:
    """»12 minutes«, »3 hours«, »2 days«."""
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}
