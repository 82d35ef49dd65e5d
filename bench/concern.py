"""The concern at scale: 1,000 and 500,000 concerns over ten years and 40 teams, with both access layers on.

Two databases of their own are copied from the bench's, filled by SQL from one concern that was really filed,
and measured in turns, so that a noisy moment hits both. Every page runs through the whole middleware as Cia,
whose open work is the same in both: what grows is what is behind it. Times are the median of the samples.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.pages import signed_in
from bench.registry import Measure, at_most, part
from beredskab.organisation.models import Municipality
from notifications.models import Concern
from notifications.statistics import publishing

TEMPLATE = "beredskab_bench"
SIZES = {"beredskab_bench_small": 1_000, "beredskab_bench_large": 500_000}
TEAMS, OPEN_OF_CIA, OPEN = 40, 48, 600
YEARS = 10
MILLISECONDS, GROWTH = 200, 1.3
ROUNDS, SAMPLES, WARM = 5, 6, 2

# Foreign keys and append-only triggers are for people, not for a filling of half a million rows.
FILL = """
SET session_replication_role = replica; SET synchronous_commit = off; SET maintenance_work_mem = '256MB';
INSERT INTO organisation_team (municipality_id, name, slug, kind)
    SELECT m.id, 'Team ' || n, 'bench-' || n, 'reception'
    FROM organisation_municipality m, generate_series((SELECT count(*) + 1 FROM organisation_team t
        JOIN organisation_municipality x ON x.id = t.municipality_id WHERE x.slug = 'eksempel'), {teams}) n
    WHERE m.slug = 'eksempel';
CREATE TEMP TABLE base AS SELECT c.* FROM notifications_concern c JOIN organisation_team t ON t.id = c.team_id
    WHERE t.slug = 'modtagelsen' AND c.state <> 'draft' ORDER BY c.filed_at LIMIT 1;
CREATE TEMP TABLE team AS SELECT t.id, row_number() OVER (ORDER BY t.id) - 1 AS place, t.slug
    FROM organisation_team t JOIN organisation_municipality m ON m.id = t.municipality_id
    WHERE m.slug = 'eksempel';
CREATE TEMP TABLE made AS
    SELECT n, md5('bench concern ' || n)::uuid AS id,
        CASE WHEN n <= {open_of_cia} THEN (SELECT id FROM team WHERE slug = 'modtagelsen')
             ELSE (SELECT id FROM team WHERE place = n % {teams}) END AS team,
        CASE WHEN n <= {open} THEN now() - n * interval '30 minutes'
             ELSE now() - interval '15 days' - {years} * interval '365 days' * (n::float / {number})
        END AS at
    FROM generate_series(1, {number}) n;
INSERT INTO notifications_concern
    SELECT one.*
    FROM made m, (SELECT c AS b FROM notifications_concern c WHERE c.id = (SELECT id FROM base)) x,
    LATERAL jsonb_populate_record(x.b, jsonb_build_object(
        'id', m.id, 'team_id', m.team, 'reference', 'BK-BENCH-' || m.n, 'idempotency_key', NULL,
        'state', CASE WHEN m.n <= {open} THEN 'filed' ELSE 'closed' END,
        'claimed_by_id', NULL, 'claimed_at', NULL,
        'started_at', m.at, 'saved_at', m.at, 'received_at', m.at, 'filed_at', m.at,
        'closed_at', CASE WHEN m.n > {open} THEN m.at + interval '10 days' END)) one;
"""
# Rows about the concern that was really filed, copied for each of the others.
CHILDREN = {
    "notifications_answer": "concern_id",
    "notifications_deadline": "concern_id",
    "notifications_assessment": "concern_id",
    "notifications_message": "concern_id",
    "vault_sealedkey": "subject",
    "outbox_message": "about",
    "audit_entry": "concern",
    "access_exclusion": "subject",
}
COPY = """
INSERT INTO {table}
    SELECT copied.*
    FROM made m, (SELECT t AS one, row_number() OVER () AS place FROM {table} t
                  WHERE t.{column} = (SELECT id FROM base) LIMIT 2) r,
    LATERAL jsonb_populate_record(r.one, jsonb_build_object(
        'id', md5('{table} ' || m.n || ' ' || r.place)::uuid, '{column}', m.id){more}) copied;
