"""A database of so many concerns, over ten years and 40 teams: filled by one statement for each table.

Concerns of the demo were really filed and handled. Of each table the rows of the one that has most are
copied for every other, with a team, times and a filer of its own. The copies cannot be opened (what is sealed
belongs to one concern); they are what a page has to find its way past. Keys ascend with the concern's: half a
million take minutes, not hours.
"""

import os
from urllib.parse import urlsplit, urlunsplit

import psycopg2

TEMPLATE = "beredskab_bench"
TEAMS, OPEN_OF_CIA, OPEN = 40, 48, 600
CLOSED_OF_CIA = 40  # at least: more than a page shows, whatever the size
YEARS = 10
ROWS = 5  # at most of each table about one concern: 500,000 fit on a small disk
#: How many concerns are about the child of the one that was really filed, whatever the size.
ABOUT_THE_SAME_CHILD = 4

# Foreign keys and append-only triggers are for people, not for a filling of half a million rows.
BEFORE = """
SET session_replication_role = replica; SET synchronous_commit = off; SET maintenance_work_mem = '256MB';
INSERT INTO organisation_team (municipality_id, name, slug, kind)
    SELECT m.id, 'Team ' || n, 'bench-' || n, 'reception'
    FROM organisation_municipality m, generate_series(
        (SELECT count(*) + 1 FROM organisation_team t JOIN organisation_municipality o
         ON o.id = t.municipality_id WHERE o.slug = 'eksempel'), {teams}) n
    WHERE m.slug = 'eksempel';
CREATE TEMP TABLE model AS SELECT c.id, c.filed_at, c.team_id FROM notifications_concern c
    JOIN organisation_team t ON t.id = c.team_id WHERE t.slug = 'modtagelsen' AND c.state <> 'draft';
CREATE TEMP TABLE team AS SELECT t.id, row_number() OVER (ORDER BY t.id) - 1 AS place
    FROM organisation_team t JOIN organisation_municipality m ON m.id = t.municipality_id
    WHERE m.slug = 'eksempel';
CREATE TEMP TABLE filer AS SELECT s.id, row_number() OVER (ORDER BY s.id) - 1 AS place
    FROM organisation_staff s JOIN organisation_municipality m ON m.id = s.municipality_id
    WHERE m.slug = 'eksempel' AND NOT EXISTS (SELECT 1 FROM access_roleassignment r WHERE r.staff_id = s.id);
CREATE TEMP TABLE made AS
    SELECT n, md5('bench concern ' || n)::uuid AS id, n > {open} AS is_done,
        CASE WHEN n <= {open_of_cia} OR n > {open} AND n <= {open} + {closed_of_cia}
            THEN (SELECT min(team_id) FROM model) ELSE t.id END AS team, f.id AS filer,
        CASE WHEN n <= {open} THEN now() - n * interval '30 minutes'
             ELSE now() - interval '15 days' - {years} * interval '365 days' * (n::float / {number})
        END AS at
    FROM generate_series(1, {number}) n
    JOIN team t ON t.place = n % {teams}
    JOIN filer f ON f.place = n % (SELECT count(*) FROM filer)
    ORDER BY 2;
ANALYZE made;
"""
AT = "m.at + interval '5 hours'"
CONCERN = {
    "team_id": "m.team",
    "reference": "'BK-BENCH-' || m.n",
    "idempotency_key": "NULL",
    "bundle": "NULL",
    "state": "CASE WHEN m.is_done THEN 'closed' ELSE 'filed' END",
    "claimed_by_id": "NULL",
    "claimed_at": "NULL",
    "filed_by_id": "m.filer",
    **dict.fromkeys(("started_at", "saved_at", "received_at", "filed_at"), "m.at"),
    "closed_at": "CASE WHEN m.is_done THEN m.at + interval '10 days' END",
}
#: One concern in so many keeps somebody out.
KEPT_OUT = 50
EXCLUSION = {
    "staff_id": "(SELECT f.id FROM filer f WHERE f.place = (m.n + r.place) % (SELECT count(*) FROM filer))",
    "unit_id": "NULL",
    "spared_id": "NULL",
    "lifted_at": "CASE WHEN m.n % {kept_out} > 0 THEN m.at END",
}
#: Table, the column that names the concern, what is not copied. The first is the concern itself.
TABLES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("notifications_concern", "id", CONCERN),
    ("notifications_answer", "concern_id", {"saved_at": "m.at"}),
    (
        "notifications_deadline",
        "concern_id",
        {
            "team_id": "m.team",
            "started_at": "m.at",
            "due_at": "m.at + interval '1 day'",
            "met_at": "CASE WHEN m.is_done THEN m.at + interval '9 hours' END",
        },
    ),
    ("notifications_assessment", "concern_id", {"at": AT}),
    ("notifications_decision", "concern_id", {"at": AT}),
    ("notifications_message", "concern_id", {"at": AT}),
    ("notifications_note", "concern_id", {"at": AT}),
    (
        "notifications_childindex",
        "concern_id",
        {
            "value": "CASE WHEN m.n % ({number} / {same}) = 1 THEN r.value"
            " ELSE sha256((m.n || 'child' || r.place)::bytea) END"
        },
    ),
    ("vault_sealedkey", "subject", {}),
    ("access_exclusion", "subject", EXCLUSION),
    ("outbox_message", "about", {"created_at": "m.at", "due_at": "m.at", "handed_over_at": "m.at"}),
    ("audit_entry", "concern", {"at": AT, "recorded_at": AT, "subject": "m.id::text"}),
)
COLUMNS = """SELECT column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position"""
COPY = """
INSERT INTO {table} ({columns}) SELECT {cells}
FROM made m CROSS JOIN (
    SELECT t.*, row_number() OVER (ORDER BY t.id) AS place FROM {table} t
    WHERE t.{key} = (SELECT x.{key} FROM {table} x JOIN model o ON o.id = x.{key}
                     GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1) ORDER BY t.id LIMIT {rows}) r
ORDER BY m.id, r.place
"""


