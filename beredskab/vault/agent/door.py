"""Whether this person may open this now: asked of the database by the agent, on a connection of its own.

The agent connects as the role `app`, under the same row-level security as the portal, and believes of what
the portal says only who asks and about what. The trace is committed before a key is touched: no log, no key.
"""

import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import psycopg2
from psycopg2.pool import ThreadedConnectionPool

from beredskab.vault import holding

CONNECTIONS = 8
FACTS = """SELECT teams, named::text[], excluded::text[],
    set_config('app.actor', %(actor)s::text, true), set_config('app.teams', teams::text, true),
    set_config('app.named', named::text, true), set_config('app.excluded', excluded::text, true),
    set_config('app.led', led_teams::text, true),
    EXISTS (SELECT FROM organisation_staff WHERE id = %(actor)s AND is_active)
    FROM access_facts(%(actor)s)"""
SEALED = """SELECT h.id, h.kind, h.ref, h.custody, k.sealed FROM vault_sealedkey k
    JOIN vault_keyholder h ON h.id = k.holder_id WHERE k.subject = %s ORDER BY (h.kind = 'staff') <> %s"""
# A member of a closed team has unlocked in this session, and has a share of that key.
UNLOCKED = """SELECT t.sealed, s.sealed FROM vault_ticket t
    JOIN vault_memberkey m ON m.id = t.member_key_id AND m.ref = %(actor)s AND m.retired_at IS NULL
    JOIN vault_keyshare s ON s.member_key_id = m.id AND s.holder_id = %(holder)s
    WHERE t.id = %(ticket)s AND t.session = %(session)s AND t.until > now()"""
TAKES_PLACE = """SELECT n.public_key FROM vault_keyholder o JOIN vault_keyholder n
    ON n.kind = o.kind AND n.ref = o.ref AND (n.kind = 'team' OR n.follows = o.id)
    WHERE o.id = %s AND n.id = %s AND o.kind IN ('team', 'rest') AND o.custody = 'machine'
    AND o.retired_at IS NOT NULL AND n.custody = 'members' AND n.retired_at IS NULL AND o.ref = ANY (%s)"""
DONE_WITH = """SELECT FROM vault_keyholder WHERE id = %s AND kind IN ('team', 'rest')
    AND retired_at IS NOT NULL AND ref = ANY (%s) AND NOT EXISTS (SELECT FROM vault_rows_of(id))"""
TRACE = """INSERT INTO audit_entry (id, at, actor_id, verb, subject, concern, purpose, plain)
    VALUES (%s, now(), %s, 'concern.read', %s, %s, %s, %s)"""


class Refused(Exception):
    """The message is the reason in one word; the portal shows none of it to anybody."""


@dataclass(frozen=True)
class Found:
    """The sealed key with which this person may open the subject, and whose it is."""

    holder: uuid.UUID
    kind: str
    sealed: bytes
    #: Of a closed team: the person's share of its key, and their private key under the browser's secret.
    share: bytes | None = None
    kept: bytes = b""


@dataclass(frozen=True)
class Held:
    """What the browser of somebody who has unlocked brought."""

    ticket: uuid.UUID
    secret: bytes
    session: str


