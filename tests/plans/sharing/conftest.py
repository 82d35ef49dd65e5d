"""Nabo Kommune has an editor and a manager of its own, and a third municipality has nothing to do with it."""

import pytest

from beredskab.access.roles import Role
from beredskab.organisation.models import Staff
from plans.models import Edition, Sharing
from plans.sharing import agreeing, taking
from tests import build_plans as build
from tests.build_plans import AUTUMN
from tests.cast import Town, make_person, make_town


@pytest.fixture
def nina(neighbour: Town) -> Staff:
    """Plan editor in Nabo Kommune."""
    return make_person("Nina Nord", neighbour.department, "leder", Role.EDITOR)


@pytest.fixture
def niels(neighbour: Town) -> Staff:
    """Director in Nabo Kommune: answers offers, approves editions."""
    return make_person("Niels Nord", neighbour.department, "leder", Role.MANAGER, Role.APPROVER)


@pytest.fixture
def stranger(town: Town) -> Staff:
    """Editor and manager in a third municipality."""
    third = make_town("Tredje Kommune", "tredje", "tredje.localhost")
    return make_person("Tor Tredje", third.department, "leder", Role.EDITOR, Role.MANAGER, Role.APPROVER)


@pytest.fixture
def edition(hanne: Staff, dorte: Staff) -> Edition:
    """Eksempel's plan in its first edition: two sections."""
    sections = [build.section("akut"), build.section("tegn", build.text("Se efter tegn."))]
    return build.published(sections, editor=hanne, approver=dorte)


@pytest.fixture
def shared(edition: Edition, dorte: Staff, nina: Staff, niels: Staff, neighbour: Town) -> Sharing:
    """Eksempel and Nabo share the plan; nothing is taken over yet."""
    made = agreeing.offer(edition.plan, neighbour.municipality, by=dorte, at=AUTUMN)
    return agreeing.accept(made, by=niels, at=AUTUMN)


@pytest.fixture
def theirs(shared: Sharing, nina: Staff, niels: Staff) -> Edition:
    """The first edition, in force in Nabo as well."""
    draft = taking.take_over(shared, by=nina, at=AUTUMN)
    return build.publish(draft, editor=nina, approver=niels)
