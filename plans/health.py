"""What the pages of the administration are told of the plans: last night's look at them, what lapses."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beredskab.administration.health import Check, Finding, Look, State, register
from beredskab.administration.personal_data import register_days
from plans.checking import SEEN
from plans.editing import proposals


def tell() -> None:
    """Told once at the start."""
    register_days("uploads", lambda place: [(gettext_lazy("A document that waits"), proposals.KEPT)])
    register(Check("plans", gettext_lazy("Plans"), is_well, rank=80, is_local=True))


def is_well(look: Look) -> Finding:
    """What stops publishing is the editor's matter; that nobody looks any more is the operator's."""
    seen = look.seen.get(f"{SEEN}{look.municipality.pk}")
    if seen is None:
        return Finding(
            State.ABSENT,
            _("Nobody has looked at the plans yet. The worker does it at night, once a plan is published."),
            _("The command looks at once:"),
            command="bin/manage lint_plan",
        )
    if (look.at - seen.at).days >= 2:
        return Finding(
            State.UNWELL,
            _("Nobody looks at the plans any more."),
            _("See whether the worker runs."),
            at=seen.at,
        )
    if seen.is_well:
        return Finding(State.WELL, _("No plan has a fault that stops publishing."), at=seen.at)
    kinds = len(seen.told.get("red", ()))
    told = ngettext(
        "%(count)d kind of fault stops publishing.", "%(count)d kinds of faults stop publishing.", kinds
    )
    return Finding(
        State.LOOK,
        told % {"count": kinds},
        _("Ask an editor to look at the check of the plans, under Editing."),
        at=seen.at,
    )
