"""Closed teams in tests: members with passphrases, in browsers that have unlocked."""

from beredskab.organisation.models import Staff
from beredskab.vault.models import KeyHolder, MemberKey
from beredskab.vault.sealed import members, team
from tests.cast import Town


def key_of(person: Staff) -> MemberKey:
    """The person's key in use; they have one."""
    found = members.key_of(person.pk)
    assert found is not None
    return found


def sealed_holder(town: Town) -> KeyHolder:
    """The key in use of the closed team; it has one."""
    found = team.holder_in_use(town.closed.pk)
    assert found is not None
    return found
