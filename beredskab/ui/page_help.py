"""A few sentences for each kind of page: what it is for and what one does here, by the name of its address.

`roles` adds what only some may do here. A page without words has no help line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Help:
    """What a page is for, and what somebody with a role may do here besides."""

    text: StrPromise
    roles: Mapping[str, StrPromise] = field(default_factory=dict)

    def lines(self, roles: frozenset[str]) -> list[StrPromise]:
        """The sentences for somebody with these roles."""
        return [self.text, *(text for role, text in self.roles.items() if role in roles)]


_ADMINISTRATION = _("You run the portal here. Nothing on these pages shows a notification.")

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
    "notifications:file": Help(
        _("Answer what you know. You can stop at any time. The draft is yours alone.")
    ),
    "notifications:mine": Help(
        _("What you have begun and what you have sent. Nobody else at your workplace sees this list.")
    ),
    "notifications:inbox": Help(
        _(
            "What is most pressing stands on top. The clock shows what is left of the 24 hours or "
            "the six days."
        ),
        {"team_leader": _("You lead a team: the rota and absences are under Rota.")},
    ),
    "notifications:concern": Help(
        _("The next step stands at the top. Every opening of this page is logged, and the team can see it.")
    ),
    "notifications:closed": Help(_("Closed cases of your team, until they are deleted.")),
    "notifications:rota": Help(
        _("Who holds the inbox on which day, and who steps in. Red is a day without anybody.")
    ),
    "notifications:routing": Help(
        _(
            "The first rule that fits decides, unless its team is part of the suspicion. Test it "
            "after each change."
        ),
        {"manager": _("You may suggest a new table. Another person approves it.")},
    ),
    "notifications:statistics": Help(
        _(
            "Counts without names. Numbers under five are hidden, also those from which they could "
            "be worked out."
        )
    ),
    "plans:leader": Help(_("Your unit: who has read, what hangs on the walls, what you have talked about.")),
    "plans:who_has_read": Help(
        _(
            "A mark for each person and section. Grey: not for that profession. You may remind those "
            "who are missing."
        )
    ),
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
    "plans:check": Help(
        _("Red stops publishing, yellow is worth a look. Each line leads to where it is mended.")
    ),
    "plans:edit_contacts": Help(
        _("One number, many places: change it here, and pages, posters and receipts follow.")
    ),
    "plans:status": Help(
        _("How far the municipality is with the recommendations. Each has a word, a sentence and a date."),
        {"manager": _("You write the status. Earlier answers stay and can be read.")},
    ),
    "plans:my_measures": Help(_("The measures you answer for. One word and one sentence are enough.")),
    "administration:home": Help(_ADMINISTRATION),
    "administration:start": Help(
        _("A step is done when the database says so. A link is shown to whoever may go there.")
    ),
    "administration:operation": Help(
        _("What needs somebody stands on top. The page never says how many notifications there are.")
    ),
    "administration:people": Help(
        _("Everybody with a login. The staff office’s list is the source; change there first.")
    ),
    "administration:units": Help(_ADMINISTRATION),
    "administration:settings": Help(
        _("What you change holds at once, and stands in the log. A deadline that runs keeps its day.")
    ),
    "administration:rules": Help(_("You suggest, another person approves. Until then nothing has changed.")),
    "administration:mail_texts": Help(
        _("Own words for reminders. The mail about a notification is the same for everybody, for ever.")
    ),
    "administration:mine": Help(_("What the portal knows about you, and what is yours.")),
    "signin:providers": Help(
        _("You suggest, another person approves. Whoever could change it alone could sign in as anybody.")
    ),
}


def help_for(view_name: str, roles: frozenset[str]) -> list[StrPromise]:
    """The sentences for this page and these roles; empty where there is nothing to say."""
    found = HELP.get(view_name)
    return found.lines(roles) if found else []
