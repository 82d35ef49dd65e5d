"""What failed is tried again by itself, later each time. Who has mended the cause need not wait."""

import datetime as dt

from django.db.models import Q

from beredskab.access.acting import as_role
from beredskab.outbox import duties
from beredskab.outbox.models import Duty, Message

TRY_AGAIN = "outbox.try_again"


def ask(*, at: dt.datetime) -> None:
    """Let the worker take up at once whatever has failed; asking twice in a minute is asking once."""
    duties.ask(TRY_AGAIN, f"{at:%Y-%m-%dT%H:%M}", due=at)


@duties.duty(TRY_AGAIN)
def try_again(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part: what waits for its next try is due now. What a worker holds is left alone."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=at)
    with as_role("clock") as alias:
        Duty.objects.using(alias).filter(free, done_at__isnull=True, attempts__gt=0).update(due_at=at)
        Message.objects.using(alias).filter(
            free, handed_over_at__isnull=True, given_up_at__isnull=True, attempts__gt=0
        ).update(due_at=at)
