"""The menu: at most five links, chosen by role, each to a page that exists."""

import pytest

from beredskab.ui import navigation


def paths(*roles: str) -> list[str]:
    return [entry.path for entry in navigation.menu(frozenset(roles))]


def test_everybody_sees_the_public_doors_first():
    assert paths() == ["/", "/plan/", "/kontakter/", "/plakater/"]


@pytest.mark.parametrize(
    ("role", "own"),
    [
        ("caseworker", "/indbakke/"),
        ("leader", "/leder/laest/"),
        ("editor", "/redaktion/"),
        ("manager", "/status/"),
    ],
)
def test_each_role_finds_its_own_door(role, own):
    assert own in paths("staff", role)


def test_nobody_gets_more_than_five_however_many_roles():
    every = {role for entry in navigation.ENTRIES for role in entry.roles}
    assert len(paths(*every)) == navigation.AT_MOST
    assert paths(*every)[0] == "/"


def test_a_door_of_a_role_is_not_shown_to_others():
    assert not {"/indbakke/", "/redaktion/", "/status/", "/leder/laest/", "/administration/"} & set(
        paths("staff")
    )
