"""Every hour the ledger is checked; a gap in the deliveries tells whoever runs the portal (rule N-71).

The mail has no content, and the health page says only that something does not match. Whoever is kept out of
the concern is not told; others hear of each gap of a concern once. Clocks that run out are no matter of the
operator: they are escalated to the team (`escalation`).
"""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from django.db import connections

from beredskab.access import guard
from beredskab.access.acting import as_role
from beredskab.access.acts import Act
from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox import duties
from beredskab.outbox.messages import tell
from beredskab.outbox.models import Check
from beredskab.outbox.vocabulary import Kind
from notifications.oversight import ledger

CHECK, ALARM = "notifications.check_ledger", "notifications.ledger_alarm"
EVERY = dt.timedelta(hours=1)
#: How many days back a gap is looked for.
DAYS = 14
#: What an operator can do something about.
DELIVERIES = frozenset(
    {
        "vanished",
        "not_in_the_trail",
        "nobody_told",
        "not_handed_to_mail_server",
        "assessed_unopened",
        "assessment_differs_from_the_trail",
        "receipt_differs_from_the_trail",
        "handover_differs_from_the_trail",
        "no_receipt_from_case_system",
    }
)


def ask_to_check(municipality: Municipality, *, at: dt.datetime) -> None:
    """Let the worker check at the next whole hour; asking again changes nothing."""
    hour = at.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0) + EVERY
    duties.ask(CHECK, f"{municipality.pk} {hour:%Y-%m-%dT%H}", due=hour, municipality=municipality.pk)


@duties.duty(CHECK)
def do_check(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part: check, and ask for the next hour."""
    municipality = Municipality.objects.filter(pk=int(str(ids["municipality"]))).first()
    if municipality is not None:
        check(municipality, at=at)
        ask_to_check(municipality, at=at)


def check(municipality: Municipality, *, at: dt.datetime) -> int:
    """Look at the last days and raise an alarm for each new gap; returns how many gaps stand open."""
    today = at.astimezone(ZoneInfo(municipality.timezone)).date()
    days = ledger.of_days(municipality, today - dt.timedelta(days=DAYS - 1), today, at=at)
    gaps = {
        (name, concern)
        for day in days.values()
        for name, concerns in day.gaps.items()
        if name in DELIVERIES
        for concern in concerns
    }
    for name, concern in gaps:
        duties.ask(
            ALARM, f"{concern} {name}", due=at, concern=str(concern), municipality=municipality.pk, gap=name
        )
    with as_role("clock") as alias:
        Check.objects.using(alias).update_or_create(
            name=f"ledger {municipality.pk}", defaults={"at": at, "is_well": not gaps}
        )
    return len(gaps)


@duties.duty(ALARM)
def raise_alarm(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part: once for each gap of a concern, to whoever runs the portal and may know."""
    for person in operators(int(str(ids["municipality"])), uuid.UUID(str(ids["concern"]))):
        tell(person, Kind.OPERATION, at=at)


def operators(municipality: int, concern: uuid.UUID) -> list[Staff]:
    """Who runs the portal of a municipality, without those who are kept out of the concern."""
    with as_role("clock") as alias, connections[alias].cursor() as cursor:
        cursor.execute("SELECT notifications_kept_out(%s)", [concern])
        hidden = set(cursor.fetchone()[0])
    people = guard.who_may(Act.ADMINISTER, municipality).order_by("pk")
    return [person for person in people if person.pk not in hidden]
