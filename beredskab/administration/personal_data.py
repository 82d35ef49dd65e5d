"""What the portal keeps about people, in words: generated from what the models declare as `personal`.

A model whose fields are personal belongs to one group below; tests/test_consistency.py fails for a model or
a field without words. Models are named by label, because administration imports neither plans nor concerns.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

Words = StrPromise | str


@dataclass(frozen=True)
class Group:
    """Personal data kept for one purpose. `kept` says how long, and what happens then."""

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
            "A draft is deleted seven days after it was last saved. A sent notification is deleted "
            "when the case is closed, the municipality's own case system has confirmed that it has it, and "
            "the time that the municipality has decided is over. Nothing is deleted before that confirmation."
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
        _("Deleted 14 days after the last line."),
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
            "signin.SecondFactor",
            "signin.RecoveryCode",
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
        "uploads",
        _("Documents on their way into a plan"),
        _("Editors, and whoever an uploaded document names"),
        _("To look at what a document becomes before it is taken into the plan."),
        _("Only the person who uploaded it."),
        _("Until it is taken in or thrown away, at most two weeks. The file itself is not kept."),
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
        ("notifications.RouteProposal", "notifications.Shift", "notifications.Absence"),
    ),
    Group(
        "trail",
        _("Who did and read what"),
        _("Employees"),
        _("So that looking up a notification without reason is found, and a mistake can be explained."),
        _("Whoever controls the use of the portal. Of a notification: the team that received it."),
        _("Until the municipality decides to delete it. It can be added to, but not changed."),
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
        _("Until the person signs in, or the pause of a few minutes is over and somebody tries again."),
        ("axes.AccessAttempt",),
    ),
    Group(
        "sessions",
        _("Being signed in"),
        _("Employees"),
        _("So that you need not sign in on every page."),
        _("Nobody."),
        _("At most eight hours, and no longer than the session."),
        ("sessions.Session",),
    ),
)

# Tables of libraries cannot declare anything: what is personal in them.
OF_LIBRARIES: dict[str, tuple[str, ...]] = {
    "axes.AccessAttempt": ("username", "ip_address", "user_agent"),
    "sessions.Session": ("session_data",),
}

FIELDS: dict[str, Words] = {
    "notifications.RouteProposal.proposed_by": _("who suggested a change of who receives what"),
    "notifications.Shift.holder": _("who has the inbox"),
    "notifications.Shift.deputy": _("the first deputy"),
    "notifications.Shift.second_deputy": _("the second deputy"),
    "notifications.Shift.made_by": _("who planned it"),
    "notifications.Absence.staff": _("who is away"),
    "notifications.Absence.stand_in": _("who stands in"),
    "notifications.Absence.set_by": _("who wrote that somebody is away"),
    "notifications.Absence.ended_by": _("who wrote that they are back"),
    "notifications.RouteProposal.decided_by": _("who decided on it"),
    "notifications.Concern.filed_by": _("who notified"),
    "notifications.Concern.claimed_by": _("who took the case"),
    "notifications.Concern.reference": _("the reference"),
    "notifications.Concern.unit": _("where the child attends"),
    "notifications.Concern.pick_up_at": _("when the child is fetched"),
    "notifications.Answer.ciphertext": _("every answer of the form"),
    "notifications.Assessment.by": _("who assessed"),
    "notifications.Assessment.reason": _("the reason of the assessment"),
    "notifications.Assessment.act": _("what was done at once"),
    "notifications.Assessment.told_child": _("what the child was told"),
    "notifications.Decision.by": _("who decided"),
    "notifications.Decision.reason": _("the reason of the decision"),
    "notifications.Decision.second_by": _("who assessed it as well"),
    "notifications.Decision.talk_reason": _("why there is no talk with the child"),
    "notifications.Note.by": _("who wrote a note"),
    "notifications.Note.text": _("the note"),
    "notifications.Message.by": _("who wrote a message"),
    "notifications.Message.text": _("the message"),
    "notifications.Concern.is_protected": _("that a family is protected"),
    "notifications.Forwarding.by": _("who sent it on"),
    "notifications.Forwarding.receiver": _("to which municipality it was sent on"),
    "notifications.Forwarding.channel": _("how it was sent on"),
    "notifications.Forwarding.accepted_who": _("who accepted it there"),
    "notifications.Forwarding.accepted_by": _("who recorded the acceptance"),
    "notifications.ChildIndex.value": _("a digest that shows whether two cases are about the same child"),
    "notifications.ReadingCheck.reader": _("whose opening was drawn for control"),
    "notifications.ReadingCheck.reference": _("the reference"),
    "notifications.ReadingCheck.judged_by": _("who controlled it"),
    "notifications.Handover.by": _("who handed a case over"),
    "notifications.Handover.file": _("the file for the case system"),
    "notifications.Handover.paper": _("the PDF for the case system"),
    "notifications.Handover.receipt": _("the number in the case system"),
    "notifications.Handover.receipt_by": _("who recorded that number"),
    "notifications.Transfer.by": _("who passed a case on"),
    "notifications.Transfer.reference": _("the reference"),
    "notifications.Transfer.reason": _("why a case was passed on"),
    "notifications.Transfer.answered_by": _("who took or returned it"),
    "notifications.Transfer.answer": _("why it was returned"),
    "notifications.BrokenGlass.by": _("who opened a case in an emergency"),
    "notifications.BrokenGlass.reference": _("the reference"),
    "notifications.BrokenGlass.judged_by": _("who judged whether that was in order"),
    "notifications.LetterText.by": _("who wrote the words of a letter"),
    "notifications.Attachment.by": _("who attached a file"),
    "notifications.Attachment.name": _("what the file was called"),
    "notifications.AttachmentPage.ciphertext": _("the file, as pictures"),
    "notifications.Observation.text": _("what somebody noted for themselves before notifying"),
    "notifications.Consultation.asked_by": _("who asked"),
    "notifications.ConsultationLine.by": _("who wrote"),
    "notifications.ConsultationLine.text": _("the question and the answers"),
    "notifications.RescuedPost.staff": _("whose typed text was rescued"),
    "notifications.RescuedPost.sealed": _("text typed when the session ended, for 30 minutes"),
    "access.Exclusion.staff": _("who is kept out"),
    "access.Exclusion.spared": _("who keeps access"),
    "access.NamedReader.staff": _("who may read besides the team"),
    "organisation.Staff.email": _("work e-mail"),
    "organisation.Staff.name": pgettext_lazy("of a person", "name"),
    "organisation.Staff.phone": _("work phone"),
    "organisation.Staff.number": _("employee number"),
    "signin.SecondFactor.staff": _("who has set up a second step"),
    "signin.SecondFactor.secret": _("the secret of the app for the second step, encrypted"),
    "signin.RecoveryCode.staff": _(
        "who has recovery codes; of the codes only a fingerprint that cannot be turned back"
    ),
    "administration.StaffList.made_by": _("who took in a list of employees"),
    "administration.StaffList.file_name": _("the name of the file"),
    "administration.StaffList.content": _("the list, until it is taken in or two weeks have passed"),
    "administration.StaffList.told": _("what the list changed, and its lines with a fault"),
    "organisation.Staff.password": _("password, only as a fingerprint that cannot be turned back"),
    "organisation.Membership.staff": _("workplace and profession"),
    "organisation.Unit.leader": _("who leads a unit"),
    "access.RoleAssignment.staff": _("role in the portal"),
    "access.TeamGrant.user": _("membership of a team"),
    "access.UnitGrant.user": _("which units somebody leads"),
    "plans.PlanGrant.user": _("which plans somebody edits or approves"),
    "plans.Acknowledgement.staff": _("which sections somebody has read, and when"),
    "plans.ReaderStanding.staff": _("what somebody is still to read"),
    "plans.Dissemination.recorded_by": _("who registered a meeting, a course or a drill"),
    "plans.Dissemination.withdrawn_by": _("who took such a registration back"),
    "plans.Participation.staff": _("who took part in it"),
    "plans.ClosingRecord.staff": _("who has left"),
    "plans.ClosingRecord.read": _("what somebody had read when they left"),
    "plans.ScenarioAnswer.reader": _("whose answer it is, only as a fingerprint that cannot be turned back"),
    "plans.ReadingReminder.staff": _("who was reminded"),
    "plans.ReadingReminder.sent_by": _("who sent the reminder"),
    "plans.DocumentProposal.made_by": _("who uploaded a document"),
    "plans.DocumentProposal.file_name": _("the name of the file"),
    "plans.DocumentProposal.pieces": _("the words of the document"),
    "plans.Intervention.by": _("who hid a block or went back to an earlier edition"),
    "plans.Intervention.confirmed_by": _("who confirmed it"),
    "plans.Intervention.undone_by": _("who undid it"),
    "plans.PlanFile.uploaded_by": _("who uploaded a document of the plan"),
    "plans.Adoption.recorded_by": _("who recorded the council's adoption"),
    "plans.Edition.created_by": _("who began an edition"),
    "plans.Edition.submitted_by": _("who sent it for approval"),
    "plans.Edition.approved_by": _("who approved it"),
    "plans.SectionVersion.changed_by": _("who changed a section"),
    "plans.ActionCard.proposed_by": _("who proposed a change of an action card"),
    "plans.Hanging.hung_by": _("who hung a poster"),
    "plans.Hanging.taken_down_by": _("who took a poster down"),
    "plans.PaperWords.changed_by": _("who changed the municipality's own words on paper"),
    "plans.PosterRun.asked_by": _("who had the posters made again"),
    "plans.SynonymList.made_by": _("who changed the words of the search"),
    "plans.RecommendationName.named_by": _("who filled in a recommendation"),
    "plans.Responsible.staff": _("who is responsible for a measure"),
    "plans.Responsible.deputy": _("who stands in for them"),
    "plans.Evidence.owner": _("who keeps evidence for a measure"),
    "plans.Evidence.added_by": _("who added it"),
    "plans.Evidence.withdrawn_by": _("who took it back"),
    "plans.Comment.said_by": _("who commented on a measure"),
    "plans.Comment.text": _("the comment"),
    "plans.StatusReport.made_by": _("who made a status report"),
    "plans.StatusReport.approved_by": _("who approved it"),
    "plans.StatusReport.approved_name": _("the name that stands on it"),
    "plans.RecommendationStatus.said_by": _("who set the status of a recommendation"),
    "plans.MeasureStatus.said_by": _("who set the status of a measure"),
    "organisation.Contact.person": _("name of the contact"),
    "organisation.Contact.phone": _("phone of the contact"),
    "organisation.Contact.email": _("e-mail of the contact"),
    "organisation.Contact.owner": _("who keeps the contact up to date"),
    "organisation.Contact.changed_by": _("who changed the contact"),
    "audit.Entry.actor_id": _("who did something, what kind of act, and when"),
    "outbox.Message.recipient": _("who was told, and when"),
    "axes.AccessAttempt.username": _("the e-mail that was typed"),
    "axes.AccessAttempt.ip_address": _("the address of the computer"),
    "axes.AccessAttempt.user_agent": _("the kind of browser"),
    "sessions.Session.session_data": _("that you are signed in, since when, and when you last did something"),
}


@dataclass(frozen=True)
class Kept:
    """A group as the page shows it."""

    group: Group
    fields: list[Words]


def kept() -> list[Kept]:
    """Every group with the words of its fields, as the models declare them today."""
    return [Kept(group, [FIELDS[name] for name in _declared(group.models)]) for group in GROUPS]


def personal_fields() -> Iterator[str]:
    """`app.Model.field` of everything personal in the database."""
    ours = (model._meta.label for model in apps.get_models() if getattr(model, "personal", ()))
    return _declared(chain(ours, OF_LIBRARIES))


def _declared(labels: "tuple[str, ...] | Iterator[str]") -> Iterator[str]:
    for label in labels:
        names = OF_LIBRARIES.get(label) or apps.get_model(label).personal
        yield from (f"{label}.{name}" for name in names)
