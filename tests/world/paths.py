"""What stands in the gaps of the portal's paths."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from notifications.models import DrillCase, DrillPlayer
from plans.models import (
    PlanFile,
)
from tests.routes import Route
from tests.world.story import NO_CONCERN

if TYPE_CHECKING:
    from tests.world import World


def known_of(world: "World", route: Route) -> dict[str, Any]:
    """Everything that stands in a gap of some path; what only this one means last."""
    return {
        "plan": world.plan.slug,
        "section": world.section.slug,
        "number": 1,
        "role": "paedagog",
        "level": "organisation",
        "measure": world.measure.pk,
        "contact": world.contact.pk,
        "key": world.block.key,
        "concern": world.sent,
        "consultation": world.consultation,
        "note": NO_CONCERN,
        "draft": world.draft,
        "step": "fare",
        "unit": world.town.kindergarten.slug,
        "staff": world.people["anna"].pk,
        "person": world.people["anna"].pk,
        "token": "none",
        "check": "fordeling",
        "sheet": "lommekort",
        "intervention": world.intervention.pk,
        "ending": "csv",
        "team": "modtagelsen",
        "absence": NO_CONCERN,
        "dissemination": world.dissemination,
        "file": PlanFile.objects.filter(plan=world.plan).values_list("pk", flat=True)[0],
        "proposal": world.proposal,
        "letter": "kvittering",
        "notifier": "privat",
        "glass": NO_CONCERN,
        "secret": "none",
        **({"check": NO_CONCERN} if route.name == "notifications:judge_reading" else {}),
        "kind": "json",
        "responsible": world.responsible,
        "evidence_id": world.evidence,
        "fact": "meetings",
        "framework": world.framework.pk,
        "yearly": world.yearly.pk,
        "day": world.yearly.first_on.isoformat(),
        "year": 2026,
        "area": world.framework.focus_areas.values_list("pk", flat=True)[0],
        "recommendation": world.framework.recommendations.values_list("pk", flat=True)[0],
        "round_id": world.round.pk,
        "question": world.round.questions.values_list("pk", flat=True)[0],
        "list": world.staff_list,
        "provider": "kommunen",
        "change": NO_CONCERN,
        "system": NO_CONCERN,
        "hook": NO_CONCERN,
        "delivery": NO_CONCERN,
        "mapping": NO_CONCERN,
        "user": "0",
        "name": "none",
        "group": NO_CONCERN,
        "rest": "v1/none",
        "line": NO_CONCERN,
        "profession": "paedagog",
        "job": world.people["anna"].memberships.values_list("pk", flat=True)[0],
        "answer": NO_CONCERN,
        "language": "nb",
        "drill": world.drills["finished"].pk,
        "sharing": world.sharing,
        "scenario": "egen",
        "gap": "claimed",
        "player": DrillPlayer.objects.get(drill=world.drills["running"], staff=world.people["anna"]).pk,
        "drill_case": DrillCase.objects.get(drill=world.drills["running"]).pk,
        "hanging": world.hanging.pk,
        **OF_ROUTE.get(route.name, lambda world: {})(world),
    }


OF_ROUTE: dict[str, Callable[["World"], dict[str, Any]]] = {
    **{
        f"notifications:{name}_drill": lambda world: {"drill": world.drills["planned"].pk}
        for name in ("change", "start", "stop")
    },
    "notifications:finish_drill": lambda world: {"drill": world.drills["running"].pk},
    **{
        f"plans:{name}": lambda world: {"plan": world.action_plan.pk}
        for name in (
            "action_plan",
            "edit_action_plan",
            "new_measure",
            "take_in_measures",
            "export_measures",
            "roll_over",
        )
    },
    "administration:mail_text": lambda world: {"kind": "reading_reminder"},
    "notifications:correct_note": lambda world: {"note": world.note},
    "notifications:routing_proposal": lambda world: {"proposal": world.route_proposal},
    **{
        f"notifications:{name}": lambda world: {"file": world.attachment}
        for name in ("remove_file", "case_file_page")
    },
    "notifications:file_page": lambda world: {"draft": world.sent, "file": world.attachment},
    "plans:plan_sheet": lambda world: {"sheet": "paa-en-side"},
    **{
        f"plans:{name}": lambda world: {"section": world.section.pk, "question": "proev-dig-selv"}
        for name in ("edit_question", "remove_question")
    },
    "plans:answer_round": lambda world: {"token": world.round.links.get().token},
    "plans:withdraw_figure_evidence": lambda world: {"evidence_id": world.figure_evidence},
    "plans:fill_gap": lambda world: {"number": 3},
    **{
        f"plans:{name}": lambda world: {"section": world.section.pk}
        for name in (
            "edit_section",
            "edit_heading",
            "new_block",
            "edit_block",
            "move_block",
            "remove_block",
            "hide_block",
            "place_section",
            "new_question",
        )
    },
    **{
        f"notifications:{name}": lambda world: {"draft": world.sent}
        for name in ("receipt", "receipt_pdf", "sheet", "full_copy", "full_copy_pdf", "files")
    },
}
