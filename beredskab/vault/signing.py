"""Signing the head of the log with a key that lies with the others, or with the key agent."""

from beredskab.vault import keys
from beredskab.vault.agent import safe_room, wire

BACKWARDS = "backwards"  # the agent's word


class LogIsShorter(Exception):
    """The log was longer when its head was signed last, or said something else there. Nothing is signed."""


def sign_head(position: int, digest: bytes, words: bytes) -> tuple[bytes, bytes]:
    """(signature, public key). Raises LogIsShorter, keys.KeyMissing."""
    if keys.has_agent():
        told = {"position": position, "digest": digest.hex(), "words": wire.packed(words)}
        try:
            answer = keys.ask_agent("sign", **told)
        except keys.AgentRefuses as reason:
            if str(reason) == BACKWARDS:
                raise LogIsShorter from reason
            raise keys.KeyMissing(str(reason)) from reason
        return wire.unpacked(answer["signature"]), wire.unpacked(answer["public"])
    try:
        return safe_room.sign_head(keys.folder(), position, digest, words)
    except safe_room.Backwards as reason:
        raise LogIsShorter from reason
    except safe_room.Lost as lost:
        raise keys.KeyMissing(str(lost)) from lost
