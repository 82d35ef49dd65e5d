"""The open concerns of somebody's teams, as lines of the inbox. Two statements, however many there are.

A list opens nothing: it shows the plain columns that it needs and no name of a child.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, QuerySet, Subquery

from beredskab.access.facts import facts_of
from beredskab.organisation.models import Staff
from beredskab.prepared import prepared
from notifications import access, protecting, reference
from notifications.inbox import Inbox, Item
from notifications.models import Concern, Deadline, Message
from notifications.vocabulary import (
    Certainty,
    DeadlineKind,
    State,
    Suspect,
    Together,
    Topic,
)

#: Closed concerns on one page.
CLOSED_SHOWN = 25
#: What a line shows, and nothing beside it.
SHOWN = (
    "reference",
    "state",
    "certainty",
    "topics",
    "suspects",
    "age_band",
    "is_protected",
    "together",
    "pick_up_at",
    "filed_by",
    "unit__name",
    "team__name",
    "started_at",
    "received_at",
    "claimed_by__name",
    "is_waiting",
    "intake",
    "closed_at",
)


def inbox_of(staff: Staff, *, now: dt.datetime) -> Inbox:
    """Everything open of the person's own teams, in order; what they only may read stands apart."""
    teams = tuple(sorted(facts_of(staff).teams))
    found = _open_of(teams) if teams else []
    items = _items([one for one in found if access.may_read(staff, one)], staff)
    return Inbox.of(items, staff.pk, now, ZoneInfo(staff.municipality.timezone))


@prepared
def _open_of(teams: tuple[int, ...]) -> QuerySet[Concern]:
    """Whoever calls it asks the policy for each."""
    return _with_names(Concern.objects.filter(team__in=teams).exclude(state__in=[State.DRAFT, State.CLOSED]))


def by_reference(staff: Staff, typed: str) -> Concern | None:
    """The concern with this reference if the person reads it; None for every other, also where it exists."""
    wanted = reference.read(typed) or typed.strip().upper()[:20]
    found = access.concerns_for(staff).filter(reference=wanted).only("pk") if wanted else None
    return found.first() if found is not None else None


def closed_for(staff: Staff, *, before: dt.datetime | None = None) -> list[Concern]:
    """Closed concerns, the latest first, from a moment backwards; one more than a page shows.

    The latest of each team are looked up along its index: one question about several teams would sort
    everything that they ever closed.
    """
    facts = facts_of(staff)
    closed = Concern.objects.filter(state=State.CLOSED).exclude(pk__in=facts.excluded)
    if before is not None:
        closed = closed.filter(closed_at__lt=before)
    # Only the team's own column here, or the planner expects a handful and sorts: access asks below.
    parts = [closed.filter(team=team) for team in sorted(facts.teams)]
    parts += [closed.filter(pk__in=facts.named)] if facts.named else []
    latest = [one.order_by("-closed_at").values("pk")[: CLOSED_SHOWN + 1] for one in parts]
    found = latest[0].union(*latest[1:]) if len(latest) > 1 else [one for part in latest for one in part]
    shown = access.concerns_for(staff).filter(pk__in=[one["pk"] for one in found])
    return list(_with_names(shown).order_by("-closed_at")[: CLOSED_SHOWN + 1])


def _with_names(concerns: QuerySet[Concern]) -> QuerySet[Concern]:
    last_message = Message.objects.filter(concern=OuterRef("pk")).order_by("-at")
    named = concerns.select_related("unit", "team", "claimed_by").only(*SHOWN)
    return named.annotate(last_is_from_filer=Subquery(last_message.values("from_filer")[:1]))


def _items(concerns: list[Concern], reader: Staff) -> Iterable[Item]:
    clocks: dict[object, list[Deadline]] = defaultdict(list)
    for clock in _clocks_of(tuple(one.pk for one in concerns)) if concerns else []:
        clocks[clock.concern_id].append(clock)
    several_teams = len(facts_of(reader).teams) > 1
    for concern in concerns:
        yield item_of(concern, clocks[concern.pk], reader, names_team=several_teams)


@prepared
def _clocks_of(concerns: tuple[uuid.UUID, ...]) -> QuerySet[Deadline]:
    return Deadline.objects.filter(concern__in=concerns).only("concern", "kind", "due_at", "met_at")


def item_of(concern: Concern, clocks: list[Deadline], reader: Staff, *, names_team: bool = False) -> Item:
    """A concern and its clocks as a line; the team is named to people of several."""
    met = {clock.kind: clock.met_at for clock in clocks}
    return Item(
        id=concern.pk,
        reference=concern.reference or "",
        state=State(concern.state),
        certainty=Certainty(concern.certainty) if concern.certainty else None,
        topics=tuple(Topic(topic) for topic in concern.topics),
        suspects=frozenset(Suspect(suspect) for suspect in concern.suspects),
        age_band=concern.age_band,
        place=protecting.place_of(concern),
        team=concern.team.name if concern.team and names_team else "",
        received_at=concern.received_at or concern.started_at,
        open_clocks=tuple(
            (DeadlineKind(clock.kind), clock.due_at) for clock in clocks if clock.met_at is None
        ),
        assessed_at=met.get(DeadlineKind.ASSESSMENT),
        pick_up_at=concern.pick_up_at,
        together=Together(concern.together) if concern.together else None,
        responsible=concern.claimed_by_id,
        responsible_name=concern.claimed_by.name if concern.claimed_by else "",
        is_waiting=concern.is_waiting,
        has_new_answer=bool(getattr(concern, "last_is_from_filer", False)),
        is_own=concern.own_of == reader.pk,
    )
