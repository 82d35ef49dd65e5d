"""Handing messages over to the mail server, at least once, with the same Message-ID each time."""

import datetime as dt
import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q

from beredskab.outbox import sms
from beredskab.outbox.mails import mail_for
from beredskab.outbox.models import Message
from beredskab.outbox.vocabulary import Channel

LEASE = dt.timedelta(minutes=2)
BACKOFF_LIMIT = dt.timedelta(hours=1)
log = logging.getLogger(__name__)


def lease(*, at: dt.datetime, using: str, limit: int = 50) -> list[Message]:
    """Take messages that are due and that no living worker holds. Several workers never take the same."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=at)
    waiting = Message.objects.using(using).filter(
        free, due_at__lte=at, handed_over_at__isnull=True, given_up_at__isnull=True
    )
    taken = list(
        waiting.select_for_update(of=("self",), skip_locked=True)
        .select_related("recipient__municipality")
        .order_by("due_at")[:limit]
    )
    Message.objects.using(using).filter(pk__in=[m.pk for m in taken]).update(leased_until=at + LEASE)
    return taken


def hand_over(message: Message, *, at: dt.datetime, using: str) -> bool:
    """Give one message to its server; on a fault it is tried again later. Returns whether it went."""
    row = Message.objects.using(using).filter(pk=message.pk)
    try:
        _send(message)
    except (OSError, smtplib.SMTPException) as fault:
        pause = min(dt.timedelta(seconds=30 * 2 ** min(message.attempts, 10)), BACKOFF_LIMIT)
        row.update(
            attempts=message.attempts + 1,
            leased_until=None,
            due_at=at + pause,
            fault=type(fault).__name__,
        )
        log.warning("mail not handed over, %s", type(fault).__name__)
        return False
    row.update(handed_over_at=at, attempts=message.attempts + 1, leased_until=None, fault="")
    return True


def _send(message: Message) -> None:
    mail = mail_for(message)
    if message.channel == Channel.SMS:
        sms.send(message.recipient.phone, mail.subject, id=message.pk)
        return
    headers = {"Message-ID": f"<{message.pk}@{settings.MAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(mail.subject, mail.body, to=[message.recipient.email], headers=headers).send()
