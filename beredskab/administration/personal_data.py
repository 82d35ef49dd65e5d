"""What the portal keeps about people, in words: generated from what the models declare as `personal`.

A model whose fields are personal belongs to one group below; tests/test_consistency.py fails for a model or
a field without words. Models are named by label, because administration imports neither plans nor concerns.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beredskab.administration.personal_fields import FIELDS, Words
from beredskab.organisation.models import Municipality


@dataclass(frozen=True)
class Group:
    """Personal data kept for one purpose. `kept` says how long, and what happens then.

    Times that the code or the municipality decides are not written here: see `register_days`.
    """

    slug: str
    title: Words
    about: Words
    purpose: Words
    seen_by: Words
    kept: Words
    models: tuple[str, ...]
    is_sealed: bool = False


GROUPS: tuple[Group, ...] = (
    Group(
        "notifications",
        _("Notifications about a child"),
        _("The child, the family, whoever is suspected, and whoever notifies"),
        _("To receive a notification, protect the child in time and document what was done."),
        _(
            "Whoever notified, and the team that received it. Nobody who is suspected, no leader as leader, "
            "and nobody who runs the portal. Every opening is written down before the text is shown."
        ),
        _(
            "A sent notification is deleted when the case is closed, the municipality's own case system has "
            "confirmed that it has it, and the time that the municipality has decided is over. Nothing is "
            "deleted before that confirmation."
        ),
        (
            "notifications.Concern",
            "notifications.Answer",
            "notifications.Assessment",
            "notifications.Decision",
            "notifications.Note",
            "notifications.Message",
            "notifications.Forwarding",
            "notifications.Attachment",
            "notifications.AttachmentPage",
            "notifications.Observation",
            "notifications.RescuedPost",
            "notifications.Handover",
            "notifications.ReadingCheck",
            "notifications.ChildIndex",
            "notifications.Transfer",
            "notifications.BrokenGlass",
        ),
        is_sealed=True,
    ),
    Group(
        "sparring",
        _("Questions without a name"),
        _("Whoever asks; a child that nobody names"),
        _("To get advice before it is clear whether to notify."),
        _(
            "Whoever asked, and the team that answers. Nobody at the same workplace when it may be a "
            "colleague."
        ),
        _("Deleted by itself."),
        ("notifications.Consultation", "notifications.ConsultationLine"),
        is_sealed=True,
    ),
    Group(
        "kept-out",
        _("Who is kept out of a notification"),
        _("Employees whom a suspicion is directed against, their leaders, and named readers"),
        _("So that nobody reads, or learns of, a notification that is about themselves."),
        _("The team that received the notification."),
        _("As long as the notification."),
        ("access.Exclusion", "access.NamedReader"),
    ),
    Group(
        "staff",
        _("Employees with a login"),
        _("Employees"),
        _("So that everybody reads what their work asks for, and is let in to no more than that."),
        _("Whoever administers the portal; leaders see the people of their own unit."),
        _("As long as the person has a login, and then as long as something they did is kept."),
        (
            "organisation.Staff",
            "administration.StaffList",
            "administration.RightRequest",
            "administration.PersonChange",
            "administration.RecertificationLine",
            "signin.SecondFactor",
            "signin.RecoveryCode",
            "vault.MemberKey",
            "signin.ProviderChange",
            "administration.RuleChange",
            "outbox.MailText",
            "doors.Token",
            "doors.Webhook",
            "administration.KeyChange",
            "doors.DirectoryPerson",
            "doors.GroupMember",
            "doors.Mapping",
            "doors.GivenTeam",
            "signin.Identity",
            "signin.PostedAnswer",
            "signin.GivenRole",
            "organisation.Membership",
            "organisation.Unit",
            "access.RoleAssignment",
            "access.TeamGrant",
            "access.UnitGrant",
            "plans.PlanGrant",
        ),
    ),
    Group(
        "reading",
        _("Who has read the plan"),
        _("Employees"),
        _("So that the municipality knows that everybody knows the plan."),
        _("The person, and the leaders of the person's unit."),
        _("As long as the person has a login."),
        (
            "plans.Acknowledgement",
            "plans.ReaderStanding",
            "plans.ReadingReminder",
            "plans.Dissemination",
            "plans.Participation",
            "plans.ClosingRecord",
            "plans.EndedJob",
        ),
    ),
    Group(
        "practice",
        _("Answers to the questions in the plan"),
        _("Employees"),
        _("So that readers learn, and a house sees where the plan is hard to follow."),
        _(
            "The person alone. Leaders see in words how at least five people answered together, "
            "and never who they were."
        ),
        _(
            "As long as the plan asks the question. Without a key outside the database nobody can tell "
            "whose it is."
        ),
        ("plans.ScenarioAnswer",),
    ),
    Group(
        "drills",
        _("Drills with an invented case"),
        _("Employees who take part"),
        _("So that everybody has tried the plan before it is needed, and what is missing is found."),
        _(
            "The person alone sees what they answered. The leader of their unit sees that and when they "
            "answered; everybody else who follows the drill sees numbers of at least five people."
        ),
        _(
            "Who took part and what they answered is deleted when the time below is over. The numbers stay "
            "until the drill is deleted."
        ),
        ("notifications.Drill", "notifications.DrillPlayer", "notifications.DrillCase"),
    ),
    Group(
        "uploads",
        _("Documents on their way into a plan"),
        _("Editors, and whoever an uploaded document names"),
        _("To look at what a document becomes before it is taken into the plan."),
        _("Only the person who uploaded it."),
        _("Until it is taken in or thrown away. The file itself is not kept."),
        ("plans.DocumentProposal",),
    ),
    Group(
        "plan",
        _("Who wrote, approved and answers for what"),
        _("Employees"),
        _("So that it can be seen later who decided what the plan says, and when."),
        _("Editors, approvers and the management."),
        _("As long as the plan and its former editions are kept."),
        (
            "plans.Adoption",
            "plans.Edition",
            "plans.PlanFile",
            "plans.Intervention",
            "plans.SectionVersion",
            "plans.Sharing",
            "plans.ActionCard",
            "plans.Hanging",
            "plans.PaperWords",
            "plans.PosterRun",
            "plans.SynonymList",
            "plans.RecommendationName",
            "plans.Responsible",
            "plans.RecommendationStatus",
            "plans.MeasureStatus",
            "plans.Evidence",
            "plans.Comment",
            "plans.StatusReport",
            "plans.MeasureVerdict",
            "plans.YearlyTask",
            "plans.YearlyTurn",
            "plans.WheelAddress",
            "plans.StatusRound",
            "plans.RoundLink",
            "notifications.LetterText",
        ),
    ),
    Group(
        "contacts",
        _("Contacts"),
        _("Employees and partners"),
        _("So that whoever is worried about a child reaches a person at once."),
        _("Public contacts: everybody. Internal contacts: employees with a login."),
        _("Until the contact is changed or removed."),
        ("organisation.Contact",),
    ),
    Group(
        "duty",
        _("Who is on duty, and who decides who receives what"),
        _("Employees of the receiving teams and their managers"),
        _("So that every notification reaches somebody who is at work."),
        _("The receiving teams, those who lead them, and the managers."),
        _("As long as the municipality needs to show who was responsible."),
        (
            "notifications.RouteProposal",
            "notifications.Shift",
            "organisation.Absence",
            "notifications.CalendarFeed",
        ),
    ),
    Group(
        "trail",
        _("Who did and read what"),
        _("Employees"),
        _("So that looking up a notification without reason is found, and a mistake can be explained."),
        _("Whoever controls the use of the portal. Of a notification: the team that received it."),
        _("As long as the portal is in use: nothing deletes it. It can be added to, but not changed."),
        ("audit.Entry",),
    ),
    Group(
        "mail",
        _("Mails"),
        _("Employees"),
        _("To tell somebody that there is something new. No mail says what, or about whom."),
        _("Nobody. The mail holds a sentence and a link."),
        _("That a mail was sent is kept as long as the notification."),
        ("outbox.Message",),
    ),
    Group(
        "attempts",
        _("Sign-ins that failed"),
        _("Employees"),
        _("To slow down whoever guesses passwords."),
        _("Whoever runs the portal."),
        _("Until the person signs in, or the pause is over. Then it is deleted by itself."),
        ("axes.AccessAttempt",),
    ),
    Group(
        "sessions",
        _("Being signed in"),
        _("Employees"),
        _("So that you need not sign in on every page."),
        _("Nobody."),
        _("Until you log off. Else it is deleted by itself."),
        ("sessions.Session",),
    ),
)

# Tables of libraries cannot declare anything: what is personal in them.
OF_LIBRARIES: dict[str, tuple[str, ...]] = {
    "axes.AccessAttempt": ("username", "ip_address", "user_agent"),
    "sessions.Session": ("session_data",),
}


@dataclass(frozen=True)
class Kept:
    """A group as the page shows it. `days`: each time limit in words, as the code enforces it here."""

    group: Group
    fields: list[Words]
    days: list[str]


Days = Callable[[Municipality], Iterable[tuple[Words, dt.timedelta]]]
_days: dict[str, list[Days]] = {}


def register_days(slug: str, days: Days) -> None:
    """Told once at the start by whoever deletes: what, and how long after it is last touched."""
    _days.setdefault(slug, []).append(days)


def kept(municipality: Municipality) -> list[Kept]:
    """Every group with the words of its fields, as the models declare them today, and its time limits."""
    return [
        Kept(
            group,
            [FIELDS[name] for name in _declared(group.models)],
            list(_limits(group, municipality)),
        )
        for group in GROUPS
    ]


def _limits(group: Group, municipality: Municipality) -> Iterator[str]:
    for days in _days.get(group.slug, ()):
        for what, long in days(municipality):
            yield f"{what}: {_in_words(long)}"


def _in_words(long: dt.timedelta) -> str:
    if long < dt.timedelta(hours=1):
        minutes = int(long.total_seconds() // 60)
        return ngettext("%(minutes)d minute", "%(minutes)d minutes", minutes) % {"minutes": minutes}
    if long < dt.timedelta(days=1):
        hours = int(long.total_seconds() // 3600)
        return ngettext("%(hours)d hour", "%(hours)d hours", hours) % {"hours": hours}
    return ngettext("%(days)d day", "%(days)d days", long.days) % {"days": long.days}


def personal_fields() -> Iterator[str]:
    """`app.Model.field` of everything personal in the database."""
    ours = (model._meta.label for model in apps.get_models() if getattr(model, "personal", ()))
    return _declared(chain(ours, OF_LIBRARIES))


def _declared(labels: "tuple[str, ...] | Iterator[str]") -> Iterator[str]:
    for label in labels:
        names = OF_LIBRARIES.get(label) or apps.get_model(label).personal
        yield from (f"{label}.{name}" for name in names)
