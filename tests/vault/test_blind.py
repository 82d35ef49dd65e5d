"""The blind index says that two texts are the same, and nothing else."""

import stat

import pytest

from beredskab.vault import blind, keys


def test_the_same_text_gives_the_same_index_and_another_another():
    one = blind.index_of("cpr", "0102214321", municipality=1)
    assert one == blind.index_of("cpr", "0102214321", municipality=1)
    others = {
        blind.index_of("cpr", "0102214322", municipality=1),
        blind.index_of("name", "0102214321", municipality=1),
        blind.index_of("cpr", "0102214321", municipality=2),
    }
    assert one not in others
    assert (len(others), len(one)) == (3, blind.LENGTH)


def test_another_key_gives_another_index(settings, tmp_path):
    before = blind.index_of("cpr", "0102214321", municipality=1)
    settings.KEYS = tmp_path / "keys"
    assert blind.index_of("cpr", "0102214321", municipality=1) != before
    path = settings.KEYS / blind.FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in settings.KEYS.iterdir()] == [blind.FILE]


def test_a_key_that_is_cut_is_not_used(settings, tmp_path):
    settings.KEYS = tmp_path / "keys"
    keys.folder()
    (settings.KEYS / blind.FILE).write_bytes(b"short")
    with pytest.raises(keys.KeyMissing):
        blind.index_of("cpr", "0102214321", municipality=1)
