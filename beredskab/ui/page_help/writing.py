"""Editing plans, numbers and paper."""

from django.utils.translation import gettext_lazy as _

from beredskab.ui.page_help.kinds import Help

HELP: dict[str, Help] = {
    "plans:editing": Help(
        _(
            "Drafts, what waits for approval, and numbers. Nothing here is seen by readers before it "
            "is approved."
        ),
        {"approver": _("You approve what others have written, never your own.")},
    ),
    "plans:edit_plan": Help(
        _("The draft of the next edition. Change sections, see what the check says, and hand it in.")
    ),
    "plans:shared_plans": Help(
        _(
            "A plan that several municipalities share is written by one of them. Each of the others takes "
            "its editions over and approves them itself. Nothing else is shared."
        ),
        {
            "editor": _("You take new editions over, and add blocks of your own."),
            "manager": _("You offer plans to others, and answer what others offer."),
        },
    ),
    "plans:check": Help(
        _("Red stops publishing, yellow is worth a look. Each line leads to where it is mended.")
    ),
    "plans:edit_contacts": Help(
        _("One number, many places: change it here, and pages, posters and receipts follow.")
    ),
    "plans:recommendation_gaps": Help(
        _("Some titles could not be confirmed. Look them up in the publication and write them here, once.")
    ),
    "plans:hand_in": Help(
        _("Say for each change whether it is read again, and by whom. Then somebody else approves it.")
    ),
    "plans:review": Help(
        _(
            "Read every difference. Publish, or send it back with a sentence. Whoever wrote it cannot "
            "publish it."
        )
    ),
    "plans:editions": Help(
        _("Look at what held earlier, record the council’s decision, or go back to the edition before.")
    ),
    "plans:edit_section": Help(
        _(
            "Change a block, add one, move it up or down. On the right you see it as a profession does. "
            "Readers see nothing yet."
        )
    ),
    "plans:hide_block": Help(
        _(
            "Use it when something is wrong and dangerous. It is gone for everybody at once, and a "
            "colleague looks at it within a day."
        )
    ),
    "plans:stop_languages": Help(
        _(
            "The advice in other languages. Where a language is missing or behind, readers are shown the "
            "Danish words."
        )
    ),
    "plans:record_adoption": Help(
        _("Write which edition the council adopted and when. The decision itself can be attached.")
    ),
    "plans:requirements": Help(
        _("Each line is a demand of the law. Is one not met, the line leads to where you mend it.")
    ),
    "plans:synonyms": Help(
        _(
            "One line for words that mean the same here. Begin with what people say, not with what the "
            "plan says."
        )
    ),
    "plans:import_document": Help(
        _(
            "Headings become sections. You look at each before anything is in the plan. The file itself is "
            "not kept."
        )
    ),
    "plans:own_words": Help(_("Short sentences that fit a wall. Saved, the poster is made anew with them.")),
    "plans:poster_run": Help(
        _("You can stop and go on later. What is made already and still right is not made again.")
    ),
    "plans:edit_cards": Help(
        _(
            "One card for each role, five steps at the most. What you save waits for another person, then "
            "posters follow."
        )
    ),
    "plans:look": Help(_("A colour on which text cannot be read is refused, with the reason.")),
}

# Pages that show the sentences of another one: its forms, and the same thing for others.
LIKE: dict[str, tuple[str, ...]] = {
    "plans:recommendation_gaps": ("plans:fill_gap",),
    "plans:edit_section": (
        "plans:new_section",
        "plans:edit_heading",
        "plans:new_block",
        "plans:edit_block",
        "plans:new_question",
        "plans:edit_question",
    ),
    "plans:import_document": ("plans:import_proposal",),
    "plans:shared_plans": ("plans:offer_plan", "plans:sharing", "plans:leave_sharing"),
    "plans:check": ("plans:check_plan", "plans:check_other"),
    "plans:edit_contacts": ("plans:new_contact", "plans:edit_contact"),
    "plans:edit_cards": ("plans:new_card", "plans:edit_card", "plans:translate_card"),
}
