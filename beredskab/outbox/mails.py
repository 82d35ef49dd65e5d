"""The texts. Nothing about a child, a concern, a reference, a deadline or another person ever stands here."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from beredskab.outbox.models import Message
from beredskab.outbox.vocabulary import LEADS_TO, Kind


@dataclass(frozen=True)
class Mail:
    subject: str
    body: str


def mail_for(message: Message) -> Mail:
    """Subject and text in the recipient's language."""
    with translation.override(message.recipient.language or message.recipient.municipality.language):
        subject, line = _texts(Kind(message.kind))
        return Mail(subject, f"{line}\n\n{_address(message)}\n")


def _address(message: Message) -> str:
    """Where the mail leads: the front page, or an opaque address that opens for its recipient."""
    path = LEADS_TO.get(Kind(message.kind))
    if path is None or message.about is None:
        return settings.PORTAL_URL
    return f"{settings.PORTAL_URL.rstrip('/')}/{path.format(about=message.about)}"


def _texts(kind: Kind) -> tuple[str, str]:
    news = _("There is something new for you in Beredskabsportalen")
    match kind:
        case Kind.NEWS:
            return news, _("There is something new for you in Beredskabsportalen. Log in.")
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
        case Kind.STATUS_SENT_BACK:
            return _("Something is missing in an answer"), _(
                "Somebody asks for something more in what you said about a measure. Log in."
            )
