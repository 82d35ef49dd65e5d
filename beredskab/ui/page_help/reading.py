"""Front page, plans, reading, walls and the annual wheel."""

from django.utils.translation import gettext_lazy as _

from beredskab.ui.page_help.kinds import Help

HELP: dict[str, Help] = {
    "home": Help(
        _("Numbers first, then your worry, then what you have to read. The order is the same for everybody."),
        {
            "caseworker": _("Your tasks show how much waits in the inbox of your team."),
            "approver": _("Your tasks show what waits for your approval."),
        },
    ),
    "plans:index": Help(_("The plans of the municipality. Choose one, or search in all of them.")),
    "plans:plan": Help(
        _("The sections of the plan. Those marked as yours are for your profession; you may read them all.")
    ),
    "plans:section": Help(
        _(
            "Read the section and confirm it at the end. You are asked again only when something "
            "important changes."
        ),
        {
            "editor": _(
                "You change the text under Editing. Readers see it when another person has approved it."
            ),
            "leader": _("You see who of your unit has confirmed it under Who has read?"),
        },
    ),
    "plans:search": Help(
        _("Searches plans and contacts, in all forms of a word. It never searches notifications.")
    ),
    "plans:contacts": Help(
        _("Press a number to call. Amber means that nobody has confirmed the number in the last half year."),
        {"editor": _("You change and confirm numbers under Editing, Contacts.")},
    ),
    "plans:posters": Help(
        _(
            "Print the poster for your workplace. The code on it opens the same card on a phone, "
            "without login."
        )
    ),
    "plans:leader": Help(_("Your unit: who has read, what hangs on the walls, what you have talked about.")),
    "plans:who_has_read": Help(
        _(
            "A mark for each person and section. Grey: not for that profession. You may remind those "
            "who are missing."
        )
    ),
    "plans:edition": Help(
        _(
            "An edition as it was, so that one can see later what held on a day. What holds today stands "
            "under the plan itself."
        )
    ),
    "plans:versions": Help(
        _("What changed in this section and when, the newest first. You need not read it again here.")
    ),
    "plans:my_contacts": Help(
        _("Call each number. Is it right, press that it is; is it not, mend it at once.")
    ),
    "plans:outage": Help(
        _(
            "Print the kit of your unit while the network is up, and lay it where everybody finds it "
            "without the portal."
        )
    ),
    "plans:walls": Help(
        _(
            "Each poster that hangs, and whether it still says what is right. One that is out of date is "
            "marked."
        )
    ),
    "plans:yearly": Help(
        _("Open a turn to say what became of it. What nobody has told about the day after stands as missed.")
    ),
    "plans:yearly_address": Help(
        _(
            "Copy the address into your calendar. It is shown once. Whoever has it can read it, so give it "
            "to nobody."
        )
    ),
    "plans:leavers": Help(
        _(
            "What somebody had read when they left. It is kept so that the municipality can show it, and "
            "nobody is reminded."
        )
    ),
    "plans:heat_map": Help(
        _(
            "Where many answer differently the plan is hard to follow: talk about it together. You never "
            "see who answered what."
        )
    ),
    "plans:disseminations": Help(
        _(
            "Write down each time you have talked about the plan, and who was there. A mistake can be "
            "taken back."
        )
    ),
    "plans:my_reading": Help(
        _("What you have confirmed and what is left. Your leader sees the same about you, and nothing more.")
    ),
    "plans:news": Help(
        _(
            "Read what is marked as new, and confirm each section. What you knew already you need not read "
            "again."
        )
    ),
}

# Pages that show the sentences of another one: its forms, and the same thing for others.
LIKE: dict[str, tuple[str, ...]] = {
    "plans:walls": ("plans:wall",),
    "plans:yearly": (
        "plans:new_yearly_task",
        "plans:yearly_task",
        "plans:edit_yearly_task",
        "plans:yearly_turn",
    ),
    "plans:yearly_address": ("notifications:calendar",),
    "plans:who_has_read": ("plans:reading_history",),
    "plans:disseminations": ("plans:record_dissemination", "plans:dissemination"),
}
