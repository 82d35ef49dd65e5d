"""What each role does here, in five steps: the first visit, the help page and the printed sheet say the same.

Texts only. Whoever has several roles sees a guide for each; the menu and the rights are asked elsewhere.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Step:
    """One thing to do, one sentence how, and where; `path` is empty where it is no page."""

    title: StrPromise
    text: StrPromise
    path: str = ""


@dataclass(frozen=True)
class Guide:
    """The guide of a role. `slug` stands in addresses."""

    role: str
    slug: str
    title: StrPromise
    lead: StrPromise
    steps: tuple[Step, ...]
    remember: tuple[StrPromise, ...]


STAFF = Guide(
    "staff",
    "medarbejder",
    _("For everybody who meets children at work"),
    _("The portal tells you what to do when you are worried about a child, and whom to call."),
    (
        Step(
            _("Call first"),
            _("In danger: 112. Else the number at the top of the front page. A call is a notification too."),
            "/",
        ),
        Step(
            _("Then write"),
            _("Choose the word that is closest. One question at a time. ”I don't know” is an answer."),
            "/bekymring/ny/",
        ),
        Step(
            _("See that it arrived"),
            _("My notifications shows what you sent, what happens next, and questions for you."),
            "/bekymring/mine/",
        ),
        Step(
            _("Read your part of the plan"),
            _("The front page shows the sections for your work. Confirm each when you have read it."),
            "/",
        ),
        Step(
            _("Somebody comes in?"),
            _("Press Hide the screen, or Shift three times. What you wrote is saved."),
        ),
    ),
    (
        _("The duty to notify is your own. You need nobody’s permission."),
        _("Listen, do not question. Write down the child’s own words."),
        _("Is a parent suspected? Then you do not tell the parents."),
    ),
)
CASEWORKER = Guide(
    "caseworker",
    "raadgiver",
    _("For advisers who receive notifications"),
    _("The inbox puts what is most pressing on top, and keeps the deadlines with you."),
    (
        Step(
            _("Look into the inbox"),
            _("A child that is fetched today stands before a deadline tomorrow. Begin at the top."),
            "/indbakke/",
        ),
        Step(
            _("Take the case"),
            _("Opening it stops nothing. When you take it, nobody else is called for it."),
        ),
        Step(
            _("Assess within 24 hours"),
            _("Is the child in danger now? Write why, and what you did at once."),
        ),
        Step(
            _("Send the receipt"),
            _("Within six working days. The portal counts them, with holidays."),
        ),
        Step(
            _("Decide and hand over"),
            _("The screening ends in a decision. Close when the case system has the case."),
        ),
    ),
    (
        _("Every opening is logged, with its purpose. Open what is yours to handle."),
        _("Do you know somebody in the case? Step aside. The button is on the case."),
        _("A mail never says what it is about. Do not write it either."),
    ),
)
LEADER = Guide(
    "leader",
    "leder",
    _("For leaders of a unit"),
    _("You make sure that everybody knows the plan. What they notify, you do not see here."),
    (
        Step(
            _("See who has read"),
            _("Per section and person. Grey means that it is not for them."),
            "/leder/laest/",
        ),
        Step(
            _("Remind"),
            _("One button reminds everybody who is missing. The mail names nobody."),
            "/leder/laest/",
        ),
        Step(
            _("Talk about it together"),
            _("Print the sheet for the staff meeting, and write down that you held it."),
            "/leder/formidling/",
        ),
        Step(
            _("Hang the poster"),
            _("Print it, write in which room it hangs. You hear when it is out of date."),
            "/plakater/vaegge/",
        ),
        Step(
            _("Keep your people right"),
            _("Who comes, who is away, who leaves: you say it yourself."),
            "/leder/medarbejdere/",
        ),
    ),
    (
        _("An employee notifies without asking you. Never ask them to wait."),
        _("A suspicion against you or one of yours passes you by. That protects you as well."),
        _("Do not question the child, and do not talk to whoever is suspected, before you are advised."),
    ),
)
EDITOR = Guide(
    "editor",
    "redaktoer",
    _("For editors of the plan"),
    _("You write and keep the plan right. Nothing is shown before another person has approved it."),
    (
        Step(
            _("Write in the draft"),
            _("Block by block. Short sentences: the number for LIX tells you how heavy a text is."),
            "/redaktion/",
        ),
        Step(
            _("Mend what the check finds"),
            _("Red stops publishing, yellow is worth a look. Each line leads to its place."),
            "/redaktion/tjek/",
        ),
        Step(
            _("Say who reads it again"),
            _("A misspelling asks nobody. Something new asks those it is for."),
        ),
        Step(
            _("Hand it in"),
            _("An approver reads, and publishes or sends back."),
            "/redaktion/",
        ),
        Step(
            _("Keep the numbers right"),
            _("A number stands in one place. Change it there, and pages and posters follow."),
            "/redaktion/kontakter/",
        ),
    ),
    (
        _("Nobody publishes alone."),
        _("Never write about a real child, not even as an example."),
        _("A wrong number can cost an hour. Call it before you save."),
    ),
)
MANAGER = Guide(
    "manager",
    "chef",
    _("For managers"),
    _("You see whether plan, people and deadlines hold together. You read no notification."),
    (
        Step(
            _("Follow the 15 recommendations"),
            _("One word, one sentence, one date for each. Old answers are marked."),
            "/status/",
        ),
        Step(
            _("Follow the measures"),
            _("Ask those who answer for them. They reply without more than a link and a login."),
            "/status/",
        ),
        Step(
            _("Approve who receives what"),
            _("One suggests, another approves. You see beforehand what would move."),
            "/fordeling/",
        ),
        Step(
            _("See that somebody is on duty"),
            _("A day without anybody is red."),
            "/vagt/",
        ),
        Step(
            _("Look at the figures"),
            _("Numbers under five are hidden, so that nobody is recognised."),
            "/statistik/",
        ),
    ),
    (
        _("What is dangerous takes two: routing, teams, login, keys, how long cases stay."),
        _("The plan is to be adopted again every four years at the latest."),
        _("Test the way of a notification after each change."),
    ),
)
ADMINISTRATOR = Guide(
    "administrator",
    "administrator",
    _("For administrators"),
    _("You run everything and open no notification."),
    (
        Step(
            _("Walk through the start"),
            _("Each step is green when it is true. It says who does it, and where."),
            "/administration/kom-i-gang/",
        ),
        Step(
            _("Look each morning how it runs"),
            _("Worker, mail, keys, backup. Each line says what to do."),
            "/administration/drift/",
        ),
        Step(
            _("Keep people right"),
            _("Take in the list. Nobody leaves by a short list without your yes."),
            "/administration/medarbejdere/",
        ),
        Step(
            _("Set up the login"),
            _("Which job function gives which role. Another person approves it."),
            "/administration/login/",
        ),
        Step(
            _("Decide what the municipality decides"),
            _("Languages, working days, log-off, words of mails. Each change stands in the log."),
            "/administration/indstillinger/",
        ),
    ),
    (
        _("Nothing dangerous is done alone. Have a colleague who is administrator as well."),
        _("Never ask for the name of a child, a screenshot or a reference."),
        _("A backup counts when you have brought it back."),
    ),
)

#: The more special role first: it is the one whose first visit is shown.
GUIDES: tuple[Guide, ...] = (ADMINISTRATOR, CASEWORKER, MANAGER, EDITOR, LEADER, STAFF)
BY_SLUG = {guide.slug: guide for guide in GUIDES}


def guides_of(roles: frozenset[str]) -> list[Guide]:
    """The guides for somebody with these roles, the one for everybody last."""
    return [guide for guide in GUIDES if guide.role in roles or guide is STAFF]


def first_visit(roles: frozenset[str], welcomed: list[str]) -> Guide | None:
    """The guide of a role that somebody has not been welcomed to yet; None when there is none."""
    return next((guide for guide in guides_of(roles) if guide.role not in welcomed), None)
