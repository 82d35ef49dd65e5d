"""What the commands about the status have in common: days, and plans by their names."""

import datetime as dt

from beredskab.organisation.models import Municipality
from plans.implementation.frameworks import NATIONAL, framework_named
from plans.implementation.measures_at import no_such_plan, plan_named
from plans.models import ActionPlan


def day(text: str) -> dt.date:
    """The day, or ValueError with a sentence."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as fault:
        raise ValueError(f"{text!r} is not a date such as 2026-06-01.") from fault


def plan_or_framework(municipality: Municipality, name: str) -> tuple[ActionPlan | None, str]:
    """The action plan with a name, or None and the name of recommendations; with a plan the national ones.

    LookupError with the names there are.
    """
    plan = plan_named(municipality, name)
    if plan is not None:
        return plan, NATIONAL
    framework = framework_named(municipality, name)
    if framework is None:
        raise no_such_plan(municipality, name)
    return None, framework.name
