"""Search by reference finds what the person reads, and says the same of everything else."""

from typing import Any

import pytest
from django.urls import reverse

from beredskab.organisation.models import Staff
from tests import build
from tests.cast import Town
from tests.world.browsers import masked

pytestmark = pytest.mark.django_db


def test_the_reference_leads_to_the_case_however_it_is_typed(
    client: Any, anna: Staff, cia: Staff, town: Town
) -> None:
    concern = build.concern(filed_by=anna, team=town.reception)
    client.force_login(cia)
    answer = client.get(reverse("notifications:find"), {"reference": f" {str(concern.reference).lower()} "})
    assert answer["Location"] == reverse("notifications:concern", args=[concern.pk])


def test_what_is_hidden_is_as_what_never_was(
    client: Any, anna: Staff, emil: Staff, ida: Staff, town: Town
) -> None:
    concern = build.concern(filed_by=anna, team=town.reception, keep_out=(ida,))
    for person in (emil, ida):
        client.force_login(person)
        url = reverse("notifications:find")
        there = client.get(url, {"reference": concern.reference})
        never = client.get(url, {"reference": "BK-26-AAAAAA"})
        same = there.content.replace(str(concern.reference).encode(), b"BK-26-AAAAAA")
        assert (there.status_code, masked(same)) == (422, masked(never.content))
