"""What ten years of statuses cost on the dashboards: 98 municipalities, 200 action plans of 60 measures."""

import os
import statistics
import time
from collections.abc import Iterator

import psycopg2
from django.test import Client
from django.urls import reverse

from bench.pages import Page, count_statements, open_page
from bench.registry import Measure, at_least, at_most, part
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.organisation.models import Municipality, Staff
from plans.models import MeasureStatus, RecommendationStatus

TIMES, MILLISECONDS, STATEMENTS = 20, 200, 12
PLACES, PLANS, MEASURES, MONTHS = 98, 200, 60, 120
FIRST = "landsby1"

# Row by row through the acts would take an hour; what the acts check is checked by the tests.
FILL = """
SET session_replication_role = replica;
INSERT INTO plans_recommendationstatus (status, sentence, as_of, published_on, recorded_at, source, level,
    municipality_id, recommendation_id, responsible)
SELECT (ARRAY['done','partly_done','in_progress','at_risk','late','not_started'])
        [1 + (m.id + r.id + month) %% 6], 'Sådan står det.', day, day, day, 'bench', level, m.id, r.id, ''
FROM organisation_municipality m, plans_recommendation r JOIN plans_framework f ON f.id = r.framework_id,
    unnest(ARRAY['organisation','leaders','staff']) level, generate_series(0, %(months)s - 1) month,
    LATERAL (SELECT (current_date - month * 30)::date AS day) d
WHERE m.slug LIKE 'landsby%%' AND f.name = 'SISO';
INSERT INTO plans_actionplan (name, language, created_at, confirmed_for, municipality_id)
SELECT 'Plan ' || n, 'da', now(), 183,
    (SELECT id FROM organisation_municipality WHERE slug = 'landsby' || (1 + n %% %(places)s))
FROM generate_series(1, %(plans)s) n;
INSERT INTO plans_measure (position, number, title, responsible_text, status_text, due_text, budget_note,
    note, is_local, plan_id)
SELECT n, n::text, 'Tiltag ' || n, '', '', '', '', '', false, p.id
FROM plans_actionplan p JOIN organisation_municipality m ON m.id = p.municipality_id,
    generate_series(1, %(measures)s) n WHERE m.slug LIKE 'landsby%%';
INSERT INTO plans_responsible (position, role, task, measure_id)
SELECT 1, 'Rolle ' || (x.position %% 9), 'carries_out', x.id FROM plans_measure x
JOIN plans_actionplan p ON p.id = x.plan_id JOIN organisation_municipality m ON m.id = p.municipality_id
WHERE m.slug LIKE 'landsby%%';
INSERT INTO plans_measurestatus (status, sentence, as_of, published_on, recorded_at, source, measure_id)
SELECT (ARRAY['done','partly_done','in_progress','at_risk','late','not_started'])[1 + (x.id + back) %% 6],
    'Sådan står det.', current_date - back * 90, current_date - back * 90, now(), 'bench', x.id
FROM plans_measure x JOIN plans_actionplan p ON p.id = x.plan_id
JOIN organisation_municipality m ON m.id = p.municipality_id, generate_series(0, 11) back
WHERE m.slug LIKE 'landsby%%';
SET session_replication_role = DEFAULT;
"""


@part("implementation")
def implementation() -> Iterator[Measure]:
    """The dashboard of one municipality, of all of them, and of the action plans."""
    began = time.perf_counter()
    _make()
    yield Measure("implementation", "making the statuses", round(time.perf_counter() - began), "s")
    said = RecommendationStatus.objects.filter(municipality__slug__startswith="landsby").count()
    yield Measure(
        "implementation", "statuses of recommendations", said, "", at_least(PLACES * 15 * 3 * MONTHS)
    )
    told = MeasureStatus.objects.filter(source="bench").count()
    yield Measure("implementation", "statuses of measures", told, "", at_least(PLANS * MEASURES))
    client = Client(HTTP_HOST="localhost")
    client.force_login(Staff.objects.get(email=f"dorte@{FIRST}.example"))
    goal = at_most(MILLISECONDS)
    for name, path, bound in (
        ("one municipality", reverse("plans:status"), goal),
        ("all municipalities", reverse("plans:status_country"), goal),
        ("the recommendations with eight quarters", reverse("plans:status_recommendations"), None),
    ):
        page = Page(name, path, client, STATEMENTS, 0)
        statements = count_statements(page)
        median, worst = _times(page)
        yield Measure("implementation", f"{name}: median", median, "ms", bound)
        yield Measure("implementation", f"{name}: slowest of {TIMES}", worst, "ms")
        yield Measure("implementation", f"{name}: statements", statements, "", at_most(STATEMENTS))


def _make() -> None:
    place = Municipality.objects.filter(slug=FIRST).first()
    if place is None:
        names = range(1, PLACES + 1)
        Municipality.objects.bulk_create(Municipality(name=f"Landsby {n}", slug=f"landsby{n}") for n in names)
        sizes = {"places": PLACES, "plans": PLANS, "measures": MEASURES, "months": MONTHS}
        _as_superuser(FILL % sizes)
        _as_superuser("VACUUM ANALYZE plans_recommendationstatus")
        _as_superuser("VACUUM ANALYZE plans_measurestatus")
        place = Municipality.objects.get(slug=FIRST)
    facts = {"name": "Dorte Landsby", "municipality": place}
    dorte = Staff.objects.get_or_create(email=f"dorte@{FIRST}.example", defaults=facts)[0]
    RoleAssignment.objects.get_or_create(staff=dorte, role=Role.MANAGER)


def _as_superuser(script: str) -> None:
    connection = psycopg2.connect(os.environ["BENCH_ADMIN_URL"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(script)
    connection.close()


def _times(page: Page) -> tuple[int, int]:
    taken = []
    for _time in range(TIMES):
        began = time.perf_counter()
        open_page(page)
        taken.append(1000 * (time.perf_counter() - began))
    return round(statistics.median(taken)), round(max(taken))
