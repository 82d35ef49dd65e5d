"""Writing and reading the trail. Writing never needs to read back: under row-level security
the writer may not be allowed to see what it wrote, hence plain INSERT without RETURNING."""

import datetime as dt
import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import connection

INSERT = """INSERT INTO audit_entry (id, at, actor_id, verb, subject, concern, purpose, plain)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"""
INSERT_ALL = """INSERT INTO audit_entry (id, at, actor_id, verb, subject, concern, purpose, plain)
                SELECT gen_random_uuid(), %s, %s, %s, subject, NULL, '', %s::jsonb
                FROM unnest(%s::text[]) AS subject"""


def record(
    actor_id: int | None,
    verb: str,
    subject: object = "",
    *,
    at: dt.datetime,
    concern: uuid.UUID | None = None,
    purpose: str = "",
    **plain: Any,
) -> None:
    """Write one entry: who (None: the system), which verb ("plan.published"), about what id, when.

    A UUID subject whose verb begins with "concern." or "draft." is taken as the concern itself.
    """
    if concern is None and isinstance(subject, uuid.UUID) and verb.split(".")[0] in {"concern", "draft"}:
        concern = subject
    row = (
        uuid.uuid4(),
        at,
        actor_id,
        verb,
        str(subject or ""),
        concern,
        purpose,
        json.dumps(plain, default=str),
    )
    with connection.cursor() as cursor:
        cursor.execute(INSERT, row)


def record_all(
    actor_id: int | None, verb: str, subjects: Iterable[object], *, at: dt.datetime, **plain: Any
) -> None:
    """The same about many things, in one statement."""
    with connection.cursor() as cursor:
        told = json.dumps(plain, default=str)
        cursor.execute(INSERT_ALL, [at, actor_id, verb, told, [str(one) for one in subjects]])


def record_refusal(actor_id: int | None, what: str, *, at: dt.datetime) -> None:
    """A refused look-up. The same row and work whether or not the thing exists (trust.md finding 3)."""
    record(actor_id, "access.refused", what[:60], at=at)
