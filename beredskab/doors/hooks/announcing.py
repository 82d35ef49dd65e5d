"""Something happened: a promise for each address that wants to know, in the same transaction."""

import datetime as dt
from collections.abc import Mapping

from beredskab.doors.hooks.sending import ask_to_send
from beredskab.doors.models import Delivery, Webhook
from beredskab.doors.vocabulary import Event
from beredskab.organisation.models import Municipality


def announce(
    municipality: Municipality, event: Event, key: str, facts: Mapping[str, object], *, at: dt.datetime
) -> int:
    """Promise to tell everybody who asked for this event; how many new promises.

    `key` names what happened: announcing it again changes nothing. `facts` are names and numbers of things,
    never of people.
    """
    wanted = list(hooks_for(municipality, event))
    made = [Delivery(hook=hook, event=event, key=key, facts=dict(facts), happened_at=at) for hook in wanted]
    known = set(Delivery.objects.filter(hook__in=wanted, event=event, key=key).values_list("hook", flat=True))
    new = [one for one in made if one.hook_id not in known]
    Delivery.objects.bulk_create(new, ignore_conflicts=True)
    for one in new:
        ask_to_send(one, due=at)
    return len(new)


def hooks_for(municipality: Municipality, event: Event) -> "list[Webhook]":
    """The addresses in use that want to know. One statement."""
    mine = Webhook.objects.filter(municipality=municipality, stopped_at__isnull=True)
    return list(mine.filter(events__contains=[event]))
