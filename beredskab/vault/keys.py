"""Key holders, and where their private halves are. Only beredskab.vault reads them.

Without KEY_AGENT_SOCKET they lie in our own key folder (0700/0600), as `bin/run` has it. With it they lie
with the key agent, another process of another user (ADR 17): then nothing here reads one, and what has to be
done with one is asked of the agent.
"""

import os
import uuid
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from beredskab.vault import envelope, keyfiles
from beredskab.vault.agent import client, safe_room, wire
from beredskab.vault.models import Custody, HolderKind, KeyHolder


class KeyMissing(Exception):
    """The private half is not where it should be, or its agent is away; the health page turns red."""


class AgentRefuses(Exception):
    """The agent does not open it: not this person's, or more than one person opens in an hour."""


def folder() -> Path:
    """The key folder, made with rights for its owner alone."""
    return keyfiles.folder(Path(settings.KEYS))


def has_agent() -> bool:
    """Whether the private keys are with another process."""
    return bool(settings.KEY_AGENT_SOCKET)


def ask_agent(op: str, **words: object) -> wire.Words:
    """Raises KeyMissing when nobody answers or the key is lost, AgentRefuses, envelope.CannotOpen."""
    try:
        return client.ask(settings.KEY_AGENT_SOCKET, op, **words)
    except client.Away as fault:
        raise KeyMissing(str(fault)) from fault
    except client.Refused as reason:
        if str(reason) == "lost":
            raise KeyMissing(op) from reason
        if str(reason) == "cannot open":
            raise envelope.CannotOpen(op) from reason
        raise AgentRefuses(str(reason)) from reason


def holder_of(kind: HolderKind, ref: int) -> KeyHolder:
    """The key in use of a person, team or municipality; made at first need.

    Two requests may make it at once: the database keeps one, the loser's file is never used.
    """
    found = KeyHolder.objects.filter(kind=kind, ref=ref, retired_at__isnull=True).first()
    return found or _make(kind, ref, version=1)


def rest_of(team: int) -> KeyHolder:
    """A new key for a team without the people who are kept out of one subject; one for each subject."""
    return _make(HolderKind.REST, team, version=1)


def private_key(holder: KeyHolder) -> bytes:
    """From our own folder. Raises KeyMissing, always when there is an agent: it gives none away."""
    if has_agent():
        raise KeyMissing("the key agent has it")
    try:
        return safe_room.private_of(folder(), holder.pk)
    except safe_room.Lost as error:
        raise KeyMissing(str(holder.pk)) from error


def renew(holder: KeyHolder) -> KeyHolder:
    """Retire a key and make the next version; sealing anew is the caller's."""
    KeyHolder.objects.filter(pk=holder.pk).update(retired_at=Now())
    return _make(HolderKind(holder.kind), holder.ref, version=holder.version + 1)


def are_well() -> bool:
    """Whether the private half of every recovery and team key in use is where it should be."""
    if has_agent():
        try:
            return bool(ask_agent("well")["well"])
        except (KeyMissing, AgentRefuses):
            return False
    wanted = KeyHolder.objects.exclude(kind=HolderKind.STAFF).filter(
        retired_at__isnull=True, custody=Custody.MACHINE
    )
    if not os.access(folder(), os.R_OK | os.W_OK | os.X_OK):
        return False
    return {_path(pk).name for pk in wanted.values_list("pk", flat=True)} <= set(os.listdir(folder()))


def _make(kind: HolderKind, ref: int, *, version: int) -> KeyHolder:
    made, public = _new_pair()
    holder = KeyHolder(id=made, kind=kind, ref=ref, version=version, public_key=public)
    try:
        with transaction.atomic():
            holder.save(force_insert=True)
    except IntegrityError:
        if not has_agent():
            _path(holder.pk).unlink()
        return KeyHolder.objects.get(kind=kind, ref=ref, retired_at__isnull=True)
    return holder


def _new_pair() -> tuple[uuid.UUID, bytes]:
    if not has_agent():
        return keyfiles.make_pair(folder())
    made = ask_agent("make")
    return uuid.UUID(made["holder"]), wire.unpacked(made["public"])


def _path(holder: uuid.UUID) -> Path:
    return keyfiles.path_of(folder(), holder)


def own_certificate(name: str) -> tuple[Path, Path]:
    """Paths of an RSA key of the portal and a certificate that it signed itself; made at first need.

    Whom we give the certificate believes the key in it, not a name: it has no validity that ends a service.
    It signs what we ask of a SAML provider and opens nothing about a child, so it stays with the portal.
    """
    key, certificate = folder() / f"{name}.pem", folder() / f"{name}.crt"
    if not (key.exists() and certificate.exists()):
        private, public = envelope.new_certificate(name)
        with suppress(FileExistsError):
            keyfiles.write(key, private)
            keyfiles.write(certificate, public)
    return key, certificate
