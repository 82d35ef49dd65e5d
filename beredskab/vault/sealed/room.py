"""What is done with the private keys of closed teams: here, or by the key agent."""

import uuid
from collections.abc import Sequence
from typing import Any

from beredskab.vault import envelope, keys
from beredskab.vault.agent import safe_room, sealed_room, wire
from beredskab.vault.agent.sealed_room import Brought, Locked


def new_member(member: uuid.UUID, passphrase: str) -> Locked:
    """A new pair of keys behind a passphrase. Raises keys.KeyMissing."""
    if keys.has_agent():
        told = keys.ask_agent("member_new", member=str(member), passphrase=passphrase)
        return wire.locked_from(told)
    try:
        return sealed_room.new_member(keys.folder(), member, passphrase)
    except safe_room.Lost as lost:
        raise keys.KeyMissing(str(lost)) from lost


def change(member: uuid.UUID, old: Locked, passphrase: str, new: str) -> Locked:
    """The same keys behind another passphrase. Raises envelope.CannotOpen, keys.KeyMissing."""
    if keys.has_agent():
        words = {"member": str(member), "passphrase": passphrase, "new": new, **wire.locked_words(old)}
        return wire.locked_from(keys.ask_agent("member_change", **words))
    try:
        return sealed_room.change(keys.folder(), member, old, passphrase, new)
    except safe_room.Lost as lost:
        raise keys.KeyMissing(str(lost)) from lost


def unlock(member: uuid.UUID, locked: Locked, passphrase: str, ticket: uuid.UUID) -> Brought:
    """Raises envelope.CannotOpen when the passphrase is wrong, keys.KeyMissing."""
    if keys.has_agent():
        words = {"member": str(member), "passphrase": passphrase, "ticket": str(ticket)}
        return wire.brought_from(keys.ask_agent("member_unlock", **words, **wire.locked_words(locked)))
    try:
        return sealed_room.unlock(keys.folder(), member, locked, passphrase, ticket)
    except safe_room.Lost as lost:
        raise keys.KeyMissing(str(lost)) from lost


def new_team(members: Sequence[bytes]) -> tuple[bytes, list[bytes]]:
    """A team's new public key, and the private half sealed to each of these."""
    if keys.has_agent():
        told = keys.ask_agent("team_new", members=[wire.packed(one) for one in members])
        return wire.unpacked(told["public"]), [wire.unpacked(one) for one in told["shares"]]
    return sealed_room.new_team(members)


def share(brought: Brought, own_share: bytes, member: bytes) -> bytes:
    """A team's private key, sealed to one more member. Raises envelope.CannotOpen."""
    if keys.has_agent():
        words: dict[str, Any] = {"share": wire.packed(own_share), "to": wire.packed(member)}
        told = keys.ask_agent("team_share", **words, **wire.brought_words(brought))
        return wire.unpacked(told["share"])
    return sealed_room.share(brought, own_share, member)


def seal_anew(brought: Brought, own_share: bytes, rows: Sequence[bytes], public: bytes) -> list[bytes]:
    """From a team's old sealed key to its new one. Raises envelope.CannotOpen."""
    if keys.has_agent():
        words: dict[str, Any] = {"share": wire.packed(own_share), "to": wire.packed(public)}
        words["rows"] = [wire.packed(row) for row in rows]
        told = keys.ask_agent("team_anew", **words, **wire.brought_words(brought))
        return [wire.unpacked(row) for row in told["rows"]]
    return sealed_room.seal_anew(brought, own_share, rows, public)


def seal_from_machine(
    old: uuid.UUID, new: uuid.UUID, public: bytes, actor: int, rows: Sequence[bytes]
) -> list[bytes]:
    """From the key that a team had on the machine. The agent sees for itself that `new` is the same team's.

    Raises keys.KeyMissing, keys.AgentRefuses, envelope.CannotOpen.
    """
    if keys.has_agent():
        words: dict[str, Any] = {"old": str(old), "new": str(new), "actor": actor}
        words["rows"] = [wire.packed(row) for row in rows]
        return [wire.unpacked(row) for row in keys.ask_agent("machine_anew", **words)["rows"]]
    try:
        private = safe_room.private_of(keys.folder(), old)
    except safe_room.Lost as lost:
        raise keys.KeyMissing(str(old)) from lost
    return [envelope.seal(envelope.unseal(row, private), public) for row in rows]


def forget_machine_key(old: uuid.UUID, actor: int) -> None:
    """Delete the key that a team had on the machine, when nothing is sealed to it any more."""
    if keys.has_agent():
        keys.ask_agent("forget_machine_key", old=str(old), actor=actor)
        return
    safe_room.forget(keys.folder(), old)
