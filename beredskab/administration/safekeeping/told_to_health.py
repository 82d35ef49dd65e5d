"""What the health page is told of anchors and of the backup's trials."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredskab.administration import health
from beredskab.administration.health import Check, Finding, Look, State
from beredskab.administration.safekeeping import anchoring

ANCHOR_MAY_BE_OLD = dt.timedelta(hours=1)


def tell_health() -> None:
    """Told once at the start."""
    health.register(Check(anchoring.NAME, gettext_lazy("Anchors of the log"), anchored, rank=65))


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