class Door:
    """The database as the agent sees it."""

    def __init__(self, address: str) -> None:
        self._pool = ThreadedConnectionPool(0, CONNECTIONS, address)
        self._free = threading.BoundedSemaphore(CONNECTIONS)

    def find(self, subject: uuid.UUID, actor: int, *, held: Held | None = None, own: bool = False) -> Found:
        """Raises Refused: not this person's, closed to them, locked, or they have left.

        `own`: with their own key where they have one, else with their team's first.
        """
        with self._asking() as cursor:
            return _find(cursor, subject, actor, held, own)

    def takes_the_place(self, old: uuid.UUID, new: uuid.UUID, actor: int) -> bytes:
        """The public key of a closed team's new key. Raises Refused when it is no such thing."""
        with self._asking() as cursor:
            teams, _named, _excluded = _facts(cursor, actor)
            cursor.execute(TAKES_PLACE, [str(old), str(new), list(teams)])
            row = cursor.fetchone()
        if row is None:
            raise Refused("not yours")
        return bytes(row[0])

    def is_done_with(self, old: uuid.UUID, actor: int) -> None:
        """Raises Refused while anything is sealed to a team's old key, or it is not theirs."""
        with self._asking() as cursor:
            teams, _named, _excluded = _facts(cursor, actor)
            cursor.execute(DONE_WITH, [str(old), list(teams)])
            if cursor.fetchone() is None:
                raise Refused("in use")

    def trace(self, subject: uuid.UUID, actor: int, purpose: str) -> None:
        """Commit that this person opened it, before it is opened."""
        with self._asking() as cursor:
            told = json.dumps({"by": "agent"})
            cursor.execute(TRACE, [str(uuid.uuid4()), actor, str(subject), str(subject), purpose, told])

    def holder_of(self, actor: int) -> uuid.UUID:
        """A person's own key in use. Raises Refused."""
        with self._asking() as cursor:
            _facts(cursor, actor)
            cursor.execute(
                "SELECT id FROM vault_keyholder WHERE kind = 'staff' AND ref = %s AND retired_at IS NULL",
                [actor],
            )
            row = cursor.fetchone()
        if row is None:
            raise Refused("unknown")
        return uuid.UUID(str(row[0]))

    def holders_on_disk(self) -> set[uuid.UUID]:
        """Every key in use whose private half must be here: of teams, and of recovery before its shares."""
        with self._asking() as cursor:
            cursor.execute(
                "SELECT id FROM vault_keyholder"
                " WHERE kind <> 'staff' AND retired_at IS NULL AND custody = 'machine'"
            )
            return {uuid.UUID(str(row[0])) for row in cursor.fetchall()}

    @contextmanager
    def _asking(self) -> Iterator[Any]:
        """A cursor in a transaction; a connection that broke is thrown away. Raises psycopg2.Error."""
        with self._free:
            connection = self._pool.getconn()
            broke = True
            try:
                with connection, connection.cursor() as cursor:
                    yield cursor
                broke = False
            except Refused:
                broke = False
                raise
            finally:
                self._pool.putconn(connection, close=broke)


def _facts(cursor: Any, actor: int) -> tuple[set[int], set[uuid.UUID], set[uuid.UUID]]:
    cursor.execute(FACTS, {"actor": actor})
    row = cursor.fetchone()
    if not row[-1]:
        raise Refused("left")
    named, excluded = ({uuid.UUID(one) for one in row[index]} for index in (1, 2))
    return set(row[0]), named, excluded


def _find(cursor: Any, subject: uuid.UUID, actor: int, held: Held | None, own: bool) -> Found:
    teams, named, excluded = _facts(cursor, actor)
    if subject in excluded:
        raise Refused("excluded")
    cursor.execute(SEALED, [str(subject), own])
    for holder, kind, ref, custody, sealed in cursor.fetchall():
        if holding.holds(kind, ref, subject=subject, actor=actor, teams=teams, named=named):
            found = Found(uuid.UUID(str(holder)), kind, bytes(sealed))
            return _unlocked(cursor, found, actor, held) if custody == "members" else found
    raise Refused("not yours")


def _unlocked(cursor: Any, found: Found, actor: int, held: Held | None) -> Found:
    if held is None:
        raise Refused("locked")
    told = {"actor": actor, "holder": str(found.holder), "ticket": str(held.ticket), "session": held.session}
    cursor.execute(UNLOCKED, told)
    row = cursor.fetchone()
    if row is None:
        raise Refused("locked")
    return replace(found, kept=bytes(row[0]), share=bytes(row[1]))


Fault = psycopg2.Error
