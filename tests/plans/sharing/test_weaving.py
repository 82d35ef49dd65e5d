"""The owner's words and the partner's own as one list."""

import uuid
from dataclasses import replace

import pytest

from plans.sharing import weaving
from tests.build_plans import text


@pytest.mark.parametrize(
    ("theirs", "mine", "woven"),
    [
        ("abc", "abc", "abc"),
        ("abc", "aXbc", "aXbc"),
        ("abc", "Xabc", "Xabc"),
        ("abc", "abcX", "abcX"),
        ("ac", "abXc", "aXc"),  # what it stood behind is gone
        ("c", "abXcY", "XcY"),
        ("cba", "aXbYc", "cbYaX"),  # the owner has changed the order
        ("abcd", "abXYc", "abXYcd"),
        ("", "aX", "X"),
        ("ab", "", "ab"),
    ],
)
def test_what_is_my_own_stays_behind_what_it_stood_behind(theirs: str, mine: str, woven: str) -> None:
    found = weaving.woven(list(theirs), list(mine), name=str, is_own=str.isupper)
    assert "".join(found) == woven


def test_a_block_that_the_owner_took_out_is_not_mine() -> None:
    kept, gone, own = (replace(text(word), key=uuid.uuid4()) for word in ("blev", "gik", "vores"))
    known = frozenset({kept.key, gone.key})
    assert weaving.blocks([kept], [kept, gone, own], known) == [kept, own]  # type: ignore[arg-type]  # keys are set


def test_the_numbers_of_a_block_are_those_shown_woven_in_and_of_its_advice() -> None:
    block = text("Ring til {nummer: sociale-vagt}, {navn}.", contacts=("fagchef",))
    advice = replace(block, text="", items=({"text": "Ring", "contacts": ["politi-114"]},))
    assert weaving.numbers_in(block) == {"sociale-vagt", "fagchef"}
    assert weaving.numbers_in(advice) == {"fagchef", "politi-114"}


def test_links_lead_into_the_partners_plan() -> None:
    links = {"/plan/overgreb/": "/plan/overgreb-2/"}
    told = {"do": ["[Se](/plan/overgreb/akut/)"], "dont": ["/plan/overgreb/"]}
    assert weaving.relinked(told, links) == {
        "do": ["[Se](/plan/overgreb-2/akut/)"],
        "dont": ["/plan/overgreb/"],
    }
