"""A drill meets nothing of the real work: no table, page, list, number or deletion changes by it.

Two worlds, with a whole drill and without it; whatever is not a drill's own is the same in both (rule N-91).
"""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models, transaction
from django.urls import reverse

from beredskab.access.acting import as_role
from notifications.demo_drills import SURE
from notifications.drills import access, planning, playing, receiving, running
from notifications.drills.planning import Draft
from notifications.drills.scenarios import all_scenarios
from notifications.models import DrillPlayer
from notifications.oversight import ledger, retention
from notifications.statistics import publishing
from notifications.vocabulary import Step, Urgency
from tests.build import monday_at, tuesday_at
from tests.world.browsers import masked
from tests.world.story import HOUR

pytestmark = pytest.mark.django_db

DRILL = {"Drill", "DrillPlayer", "DrillAnswer", "DrillCase", "DrillMeasure"}
DRILL |= {"Drill_units", "Drill_teams", "Drill_people"}
#: Where everything that happens leaves a line: the promise of a mail, work that is due, the trail.
EVERYBODYS = {"Message", "Duty", "Entry", "Session"}
PAGES = ("inbox", "closed", "passed_on", "deliveries", "questions", "statistics", "rota", "routing", "mine")


def a_whole_drill(world):
    """Planned, begun, answered by two, taken and assessed, finished."""
    dorte, town = world.people["dorte"], world.town
    one = all_scenarios()["baeltet-inden-afhentning"]
    days = monday_at(9).date(), monday_at(9).date()
    draft = Draft("En til", one.situation, one.case, *days, units=[town.kindergarten])
    drill = running.start(planning.plan(draft, by=dorte, at=monday_at(9)), by=dorte, at=monday_at(9))
    for name in ("anna", "bo"):
        player = DrillPlayer.objects.get(drill=drill, staff=world.people[name])
        for step in Step:
            playing.answer(player, step, SURE[step], by=world.people[name], at=monday_at(10))
    case = access.cases_for(world.people["cia"]).get(drill=drill)
    receiving.assess(case, Urgency.NOW, is_theirs=True, by=world.people["cia"], at=monday_at(11))
    return running.finish(drill, by=dorte, at=monday_at(11))


def tables():
    """Every table of the portal that is not a drill's own, row for row, as the owner of them sees it."""
    found = {}
    with as_role("owner"), connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model.__name__ in DRILL | EVERYBODYS or not model._meta.managed:
                continue
            table = connection.ops.quote_name(model._meta.db_table)
            rows = "coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '')"
            cursor.execute(f"SELECT count(*), {rows} FROM {table} t")
            found[model._meta.label] = cursor.fetchone()
    found.pop("organisation.Municipality", None)  # its revision says that something changed
    return found


def numbers(world):
    """What the worker and the command line count."""
    place = world.town.municipality
    told = StringIO()
    call_command("retention", dry_run=True, json=True, stdout=told)
    publishing.catch_up(place, at=tuesday_at(9))
    return told.getvalue(), str(ledger.of_day(place, monday_at(9).date(), at=tuesday_at(9))), retention.look()


def pages(world, browsers):
    return {
        (name, who): masked(browsers.ask(who, "GET", reverse(f"notifications:{name}")).body)
        for name in PAGES
        for who in ("cia", "dorte", "emil")
    }


@pytest.fixture
def busy(world, freeze):
    freeze(monday_at(12))
    world.file_a_concern()
    return world


def test_a_whole_drill_changes_no_table_number_or_page_of_the_real_work(busy, browsers):
    numbers(busy), pages(busy, browsers)  # what is made once and kept is made now
    before = tables(), numbers(busy), pages(busy, browsers)
    with transaction.atomic():
        a_whole_drill(busy)
        after = tables(), numbers(busy), pages(busy, browsers)
        transaction.set_rollback(True)
    changed = [label for label in before[0] if before[0][label] != after[0][label]]
    different = [page for page in before[2] if before[2][page] != after[2][page]]
    assert (changed, before[1] == after[1], different) == ([], True, [])


def test_the_comparison_would_notice(busy):
    before = tables()
    with transaction.atomic():
        busy.begin_a_draft()
        assert tables() != before
        transaction.set_rollback(True)


def test_no_table_of_a_drill_points_at_a_concern_and_no_concern_at_a_drill():
    def points_to(model):
        return {
            field.related_model.__name__
            for field in model._meta.get_fields()
            if isinstance(field, models.ForeignKey | models.ManyToManyField)
        }

    ours = list(apps.get_app_config("notifications").get_models())
    drills = [model for model in ours if model.__name__ in DRILL]
    others = [model for model in ours if model not in drills]
    allowed = DRILL | {"Municipality", "Unit", "Team", "Staff", "Measure"}
    assert len(drills) == 5
    assert set().union(*(points_to(model) for model in drills)) <= allowed
    assert not set().union(*(points_to(model) for model in others)) & DRILL


def test_a_drill_is_no_gap_in_the_ledger(busy):
    a_whole_drill(busy)
    found = ledger.of_day(busy.town.municipality, monday_at(9).date(), at=monday_at(12) + HOUR)
    drills = {str(one) for one in DrillPlayer.objects.values_list("pk", flat=True)}
    assert not drills & {str(one) for ids in found.gaps.values() for one in ids}
