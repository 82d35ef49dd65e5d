"""What can be seen afterwards: the trail, the promised mails, and what the database shows to whom."""

from django.db import connection

from beredskab.access.acting import acting_as, as_role
from beredskab.access.facts import forget
from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff
from beredskab.outbox.models import Message
from notifications.models import Concern


def trail_of(concern: Concern, *, with_reading: bool = False) -> list[str]:
    """The verbs of everything that happened to a concern, oldest first."""
    with as_role("auditor") as alias:
        entries = Entry.objects.using(alias).filter(concern=concern.pk).order_by("at", "recorded_at")
        verbs = list(entries.values_list("verb", flat=True))
    quiet = set() if with_reading else {"concern.read", "concern.people_kept_out"}
    return [verb for verb in verbs if verb not in quiet]


def outbox_to(staff: Staff) -> list[str]:
    """The kinds of mail that a person was promised."""
    with as_role("clock") as alias:
        rows = Message.objects.using(alias).filter(recipient=staff).order_by("created_at")
        return list(rows.values_list("kind", flat=True))


def shown_by_database(staff: Staff, table: str) -> int:
    """How many rows of a table row-level security alone shows to a person."""
    forget(staff)
    with acting_as(staff), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])
