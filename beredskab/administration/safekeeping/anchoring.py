"""Anchors of the log leave the machine: into a folder, to an address, by mail once a day. Rule A-52."""

import dataclasses
import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage

from beredskab.access.acting import as_role
from beredskab.audit import anchors
from beredskab.audit.anchors import Anchor
from beredskab.outbox import observing, posting
from beredskab.outbox.models import Check
from beredskab.vault import keys, signing

NAME = "anchors"
ROWS = 1000  # so many new links are anchored at once, however short ago the last one was
#: The subject says nothing to whom a mail was sent by mistake, and always the same.
SUBJECT = "Beredskabsportalen: loggens aftryk"
TEXT = (
    "Gem denne mail. Linjen nedenfor er et aftryk af portalens log.\n"
    "Med den kan man senere se, om nogen har slettet eller omskrevet noget i loggen.\n"
    "Den indeholder intet om personer.\n\n{line}\n"
)


def is_on() -> bool:
    """Whether anchors have anywhere to go."""
    return bool(settings.ANCHOR_FOLDER or settings.ANCHOR_URL or settings.ANCHOR_MAILS)


def look_round(*, at: dt.datetime) -> None:
    """The worker's part: anchor when it is time. What goes wrong is left for the health page."""
    if not is_on():
        return
    with as_role("clock") as alias:
        last = Check.objects.using(alias).filter(name=NAME).first()
    now = _head(at)
    if now is not None and _is_time(now, last, at):
        send(now, last, at=at)


def make(unsigned: Anchor) -> Anchor:
    """Signed. Raises signing.LogIsShorter, keys.KeyMissing.

    Another worker may have signed a longer log since we looked: before an alarm is raised we look again.
    """
    try:
        return _signed(unsigned)
    except signing.LogIsShorter:
        fresh = _head(dt.datetime.fromisoformat(unsigned.at))
        if fresh is None or fresh.position <= unsigned.position:
            raise
        return _signed(fresh)


def _head(at: dt.datetime) -> Anchor | None:
    with as_role("auditor") as alias:
        return anchors.head(using=alias, at=at)


def _signed(unsigned: Anchor) -> Anchor:
    signature, public = signing.sign_head(unsigned.position, bytes.fromhex(unsigned.digest), unsigned.words)
    return dataclasses.replace(unsigned, signature=signature.hex(), key=public.hex())


def send(unsigned: Anchor, last: Check | None, *, at: dt.datetime) -> list[str]:
    """Sign it and send it everywhere; what failed, by name. One place that is away holds up no other."""
    told = last.told if last else {}
    mailed = str(told.get("mailed", ""))
    try:
        anchor = make(unsigned)
    except (signing.LogIsShorter, keys.KeyMissing) as fault:
        faults = [type(fault).__name__]
    else:
        today = at.date().isoformat()
        ways: list[tuple[str, Callable[[Anchor], None]]] = []
        ways += [("folder", _to_folder)] if settings.ANCHOR_FOLDER else []
        ways += [("url", _to_url)] if settings.ANCHOR_URL else []
        ways += [("mail", _to_mail)] if settings.ANCHOR_MAILS and mailed != today else []
        faults = [wrong for name, way in ways if (wrong := _try(name, way, anchor))]
        if ("mail", _to_mail) in ways and not any(one.startswith("mail") for one in faults):
            mailed = today
    position = unsigned.position if not faults else int(told.get("position", 0))
    observing.leave(NAME, is_well=not faults, at=at, position=position, mailed=mailed, faults=faults)
    return faults


def _is_time(now: Anchor, last: Check | None, at: dt.datetime) -> bool:
    """Every ANCHOR_MINUTES, and after a thousand links; also when nothing is new, so that silence is told."""
    if last is None:
        return True
    pause = dt.timedelta(minutes=settings.ANCHOR_MINUTES)
    grown = now.position - int(last.told.get("position", 0))
    return at - last.at >= pause or (last.is_well and grown >= ROWS)


def _try(name: str, way: Callable[[Anchor], None], anchor: Anchor) -> str:
    try:
        way(anchor)
    except (OSError, posting.NotSent) as fault:  # smtplib's faults are OSErrors
        return f"{name}: {type(fault).__name__}"
    return ""


def _to_folder(anchor: Anchor) -> None:
    """A line at the end of the month's file; on a mount that only takes additions, best of all."""
    path = Path(settings.ANCHOR_FOLDER) / f"anchors-{anchor.at[:7]}.jsonl"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
    with os.fdopen(descriptor, "a") as file:
        file.write(anchor.line() + "\n")
        file.flush()
        os.fsync(file.fileno())


def _to_url(anchor: Anchor) -> None:
    headers = {"Content-Type": "application/json"}
    trusted = settings.ANCHOR_HOSTS
    status, _body = posting.post(settings.ANCHOR_URL, anchor.line().encode(), headers, trusted=trusted)
    if not 200 <= status < 300:
        raise posting.NotSent(f"Status{status}")


def _to_mail(anchor: Anchor) -> None:
    for address in settings.ANCHOR_MAILS:
        EmailMessage(SUBJECT, TEXT.format(line=anchor.line()), to=[address]).send()