def make(database: str, number: int) -> None:
    """The database anew, with so many concerns in it."""
    _run("postgres", f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    _run("postgres", f'CREATE DATABASE "{database}" OWNER owner TEMPLATE "{TEMPLATE}"')
    counts = {
        "teams": TEAMS,
        "open_of_cia": OPEN_OF_CIA,
        "closed_of_cia": CLOSED_OF_CIA,
        "open": OPEN,
        "years": YEARS,
        "number": number,
        "same": ABOUT_THE_SAME_CHILD,
        "rows": ROWS,
        "kept_out": KEPT_OUT,
    }
    connection = _connected(database)
    with connection.cursor() as cursor:
        cursor.execute(BEFORE.format(**counts))
        for table, key, own in TABLES:
            cursor.execute(COLUMNS, [table])
            names = [str(name) for (name,) in cursor.fetchall()]
            cursor.execute(_copy(table, key, own, names).format(**counts))
        cursor.execute("VACUUM ANALYZE")
    connection.close()


def _copy(table: str, key: str, own: dict[str, str], names: list[str]) -> str:
    """The statement that copies rows of one concern in this table to all others."""
    row = "m.id" if key == "id" else "(substr(m.id::text, 1, 34) || lpad(to_hex(r.place), 2, '0'))::uuid"
    cells = {"id": row, key: "m.id", **own}
    columns = ", ".join(f'"{name}"' for name in names)
    listed = ", ".join(cells.get(name, f'r."{name}"') for name in names)
    return (
        COPY.replace("{table}", table)
        .replace("{key}", key)
        .replace("{columns}", columns)
        .replace("{cells}", listed)
    )


def _run(database: str, statement: str) -> None:
    connection = _connected(database)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def _connected(database: str) -> "psycopg2.extensions.connection":
    """As the cluster's superuser, outside a transaction; only the bench's own server is asked."""
    address = urlsplit(os.environ["BENCH_ADMIN_URL"])
    connection = psycopg2.connect(urlunsplit(address._replace(path=f"/{database}")))
    connection.autocommit = True
    return connection
