"""What the health page is told of anchors and of the closed group's key."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredskab.administration import health
from beredskab.administration.health import Check, Finding, Look, State
from beredskab.administration.safekeeping import anchoring
from beredskab.vault import recovery
from beredskab.vault.sealed import team

CLOSED_GROUP = "closed_group"
ANCHOR_MAY_BE_OLD = dt.timedelta(hours=1)


def tell_health() -> None:
    """Told once at the start."""
    health.register(Check(anchoring.NAME, gettext_lazy("Anchors of the log"), anchored, rank=65))
    title = gettext_lazy("The closed group's key")
    health.register(Check(CLOSED_GROUP, title, closed_group, rank=55, is_local=True))


def closed_group(look: Look) -> Finding:
    """Whether what is said about who runs the portal is locked away from them (rule A-60). Two statements."""
    with_key = team.with_key_of(look.municipality)
    to_do = _("Its members choose a passphrase each, and one of them seals it: /lukket-gruppe/")
    if None in with_key or not with_key:
        return Finding(State.ABSENT, _("Not sealed: whoever runs the machine could read its cases."), to_do)
    fewest = min(one for one in with_key if one is not None)
    if fewest < team.FEWEST:
        told = _("Sealed, and only %(count)s can unlock. Two are wanted.") % {"count": fewest}
        return Finding(State.LOOK, told, to_do)
    if not recovery.is_on_paper(look.municipality.pk):
        return Finding(
            State.LOOK,
            _("Sealed, but the recovery key lies on the machine and opens everything."),
            _("Put the recovery key on three sheets of paper."),
            url=reverse("administration:keys"),
        )
    return Finding(State.WELL, _("Sealed. %(count)s members can unlock.") % {"count": fewest})


def anchored(look: Look) -> Finding:
    """Whether the head of the log leaves the machine."""
    if not anchoring.is_on():
        return Finding(
            State.ABSENT,
            _("Nothing of the log leaves the machine. Nobody would notice that its end was cut off."),
            _("Set ANCHOR_FOLDER, ANCHOR_URL or ANCHOR_MAILS, and start the worker again."),
        )
    seen = look.seen.get(anchoring.NAME)
    if seen is None:
        return Finding(State.LOOK, _("Nothing has been in the log yet, or the worker has not looked."))
    faults = list(seen.told.get("faults", ()))
    if "LogIsShorter" in faults:
        return Finding(
            State.UNWELL,
            _("The log is shorter than it was, or it was written anew."),
            _("Leave everything as it is. Find out who has been in the database. The command says where."),
            at=seen.at,
            command="bin/manage verify_log --anchors FOLDER",
        )
    if faults:
        told = _("The log’s anchors do not arrive: %(faults)s") % {"faults": ", ".join(faults)}
        return Finding(State.UNWELL, told, _("See whether the place they go to answers."), at=seen.at)
    if look.at - seen.at > ANCHOR_MAY_BE_OLD:
        return Finding(
            State.UNWELL,
            _("No anchor has left the machine lately."),
            _("See whether the worker runs."),
            at=seen.at,
        )
    return Finding(State.WELL, _("The log’s anchors leave the machine."), at=seen.at)