"""
DONE = {
    "notifications_deadline": " || jsonb_build_object('team_id', m.team, 'started_at', m.at, 'due_at', m.at +"
    " interval '1 day', 'met_at', CASE WHEN m.n > {open} THEN m.at + interval '9 hours' END)",
    "outbox_message": " || jsonb_build_object('created_at', m.at, 'due_at', m.at, 'handed_over_at', m.at)",
    "audit_entry": " || jsonb_build_object('at', m.at, 'recorded_at', m.at)",
}


@part("concern")
def concern() -> Iterator[Measure]:
    """Milliseconds at 500,000, and how much slower than at 1,000."""
    began = time.perf_counter()
    for database, number in SIZES.items():
        _make(database, number)
    yield Measure("concern", "making both data sets", round(time.perf_counter() - began, 1), "s")
    for database, number in SIZES.items():
        yield Measure("concern", f"working out the years of {number}", _publish(database), "s")
    times = _measure()
    for page in times["beredskab_bench_large"]:
        small, large = (times[database][page] for database in SIZES)
        spread = f"ms ({min(large):.0f}-{max(large):.0f})"
        median = statistics.median(large)
        yield Measure("concern", f"{page}: 500,000", round(median, 1), spread, at_most(MILLISECONDS))
        growth = round(median / statistics.median(small), 2)
        yield Measure("concern", f"{page}: growth from 1,000", growth, "times", at_most(GROWTH))


def _make(database: str, number: int) -> None:
    connections.close_all()
    _as_admin(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE);', "postgres")
    _as_admin(f'CREATE DATABASE "{database}" TEMPLATE "{TEMPLATE}";', "postgres")
    counts = {"teams": TEAMS, "open_of_cia": OPEN_OF_CIA, "open": OPEN, "years": YEARS, "number": number}
    copies = [
        COPY.format(table=table, column=column, more=DONE.get(table, "").format(**counts))
        for table, column in CHILDREN.items()
    ]
    _as_admin("\n".join([FILL.format(**counts), *copies]), database)
    _as_admin("VACUUM ANALYZE;", database)


def _as_admin(script: str, database: str) -> None:
    """Run SQL as the cluster's superuser; its password lies beside the cluster, not with the bench."""
    code = "import sys; from deploy import cluster; cluster.run_sql(sys.stdin.read(), sys.argv[1])"
    place = {**os.environ, "VAR": os.environ["CLUSTER_VAR"]}
    subprocess.run([sys.executable, "-c", code, database], input=script, text=True, env=place, check=True)


def _publish(database: str) -> float:
    """Seconds the worker takes to tell of ten years at once."""
    _use(database)
    began = time.perf_counter()
    publishing.catch_up(Municipality.objects.get(slug="eksempel"), at=timezone.now())
    return round(time.perf_counter() - began, 1)


def _measure() -> dict[str, dict[str, list[float]]]:
    """database -> page -> milliseconds, the databases in turns."""
    times: dict[str, dict[str, list[float]]] = {database: {} for database in SIZES}
    for _round in range(ROUNDS):
        for database in SIZES:
            _use(database)
            cia, dorte = signed_in("cia"), signed_in("dorte")
            for page, (client, path) in _pages(cia, dorte).items():
                for _again in range(WARM):
                    _milliseconds(client, path)
                found = [_milliseconds(client, path) for _sample in range(SAMPLES)]
                times[database].setdefault(page, []).extend(found)
    _use(TEMPLATE)
    return times


def _pages(cia: Client, dorte: Client) -> dict[str, tuple[Client, str]]:
    filed = Concern.objects.using("clock").filter(team__slug="modtagelsen").exclude(state="draft")
    real = filed.exclude(pk__in=[]).order_by("filed_at").values_list("pk", flat=True)
    opened = next(
        one for one in real if cia.get(reverse("notifications:concern", args=[one])).status_code == 200
    )
    return {
        "inbox": (cia, reverse("notifications:inbox")),
        "closed cases": (cia, reverse("notifications:closed")),
        "case page": (cia, opened),
        "search by reference": (cia, f"{reverse('notifications:find')}?reference=BK-BENCH-{OPEN_OF_CIA}"),
        "statistics": (dorte, reverse("notifications:statistics")),
    }


def _milliseconds(client: Client, path: str) -> float:
    began = time.perf_counter()
    answer: Any = client.get(path)
    took = (time.perf_counter() - began) * 1000
    if answer.status_code not in (200, 302):
        raise SystemExit(f"bench: {path} answers with {answer.status_code}")
    return took


def _use(database: str) -> None:
    """Every connection of this process goes to that database from now on."""
    connections.close_all()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = database
