"""The worker's part: one signed message, tried again later each time, given up after a day or so."""

import datetime as dt
import json
import uuid

from django.conf import settings

from beredskab.doors.hooks.secret import secret_of
from beredskab.doors.models import Delivery
from beredskab.outbox import duties, posting, signing
from beredskab.outbox.posting import NotSent

SEND = "doors.deliver"
#: Pauses between tries in minutes; the last one is repeated.
PAUSES = (1, 5, 15, 60)
TRIES = 28
KEPT = dt.timedelta(days=60)


def ask_to_send(one: Delivery, *, due: dt.datetime) -> None:
    """Have the worker try; asking again for the same try changes nothing."""
    duties.ask(SEND, f"{one.pk} {one.attempts}", due=due, delivery=str(one.pk))


@duties.duty(SEND)
def deliver(ids: dict[str, object], at: dt.datetime) -> None:
    """One try. What went wrong stands in the row, and the next try is asked for."""
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("hook__municipality")
    one = rows.filter(pk=uuid.UUID(str(ids["delivery"]))).first()
    if one is None or one.delivered_at is not None or one.hook.stopped_at is not None:
        return
    one.attempts += 1
    try:
        status = _post(one, at)
        one.fault = "" if 200 <= status < 300 else f"Status{status}"
    except NotSent as fault:
        one.fault = str(fault)[:60]
    if not one.fault:
        one.delivered_at = at
    elif one.attempts >= TRIES:
        one.given_up_at = at
    else:
        ask_to_send(one, due=at + dt.timedelta(minutes=PAUSES[min(one.attempts, len(PAUSES)) - 1]))
    one.save()
    Delivery.objects.filter(hook=one.hook, happened_at__lt=at - KEPT).delete()


def body_of(one: Delivery) -> bytes:
    """The same bytes at every try."""
    told = {
        "id": str(one.pk),
        "event": one.event,
        "happened_at": one.happened_at.astimezone(dt.UTC).isoformat(),
        "municipality": one.hook.municipality.slug,
        "facts": one.facts,
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _post(one: Delivery, at: dt.datetime) -> int:
    body = body_of(one)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Beredskabsportalen",
        "Idempotency-Key": str(one.pk),
        **signing.headers_of(secret_of(one.hook), int(at.timestamp()), body),
    }
    status, _nothing = posting.post(one.hook.url, body, headers, trusted=settings.WEBHOOK_TRUSTED_HOSTS)
    return status
