"""»Just show me what to do«: the plan's advice for role, certainty and person, and no draft."""

from typing import Any

import pytest

from beredskab.access.acting import acting_as
from beredskab.organisation.models import Staff
from notifications.models import Concern
from tests.build import monday_at
from tests.cast import Town
from tests.journeys.walking import Walk


@pytest.mark.parametrize(
    ("query", "shown", "absent"),
    [
        (
            "certainty=suspicion&suspects=home",
            ("Fortæl ikke forældrene om mistanken.", "Ring, før barnet skal hjem.", "Lyt. Spørg ikke ud."),
            ("Gå uden om lederen.", "Tal med forældrene først"),
        ),
        (
            "certainty=knowledge&suspects=leader",
            ("Gå uden om lederen.", "Spørg, før du taler med forældrene"),
            ("Sig det til din leder", "Gå til din leder", "Fortæl ikke forældrene om mistanken."),
        ),
        ("certainty=suspicion&suspects=child", ("Begge familier skal vide det samme dag",), ()),
        ("certainty=suspicion&topics=honour", ("Kontakt ikke familien, og prøv ikke at mægle.",), ()),
        ("grad=bekymring", ("Tal med forældrene først",), ("Fortæl ikke forældrene",)),
        ("certainty=nonsense&suspects=nobody&topics=1", ("Hvad passer bedst lige nu?",), ()),
    ],
)
def test_the_path_follows_what_was_asked_and_nothing_is_stored(
    ready: Town, anna: Staff, freeze: Any, query: str, shown: tuple[str, ...], absent: tuple[str, ...]
) -> None:
    freeze(monday_at(10))
    page = Walk(anna).open(f"/bekymring/vis-mig/?{query}")
    assert page.status == 200
    assert [words for words in shown if words not in page.text] == []
    assert [words for words in absent if words in page.text] == []
    with acting_as(anna):
        assert not Concern.objects.exists()


def test_the_start_page_leads_there_with_its_degree(ready: Town, anna: Staff, freeze: Any) -> None:
    freeze(monday_at(10))
    page = Walk(anna).open("/bekymring/ny/?grad=mistanke").page
    assert page.select_one("a[href='/bekymring/vis-mig/?certainty=suspicion']") is not None
