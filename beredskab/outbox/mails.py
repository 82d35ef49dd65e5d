"""The texts. Nothing about a child, a concern, a reference, a deadline or another person ever stands here."""

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from beredskab.organisation.models import Municipality
from beredskab.outbox.models import MailText, Message
from beredskab.outbox.vocabulary import FIXED, LEADS_TO, Kind


@dataclass(frozen=True)
class Mail:
    subject: str
    body: str


def mail_for(message: Message) -> Mail:
    """Subject and text in the recipient's language; what is about a concern has one text for everybody."""
    kind, language = Kind(message.kind), message.recipient.language or message.recipient.municipality.language
    found = _own(message, kind, language) or standard(kind, language)
    return Mail(found.subject, f"{found.body}\n\n{_address(message)}\n")


def standard(kind: Kind, language: str) -> Mail:
    """The portal's own words, without the address."""
    with translation.override(language):
        return Mail(*_texts(kind))


def _own(message: Message, kind: Kind, language: str) -> Mail | None:
    """The municipality's words, where there are any. Read by whoever delivers."""
    if kind in FIXED:
        return None
    rows = MailText.objects.using(message._state.db or "default")
    found = rows.filter(
        municipality=message.recipient.municipality_id, kind=kind.value, language=language
    ).first()
    return Mail(found.subject, found.line) if found else None


def _address(message: Message) -> str:
    """Where the mail leads: the front page, or an opaque address that opens for its recipient."""
    path = LEADS_TO.get(Kind(message.kind))
    portal = portal_of(message.recipient.municipality)
    if path is None or message.about is None:
        return portal
    return f"{portal.rstrip('/')}/{path.format(about=message.about)}"


def portal_of(municipality: Municipality) -> str:
    """Where its people sign in: under its own host, where it has one."""
    if not municipality.host:
        return settings.PORTAL_URL
    parts = urlsplit(settings.PORTAL_URL)
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit(parts._replace(netloc=f"{municipality.host}{port}"))


def _texts(kind: Kind) -> tuple[str, str]:
    news = _("There is something new for you in Beredskabsportalen")
    match kind:
        case Kind.NEWS:
            return news, _("There is something new for you in Beredskabsportalen. Log in.")
        case Kind.ACCOUNT:
            return _("About your login to Beredskabsportalen"), _(
                "An administrator changes something about your login. Did you ask for it? Then log in as "
                "usual. If not, call whoever runs the portal, on a number that you know."
            )
        case Kind.READING_REMINDER:
            return _("You have sections to read"), _(
                "There are sections of the plan that you have not read yet. Log in."
            )
        case Kind.READ_AGAIN:
            return _("A section has a new version"), _(
                "A section of the plan has a new version for you. Log in."
            )
        case Kind.READING_DIGEST:
            return _("Somebody in your unit has something left to read"), _(
                "Here is the week's look at who has read the plan. Somebody in your unit still has something "
                "to read. Log in to see the list."
            )
        case Kind.CONTACT_CHANGED:
            return _("A contact was changed"), _("A contact in the plan was changed. Log in to see which.")
        case Kind.CONTACTS_TO_CONFIRM:
            return _("Are your numbers still right?"), _(
                "Somebody may call a number that you answer for. Log in and say whether it is still right."
            )
        case Kind.CONTACT_DOUBTED:
            return _("A number may be wrong"), _(
                "Somebody says that a number in the plan is wrong. Log in to see which."
            )
        case Kind.REVIEW_WANTED:
            return _("A plan waits for you"), _("A plan waits for your approval. Log in.")
        case Kind.OPERATION:
            return _("The portal needs a look"), _(
                "The portal's own check of its deliveries found something that does not match. "
                "Look at the health page, and run the command ledger."
            )
        case Kind.POSTERS_OUTDATED:
            return _("A poster is out of date"), _(
                "A poster in your unit is out of date. The new one is ready. Log in."
            )
        case Kind.STATUS_ASKED:
            return _("How far are your measures?"), _(
                "Somebody would like to know how far the measures are that you answer for. One word and one "
                "sentence for each. Log in."
            )
        case Kind.STATUS_REMINDER:
            return _("How far are your measures?"), _(
                "There are measures that you answer for and have not said anything about yet. Log in."
            )
        case Kind.STATUS_OVERDUE:
            return _("The day to answer by has passed"), _(
                "There are measures that you answer for and have not said anything about yet. The day has "
                "passed. Log in."
            )
        case Kind.EVIDENCE_EXPIRES:
            return _("Something you keep will soon show nothing any longer"), _(
                "You keep something that shows how far a measure or a recommendation is, and it expires "
                "within a month. Log in, and show something newer."
            )
        case Kind.PLAN_SHARED:
            return _("There is something new about a shared plan"), _(
                "There is something new about a plan that your municipality shares with another: an offer, "
                "an answer or a new edition. Log in and look under Editing, Shared plans."
            )
        case Kind.TURN_COMING:
            return _("Something in the annual wheel is soon due"), _(
                "Within a week there is something in the annual wheel that you do. Log in and look under "
                "Annual wheel. Afterwards, say what became of it."
            )
        case Kind.DRILL_EMPTY:
            return _("Drill: it did not begin"), _(
                "A drill that you have planned was due today, and nobody takes part in it. Log in and choose "
                "who does, or stop it."
            )
        case Kind.STATUS_SENT_BACK:
            return _("Something is missing in an answer"), _(
                "Somebody asks for something more in what you said about a measure. Log in."
            )
        case Kind.DRILL_PLANNED:
            return _("There will be a drill"), _(
                "You are to take part in a drill with an invented case. Log in and look under Drills to see "
                "when it begins."
            )
        case Kind.DRILL_STARTED:
            return _("Drill: log in"), _(
                "This is a drill. An invented case waits for you; it takes about ten minutes. Log in."
            )
        case Kind.DRILL_REMINDER:
            return _("Drill: it ends today"), _(
                "This is a drill. An invented case waits for your answer, and the drill ends today. Log in."
            )
        case Kind.DRILL_CASE:
            return _("Drill: an invented case for your team"), _(
                "This is a drill. An invented case has come to your team: take it and assess it within "
                "24 hours, as if it were real. Log in."
            )
