"""Who is told of what: made, tried and stopped by whoever runs the portal."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.doors.hooks.secret import new_secret, seal
from beredskab.doors.hooks.sending import ask_to_send
from beredskab.doors.models import Delivery, Webhook
from beredskab.doors.vocabulary import Event
from beredskab.organisation.models import Staff
from beredskab.outbox import posting


class BadAddress(Exception):
    """The address may not be sent to; the text names the kind of fault."""


def hooks_for(staff: Staff) -> QuerySet[Webhook]:
    """The municipality's addresses with how many messages `failed`, for whoever administers."""
    if not guard.may(staff, Act.ADMINISTER):
        return Webhook.objects.none()
    failed = Count("deliveries", filter=Q(deliveries__given_up_at__isnull=False))
    mine = Webhook.objects.filter(municipality=staff.municipality_id).annotate(failed=failed)
    return mine.select_related("made_by").order_by("name", "-made_at")


@act
def make(name: str, url: str, events: Iterable[Event], *, by: Staff, at: dt.datetime) -> tuple[Webhook, str]:
    """An address that is told from now on, and the secret, given here and nowhere again.

    Raises Forbidden, BadAddress.
    """
    guard.require(by, Act.ADMINISTER)
    if fault := posting.fault_of(url, settings.WEBHOOK_TRUSTED_HOSTS):
        raise BadAddress(fault)
    secret = new_secret()
    made = Webhook(municipality=by.municipality, name=name, url=url, made_by=by, made_at=at)
    made.events = sorted(set(events))
    seal(made, secret)
    made.save(force_insert=True)
    trail.record(by.pk, "webhook.made", made.pk, at=at, events=made.events)
    return made, secret


@act
def stop(hook: Webhook, *, by: Staff, at: dt.datetime) -> None:
    """Nothing is sent from now on, not even what waits. Safe to repeat."""
    guard.require(by, Act.ADMINISTER)
    mine = Webhook.objects.filter(pk=hook.pk, municipality=by.municipality_id, stopped_at__isnull=True)
    if mine.update(stopped_at=at):
        trail.record(by.pk, "webhook.stopped", hook.pk, at=at)


@act
def send_test(hook: Webhook, *, by: Staff, at: dt.datetime) -> Delivery:
    """A message that says only that it is a test."""
    guard.require(by, Act.ADMINISTER)
    found = hooks_for(by).get(pk=hook.pk)
    made = Delivery.objects.create(hook=found, event=Event.TEST, key=str(uuid.uuid4()), happened_at=at)
    ask_to_send(made, due=at)
    trail.record(by.pk, "webhook.tried", hook.pk, at=at)
    return made


@act
def send_again(delivery: Delivery, *, by: Staff, at: dt.datetime) -> None:
    """Try once more what was given up, with the same bytes."""
    guard.require(by, Act.ADMINISTER)
    mine = Delivery.objects.select_for_update().filter(hook__municipality=by.municipality_id)
    one = mine.get(pk=delivery.pk)
    if one.given_up_at is not None:
        one.given_up_at = None
        one.save(update_fields=["given_up_at"])
        ask_to_send(one, due=at)
        trail.record(by.pk, "webhook.sent_again", one.pk, at=at)
