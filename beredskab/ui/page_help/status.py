"""Recommendations, action plans and reports."""

from django.utils.translation import gettext_lazy as _

from beredskab.ui.page_help.kinds import Help

HELP: dict[str, Help] = {
    "plans:status": Help(
        _("How far the municipality is with the recommendations. Each has a word, a sentence and a date."),
        {"manager": _("You write the status. Earlier answers stay and can be read.")},
    ),
    "plans:my_measures": Help(_("The measures you answer for. One word and one sentence are enough.")),
    "plans:status_recommendation": Help(
        _("Each level has its own word and date. Earlier answers stay, so that one can see how it went.")
    ),
    "plans:set_recommendation_status": Help(
        _(
            "Choose the word that is true, not the one you wish for. Say in one sentence why, and what "
            "comes next."
        )
    ),
    "plans:frameworks": Help(
        _(
            "What is followed stays as it is; a new version begins as a draft. The national "
            "recommendations are not changed here."
        )
    ),
    "plans:measure": Help(
        _("Say how far it is, add what shows it, and name who does what. What was said before stays.")
    ),
    "plans:action_plan": Help(
        _("Open a measure to say how far it is. What nobody has told about for long is marked as old.")
    ),
    "plans:roll_over": Help(
        _("Judge each measure: done, goes on, or dropped with a reason. You may stop and go on another day.")
    ),
    "plans:take_in_measures": Help(
        _(
            "One measure on each line. Look at what becomes of it before you say yes; the same table twice "
            "changes nothing."
        )
    ),
    "plans:committee": Help(
        _("Made for a meeting: what has to be decided stands first. It prints as it stands here.")
    ),
    "plans:status_country": Help(
        _(
            "How many municipalities have come how far with each recommendation. Beside them stands yours; "
            "no other one is named."
        )
    ),
    "plans:status_figures": Help(
        _(
            "The portal counts, you say what the number shows. A figure that nobody has confirmed for long "
            "is no proof."
        )
    ),
    "plans:status_rounds": Help(
        _(
            "Choose the day the answers are about, and the day they are due. Whoever has not answered is "
            "reminded by itself."
        )
    ),
    "plans:answer_round": Help(
        _("One word and one sentence for each measure. You may come back until the last day.")
    ),
    "plans:status_reports": Help(
        _("Make a report, read it, and let somebody else approve it. From then on it never changes.")
    ),
}

# Pages that show the sentences of another one: its forms, and the same thing for others.
LIKE: dict[str, tuple[str, ...]] = {
    "plans:status": ("plans:status_recommendations", "plans:framework_status"),
    "plans:status_recommendation": ("plans:framework_recommendation",),
    "plans:set_recommendation_status": ("plans:set_framework_status",),
    "plans:frameworks": (
        "plans:new_framework",
        "plans:edit_framework",
        "plans:framework_facts",
        "plans:new_focus_area",
        "plans:new_recommendation",
        "plans:edit_focus_area",
        "plans:edit_recommendation",
    ),
    "plans:measure": (
        "plans:my_measure",
        "plans:edit_measure",
        "plans:measure_evidence",
        "plans:measure_responsible",
        "plans:new_measure",
    ),
    "plans:action_plan": ("plans:action_plans", "plans:new_action_plan", "plans:edit_action_plan"),
    "plans:status_rounds": (
        "plans:new_status_round",
        "plans:status_round",
        "plans:reopen_round",
        "plans:answer_round_together",
        "plans:send_back_round_answer",
    ),
    "plans:status_reports": ("plans:new_status_report", "plans:compare_reports", "plans:status_report"),
}
