"""The town with its plan in force and its routing table: what a filing journey needs around it."""

import pytest

from beredskab.organisation.models import Staff
from notifications.routes import rulebook
from plans import demo
from plans.editing import starting
from tests.cast import Town


@pytest.fixture
def ready(town: Town, dorte: Staff, hanne: Staff) -> Town:
    """Numbers, routing rules, and the plan with its STOP advice."""
    starting.put_contacts(town.municipality)
    demo.fill_contacts(town.municipality)
    rulebook.start(town.municipality)
    demo.publish_first(town.municipality, "overgreb", hanne, dorte)
    return town
