"""An act that comes too late or too early says why, and nothing that somebody wrote is lost."""

from __future__ import annotations

from typing import Any

import pytest

from beredskab.access.acting import acting_as
from beredskab.organisation.models import Staff
from notifications import handling
from notifications.handling import Finding
from notifications.models import Concern
from notifications.vocabulary import State
from tests import build
from tests.build import monday_at
from tests.cast import Town
from tests.journeys.walking import client_of

WORDS = "Skrevet i ti minutter, mens en kollega gjorde noget andet."


@pytest.mark.parametrize(
    ("door", "typed"),
    [
        ("luk", {"reason": WORDS}),
        ("vurdering", {"is_acute": "no", "reason": WORDS, "act": "", "told_child": ""}),
        ("overdragelse", {"choice": "not", "reason": WORDS}),
    ],
)
def test_what_was_written_on_a_case_that_nobody_has_stays_on_the_page(
    town: Town, anna: Staff, cia: Staff, freeze: Any, door: str, typed: dict[str, str]
) -> None:
    freeze(monday_at(9))
    filed = build.concern(filed_by=anna, team=town.reception, at=monday_at(8))
    answer = client_of(cia).post(f"/indbakke/{filed.pk}/{door}/", typed)
    page = answer.content.decode()
    assert (answer.status_code, WORDS in page, "står stadig nedenfor" in page) == (422, True, True)
    with acting_as(cia):
        assert Concern.objects.get(pk=filed.pk).state == State.FILED


def test_an_assessment_of_a_case_that_a_colleague_closed_meanwhile_is_not_lost(
    town: Town, anna: Staff, cia: Staff, ida: Staff, freeze: Any
) -> None:
    freeze(monday_at(9))
    claimed = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    handling.assess(claimed, Finding(False, "No danger."), by=cia, at=monday_at(9))
    handling.close(claimed, by=ida, at=monday_at(9), reason="Sent twice.")
    typed = {"is_acute": "no", "reason": WORDS, "act": "", "told_child": ""}
    answer = client_of(cia).post(f"/indbakke/{claimed.pk}/vurdering/", typed)
    page = answer.content.decode()
    assert (answer.status_code, WORDS in page, "genåbn den" in page) == (422, True, True)
