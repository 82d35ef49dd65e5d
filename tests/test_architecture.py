"""Who may import whom, and what no file may do. docs/architecture.md tells people, this holds them to it.

Every guard is a function from source files to faults, and has a test beside it that plants a fault: a guard
that finds nothing anywhere would be no guard.
"""

from collections.abc import Callable

import pytest

from tests.guards.habits import (
    acts_without_by_and_at,
    badly_named,
    clocks_inside,
    guardian_elsewhere,
    open_forms,
    said_anyway,
    signals,
    sql_made_of_values,
    too_long,
    weasyprint_at_the_top,
)
from tests.guards.layers import against_the_steps, circles, impure, models_reaching_out, package_of, upward
from tests.sources import (
    ROOT,
    Source,
    sources,
)

GUARDS: tuple[Callable[[list[Source]], list[str]], ...] = (
    upward,
    against_the_steps,
    models_reaching_out,
    impure,
    circles,
    guardian_elsewhere,
    weasyprint_at_the_top,
    signals,
    badly_named,
    too_long,
    clocks_inside,
    acts_without_by_and_at,
    said_anyway,
    open_forms,
    sql_made_of_values,
)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
def test_nobody_breaks_it(guard: Callable[[list[Source]], list[str]]) -> None:
    assert guard(sources()) == []


PLANTED: dict[Callable[[list[Source]], list[str]], list[Source]] = {
    upward: [Source("plans.reading", "def f():\n    from notifications import filing\n")],
    against_the_steps: [Source("plans.models.plan", "from plans import access\n")],
    models_reaching_out: [Source("plans.models.plan", "from beredskab.outbox import messages\n")],
    impure: [Source("notifications.routing", "def f():\n    return RoutingRule.objects.all()\n")],
    circles: [Source("plans.a", "import plans.b\n"), Source("plans.b", "import plans.a\n")],
    guardian_elsewhere: [Source("plans.access", "from guardian.shortcuts import assign_perm\n")],
    weasyprint_at_the_top: [Source("plans.paper.printing", "from weasyprint import HTML\n")],
    signals: [Source("plans.apps", "from django.db.models.signals import post_save\n")],
    badly_named: [Source("plans.helpers", "")],
    too_long: [Source("plans.reading", "\n" * 401)],
    clocks_inside: [Source("plans.reading", "at = timezone.now()\n")],
    acts_without_by_and_at: [Source("plans.reading", "@act\ndef read(x, *, by): ...\n")],
    said_anyway: [Source("plans.views.reading", "if request.user.is_superuser: pass\n")],
    open_forms: [Source("plans.forms.a", "class A:\n    class Meta:\n        fields = '__all__'\n")],
    sql_made_of_values: [Source("plans.a", "cursor.execute(f'SELECT {name}')\n")],
}


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
def test_it_is_noticed_when_somebody_does(guard: Callable[[list[Source]], list[str]]) -> None:
    assert len(guard(PLANTED[guard])) == 1


def test_every_package_has_its_place() -> None:
    """A new app or module of the kernel is a decision: it gets a line in LAYERS."""
    unplaced = {s.package for s in sources() if package_of(s.name) is None} - {"beredskab"}
    assert unplaced == set()


def test_the_top_of_the_tree_is_as_given() -> None:
    """No further Django app at the top: two things people do, and one kernel."""
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert apps == {"plans", "notifications"}
