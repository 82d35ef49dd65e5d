"""The filer's receipt: what happens now, with dates, and what to do. On the page and on paper.

Every sentence is made here and passes the guard on words, so that the page, the PDF without names
and the full copy can never differ in whom they send the filer to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredskab.organisation.models import Contact
from beredskab.ui.phones import phone_text
from notifications import deadlines
from notifications.case.letters import TOLD_MORE
from notifications.drafting.answers import Stored, hidden_phones
from notifications.guide.afterwards import Line, told
from notifications.guide.answers import Answers
from notifications.guide.wording import in_sentence, spare_leader
from notifications.models import Concern, Deadline
from notifications.numbers.calling import Calls
from notifications.other_teams.forwarding import SentOn
from notifications.vocabulary import DeadlineKind, Notifier, Question

HEAD, FAMILY, ON_CALL, POLICE, APPEAL, HELP = (
    "fagchef",
    "familieraadgivningen",
    "sociale-vagt",
    "politi-114",
    "ankestyrelsen",
    "psykologordning",
)

WORDS: dict[Line, object] = {
    Line.TELL_LEADER: gettext_lazy(
        "Tell your leader that you have notified. The portal does not do it for you."
    ),
    Line.TELL_HEAD: gettext_lazy("Tell %(head)s that you have notified: %(head_number)s."),
    Line.NOT_THE_LEADER: gettext_lazy("Do not tell the leader. Your contact is %(head)s: %(head_number)s."),
    Line.NEED_TO_KNOW: gettext_lazy("Only talk with those who need to know."),
    Line.NOT_THE_PARENTS: gettext_lazy("Continue to tell the parents nothing."),
    Line.NOT_THE_FAMILY: gettext_lazy("Do not contact the family or its network."),
    Line.ASK_BEFORE_PARENTS: gettext_lazy(
        "Ask %(family)s before anybody talks with the parents: %(family_number)s."
    ),
    Line.NOT_THE_EMPLOYEE: gettext_lazy("Do not talk with the employee about it."),
    Line.NOT_COLLEAGUES: gettext_lazy("Do not tell colleagues, and do not look into it yourself."),
    Line.NOT_THE_PLACEMENT: gettext_lazy("Do not talk with the foster family or the place about it."),
    Line.NOT_THE_OTHER_NAME: gettext_lazy("Do not say the other child's name."),
    Line.DELETE_NOTHING: gettext_lazy("Delete nothing. Take no pictures of the screen."),
    Line.NO_SHARED_MESSAGES: gettext_lazy("Do not write about it in messages both parents read."),
    Line.BE_THERE: gettext_lazy("Be there for the child as you always are. Do not ask more."),
    Line.BE_THERE_UNBORN: gettext_lazy("Be there for the pregnant woman as you always are."),
    Line.MORE: gettext_lazy(
        "If you see or hear more, write it down and notify again. If it is urgent, call."
    ),
    Line.HELP_LEADER: gettext_lazy(
        "It can be hard. You may get help: your leader, your shop steward, %(help)s."
    ),
    Line.HELP: gettext_lazy("It can be hard. You may get help: your shop steward, %(help)s."),
    Line.HELP_OUTSIDE: gettext_lazy("It can be hard. You may get help: %(help)s."),
    Line.TELL_CALLER: gettext_lazy(
        "Give the reference to whoever notified. With it they can tell more, and have it confirmed."
    ),
    Line.APPEAL: gettext_lazy("Then you can notify Ankestyrelsen: %(appeal_number)s"),
}


@dataclass(frozen=True)
class Happening:
    """A line of »this happens now«; ``done`` for what has happened already."""

    when: str
    what: str
    done: bool = False


@dataclass(frozen=True)
class Call:
    """What stands first on the page while it holds: a call that sending does not replace."""

    heading: str
    words: str
    is_last_resort: bool = False


@dataclass(frozen=True)
class Receipt:
    """Everything on the receipt, in the language that is active."""

    reference: str
    sent: str
    receiver: str
    happenings: tuple[Happening, ...]
    points: tuple[str, ...]
    appeal: str
    call: Call | None = None
    also: str = ""
    fingerprint: str = ""
    sent_in_digits: str = ""  # as the page that confirms it wants the time typed
    is_taken_down: bool = False  # for somebody else: »your notification« is not the reader's

    def sentences(self) -> tuple[str, ...]:
        """Every sentence that tells the filer what to do."""
        call = (self.call.heading, self.call.words) if self.call else ()
        return tuple(filter(None, (*call, self.also, *self.points, self.appeal)))


NOTHING_TO_CALL = Calls()


def receipt_of(
    concern: Concern,
    a: Answers,
    stored: Stored,
    contacts: Mapping[str, Contact],
    sent_on: SentOn | None = None,
    calls: Calls = NOTHING_TO_CALL,
    fingerprint: str = "",
) -> Receipt:
    """The receipt of a sent concern. ``contacts`` are the municipality's in force, by slug.

    ``sent_on``: to the municipality that is responsible, when it was. ``calls``: besides sending, now.
    """
    assert concern.received_at is not None, "it is sent"
    advice = told(a)
    names = names_of(contacts, concern, hidden=hidden_phones(stored, a))
    points = tuple(sentence(point, names, a) for point in advice.points)
    also = also_call(calls, contacts)
    zone = ZoneInfo(concern.municipality.timezone)
    return Receipt(
        reference=concern.reference or "",
        sent=deadlines.moment_in_words(concern.received_at.astimezone(zone)),
        receiver=names["receiver"],
        happenings=_with_elsewhere(_happenings(concern, names["receiver"], zone), stored, sent_on, zone),
        points=points,
        appeal=sentence((advice.appeal,), names, a) if advice.appeal else "",
        call=first_call(calls, contacts, is_taken_down=a.is_taken_down),
        also="" if _stands_in(points, calls, contacts) else also,
        fingerprint=fingerprint,
        sent_in_digits=f"{concern.received_at.astimezone(zone):%d.%m.%Y %H.%M}",
        is_taken_down=concern.is_taken_down,
    )


def first_call(calls: Calls, contacts: Mapping[str, Contact], *, is_taken_down: bool = False) -> Call | None:
    """The call that comes before everything else; the same words before sending and after it.

    Whoever takes a call at night may be the one on call: they are not told to call themselves.
    """
    if calls.last_resort:
        words = _("Nobody who usually receives notifications can handle this one. Call %(name)s: %(number)s.")
        ask = _("Say that you have notified or are about to.")
        return Call(_("Call now."), f"{words % _called(contacts, calls.last_resort)} {ask}", True)
    if calls.unanswered:
        words = _("It has arrived, and the portal goes on calling for somebody. Call %(name)s: %(number)s.")
        return Call(_("Nobody has taken it yet."), words % _called(contacts, calls.unanswered))
    if calls.closed and calls.is_acute and not is_taken_down:
        words = _("It is closed now, and this cannot wait until it is read here. Call %(name)s: %(number)s.")
        return Call(_("Call now."), words % _called(contacts, calls.closed))
    if calls.closed and is_taken_down:
        words = _("If it cannot wait, %(name)s has to know now: %(number)s. If that is you, take the case.")
        return Call(_("It is closed now."), words % _called(contacts, calls.closed))
    if calls.closed:
        words = _("If it cannot wait, call %(name)s: %(number)s.")
        return Call(_("It is closed now."), words % _called(contacts, calls.closed))
    return None


def also_call(calls: Calls, contacts: Mapping[str, Contact]) -> str:
    """»Call … as well«: the number of the rule that fits, "" where there is none."""
    if not calls.also:
        return ""
    if calls.is_acute:
        words = _("Call %(name)s now as well: %(number)s.")
    elif calls.is_today:
        words = _("Call %(name)s today as well: %(number)s.")
    else:
        words = _("If it is urgent, call %(name)s as well: %(number)s.")
    return words % _called(contacts, calls.also)


def _called(contacts: Mapping[str, Contact], slug: str) -> dict[str, str]:
    contact = contacts.get(slug)
    if contact is None or not contact.phone:
        return {"name": _("the police"), "number": "114"}
    return {"name": in_sentence(contact.function), "number": phone_text(contact.phone)}


def _stands_in(points: tuple[str, ...], calls: Calls, contacts: Mapping[str, Contact]) -> bool:
    """Whether the points send there already, and nothing is more pressing than that."""
    number = _number(contacts, calls.also)
    return bool(number) and not calls.is_acute and any(number in point for point in points)


def sentence(lines: tuple[Line, ...], names: Mapping[str, str], a: Answers) -> str:
    """The words of one point. A leader who is kept out is taken out of every text once more."""
    text = " ".join(str(WORDS[line]) % names for line in lines)
    return spare_leader(text) if a.leader_out else text


def names_of(
    contacts: Mapping[str, Contact], concern: Concern, *, hidden: frozenset[str] = frozenset()
) -> dict[str, str]:
    """The functions and numbers of the sentences. A hidden number gives way to a safe one (rule N-29)."""

    def safe(*wanted: Contact | None) -> Contact | None:
        return next((one for one in wanted if one and one.phone and one.slug not in hidden), None)

    family = safe(*(contacts.get(slug) for slug in (FAMILY, ON_CALL, POLICE)))
    head = contacts.get(HEAD)
    unit = concern.filer_unit
    if unit is not None and unit.is_private and unit.supervision_contact is not None:
        head = unit.supervision_contact
    head = safe(head, family)
    receiver = contacts.get(FAMILY)
    contacts = {slug: one for slug, one in contacts.items() if slug not in hidden}
    return {
        "receiver": receiver.function if receiver else _("the social services"),
        "head": in_sentence(head.function) if head else _("the social services"),
        "head_number": phone_text(head.phone) if head else "114",
        "family": in_sentence(family.function) if family else _("the social services"),
        "family_number": phone_text(family.phone) if family else "114",
        "appeal_number": _number(contacts, APPEAL),
        "help": _with_number(contacts, HELP) or _("your municipality's help for staff"),
    }


def _happenings(concern: Concern, receiver: str, zone: ZoneInfo) -> tuple[Happening, ...]:
    assert concern.received_at is not None, "it is sent"
    clocks = deadlines.of(concern)
    assessed = clocks[DeadlineKind.ASSESSMENT]
    due = deadlines.moment_in_words(assessed.due_at.astimezone(zone))
    has_it = (
        _("%(team)s has the notification")
        if concern.is_taken_down
        else _("%(team)s has received your notification")
    )
    return (
        Happening(
            deadlines.moment_in_words(concern.received_at.astimezone(zone)),
            has_it % {"team": receiver},
            done=True,
        ),
        Happening(
            _("at the latest %(when)s") % {"when": due},
            _("They assess whether the child needs help now (24 hours)"),
            done=assessed.met_at is not None,
        ),
        *_told_later(concern, clocks[DeadlineKind.RECEIPT], zone),
    )


def _told_later(concern: Concern, receipt: Deadline, zone: ZoneInfo) -> tuple[Happening, ...]:
    """The municipality's receipt and what comes after it: to a filer, or to whom a filer took it down for."""
    notifier = Notifier(concern.notifier)
    if notifier is Notifier.ANONYMOUS:
        return ()
    due_on = receipt.due_on or receipt.due_at.astimezone(zone).date()
    when = _("at the latest %(when)s") % {"when": deadlines.day_in_words(due_on)}
    is_met = receipt.met_at is not None
    if not concern.is_taken_down:
        after = _(
            "You are usually told whether the case leads to an examination or help. You are told no details."
        )
        return (
            Happening(when, _("You get a receipt (6 working days)"), done=is_met),
            Happening(_("After that"), after),
        )
    first = Happening(when, _("Whoever notified gets a receipt (6 working days)"), done=is_met)
    if notifier not in TOLD_MORE:
        return (first,)
    after = _(
        "Whoever notified is usually told whether the case leads to an examination or help, no details."
    )
    return (first, Happening(_("After that"), after))


def _with_elsewhere(
    line: tuple[Happening, ...], stored: Stored, sent_on: SentOn | None, zone: ZoneInfo
) -> tuple[Happening, ...]:
    """Another municipality is responsible: that is »done« only when somebody there has accepted it (N-62)."""
    if sent_on is None and stored.of(Question.CHILD).one("elsewhere") != "yes":
        return line
    if sent_on is not None and sent_on.accepted_at is not None:
        when = deadlines.moment_in_words(sent_on.accepted_at.astimezone(zone))
        step = Happening(when, _("The child's municipality has accepted it"), done=True)
    else:
        step = Happening(
            _("As soon as possible"),
            _("It is sent on to the child's municipality. It stands here when they have accepted it."),
        )
    return (*line[:2], step, *line[2:])


def _number(contacts: Mapping[str, Contact], slug: str) -> str:
    contact = contacts.get(slug)
    return phone_text(contact.phone) if contact and contact.phone else ""


def _with_number(contacts: Mapping[str, Contact], slug: str) -> str:
    contact = contacts.get(slug)
    if contact is None or not contact.phone:
        return ""
    function = contact.function.split(":")[0]
    return f"{in_sentence(function)} {phone_text(contact.phone)}"
