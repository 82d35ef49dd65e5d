"""Whom the filer calls besides sending, at the moment the page is read. A decision: pure.

Routing names a number for every concern; here it becomes what a check page and a receipt say: call now
because nobody else acts, call because it is closed, or call as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from notifications import routing
from notifications.routing import AT_WORK, ON_CALL, Facts, Rule

POLICE = "politi-114"


@dataclass(frozen=True)
class Calls:
    """Slugs of contacts, "" for nobody. At most one of the first three is filled."""

    last_resort: str = ""  # no team is free of the suspicion: sending is not enough (rule N-09)
    unanswered: str = ""  # it is sent, and everybody in line was told in vain (rule N-81)
    closed: str = ""  # nobody receives at this hour (rule N-10)
    also: str = ""  # the number of the rule that fits
    is_acute: bool = False
    is_today: bool = False  # somebody at work is suspected: the call does not wait for tomorrow


def calls(
    facts: Facts,
    rules: Iterable[Rule],
    *,
    answered: Collection[str],
    hidden: frozenset[str],
    nobody_is_free: bool,
    nobody_acts: bool = False,
) -> Calls:
    """What to call. ``answered`` are the numbers that somebody picks up now, ``hidden`` those never named."""
    safe = frozenset(answered) - hidden
    on_call = next((one for one in ON_CALL if one in safe), POLICE)
    if nobody_is_free:
        return Calls(last_resort=on_call)
    if nobody_acts:
        return Calls(unanswered=on_call)
    rules = routing.by_priority(rules)
    is_open = any(rule.phone in answered for rule in rules if rule.is_fallback)
    facts = replace(facts, is_open=is_open)
    first = routing.whom_to_call((rule for rule in rules if rule.fits(facts)), safe)
    return Calls(
        closed="" if is_open else on_call,
        also=first if is_open or first not in ON_CALL else "",
        is_acute=facts.is_acute,
        is_today=bool(facts.suspects & AT_WORK),
    )
