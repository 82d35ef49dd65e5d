"""The demo's neighbour follows Eksempel's plan, one edition behind; loading it again changes nothing."""

from typing import Any

import pytest

from beredskab.access.acting import acting_as
from beredskab.administration import demo as organisation_demo
from beredskab.organisation.models import Staff
from plans import demo, reading
from plans.sharing import standing
from plans.sharing.standing import Stage
from tests.build import monday_at


@pytest.mark.django_db
def test_the_neighbour_has_an_edition_in_force_and_one_that_waits(freeze: Any) -> None:
    freeze(monday_at(12))
    place = organisation_demo.make_organisation()
    for _time in range(2):
        demo.load(place)
    people = {one: Staff.objects.get(email=f"{one}@nabo.example") for one in ("nina", "niels", "frida")}
    with acting_as(people["nina"]):
        [there] = standing.standings_for(people["nina"])
    assert there.sharing.taken is not None
    assert there.sharing.offered is not None
    assert (there.stage, there.must_take_over) == (Stage.NEW, True)
    assert (there.sharing.taken.number, there.sharing.offered.number) == (1, 2)
    found = reading.reading_of(people["frida"])
    assert (len(found.done) > 5, len(found.missing) > 0) == (True, True)
    vera = Staff.objects.get(email="vera@faelles.example", municipality=place)
    assert reading.reading_of(vera).done == []  # she has read the neighbour's, where she is somebody else
