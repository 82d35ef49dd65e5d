"""It is Monday at noon, and the directory has a token that two persons gave it."""

from typing import Any

import pytest

from beredskab.doors.vocabulary import Scope
from beredskab.organisation.models import Staff
from tests.build import monday_at
from tests.doors.asking import let_in


@pytest.fixture(autouse=True)
def _now(freeze: Any) -> None:
    freeze(monday_at(12))


@pytest.fixture
def secret(gert: Staff, dorte: Staff) -> str:
    return let_in(gert, Scope.SCIM, second=dorte)[1]
