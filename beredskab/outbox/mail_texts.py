"""A municipality's own words for mails that are not about a concern, within what one may say. Rule A-22."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox import mails
from beredskab.outbox.mails import Mail
from beredskab.outbox.models import MailText
from beredskab.outbox.vocabulary import FIXED, Kind

#: Nobody writes to a person by name, no number of a person or a case, no way out of the portal but its own.
FORBIDDEN = (
    (re.compile(r"\d{4}|\d{2}[ .-]\d{2}"), _("Leave out long numbers: a mail holds no number of anybody.")),
    (re.compile(r"@"), _("Leave out mail addresses.")),
    (re.compile(r"https?:|www\.|//", re.IGNORECASE), _("Leave out links. The portal’s own stands below.")),
    (re.compile(r"[{}<>]"), _("Leave out brackets: nothing is filled in, so that no name gets into a mail.")),
)


@dataclass(frozen=True)
class Shown:
    """A kind of mail in one language: the words in use, and whether they are the municipality's own."""

    kind: Kind
    language: str
    mail: Mail
    is_own: bool
    is_fixed: bool


def refuse_what_no_mail_says(text: str) -> None:
    """Raises ValidationError for what a mail may not hold."""
    for pattern, why in FORBIDDEN:
        if pattern.search(text):
            raise ValidationError(why, code="not_in_a_mail")


def refuse_more_than_a_line(text: str) -> None:
    """A subject is one line: more of them would be headers. Raises ValidationError."""
    if any(ord(letter) < 32 for letter in text):
        raise ValidationError(_("The subject is one line."), code="not_one_line")


def texts_of(municipality: Municipality) -> Iterator[Shown]:
    """Every kind in every language that the municipality offers. One statement."""
    own = {(one.kind, one.language): one for one in MailText.objects.filter(municipality=municipality)}
    for kind in Kind:
        for language in languages_of(municipality):
            found = own.get((kind.value, language))
            mail = Mail(found.subject, found.line) if found else mails.standard(kind, language)
            yield Shown(kind, language, mail, found is not None, kind in FIXED)


def languages_of(municipality: Municipality) -> list[str]:
    """Those that the portal speaks and the municipality offers, in the portal's order."""
    return [code for code, _name in settings.LANGUAGES if code in municipality.languages]


@act
def write(kind: Kind, language: str, mail: Mail | None, *, by: Staff, at: dt.datetime) -> None:
    """These words from now on; None brings the portal's own back. Raises Forbidden, ValidationError."""
    guard.require(by, Act.ADMINISTER)
    if kind in FIXED or language not in languages_of(by.municipality):
        raise guard.Forbidden(Act.ADMINISTER)
    mine = MailText.objects.filter(municipality=by.municipality, kind=kind.value, language=language)
    if mail is None:
        if mine.delete()[0]:
            trail.record(by.pk, "mail_text.removed", by.municipality_id, at=at, kind=kind, language=language)
        return
    refuse_more_than_a_line(mail.subject)
    for text in (mail.subject, mail.body):
        refuse_what_no_mail_says(text)
    MailText.objects.update_or_create(
        municipality=by.municipality,
        kind=kind.value,
        language=language,
        defaults={"subject": mail.subject, "line": mail.body, "changed_by": by, "changed_at": at},
    )
    trail.record(by.pk, "mail_text.changed", by.municipality_id, at=at, kind=kind, language=language)
