"""Three sheets of paper: any two give the key back, one gives nothing, and a slip of the pen is noticed."""

import secrets
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredskab.vault import shares
from beredskab.vault.shares import NotAShare

SECRET = bytes(range(32))


def test_any_two_give_the_key_back_in_either_order() -> None:
    three = shares.split(SECRET)
    assert len(three) == shares.SHARES
    assert [shares.join(pair) for pair in permutations(three, 2)] == [SECRET] * 6


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_every_key_comes_back(secret: bytes) -> None:
    assert {shares.join(pair) for pair in combinations(shares.split(secret), 2)} == {secret}


def test_one_gives_nothing_and_twice_the_same_is_one() -> None:
    one = shares.split(SECRET)[0]
    for told in ([], [one], [one, one]):
        with pytest.raises(NotAShare):
            shares.join(told)


def test_sheets_of_two_keys_do_not_fit() -> None:
    old, new = shares.split(SECRET), shares.split(SECRET)
    with pytest.raises(NotAShare) as refusal:
        shares.join([old[0], new[1]])
    said = str(refusal.value)
    assert not any(" ".join(share.split()[:2]) in said for share in (old[0], new[1]))


def test_a_sheet_is_read_back_as_it_was_printed_or_typed() -> None:
    share = shares.split(SECRET)[1]
    sheet = shares.sheet(
        share, 2, whose="Eksempel Kommune", key="0a1b2c3d", holder="Arkivet", day="2026-11-23"
    )
    assert max(map(len, sheet.splitlines())) < 90
    assert "del 2 af 3" in sheet
    assert "Arkivet" in sheet
    short = " ".join(word[:4].upper() for word in share.split())
    assert {shares.read(text) for text in (sheet, share, short, sheet.lower())} == {share}


@pytest.mark.parametrize("slip", ["missing", "unknown", "swapped", "another"])
def test_a_slip_of_the_pen_is_noticed(slip: str) -> None:
    first, second, _third = shares.split(secrets.token_bytes(32))
    words = first.split()
    if slip == "missing":
        del words[7]
    elif slip == "unknown":
        words[7] = "kommune"
    elif slip == "swapped":
        words[7], words[8] = words[8], words[7]
        assert words[7] != words[8]
    else:
        words[7] = "academic" if words[7] != "academic" else "acid"
    with pytest.raises(NotAShare):
        shares.join([shares.read(" ".join(words)), second])
