from django.db import models


class Kind(models.TextChoices):
    """What a message is about. All about a concern, draft or message is NEWS: one subject, one text."""

    NEWS = "news"
    READING_REMINDER = "reading_reminder"
    READ_AGAIN = "read_again"
    READING_DIGEST = "reading_digest"
    CONTACT_CHANGED = "contact_changed"
    CONTACTS_TO_CONFIRM = "contacts_to_confirm"
    CONTACT_DOUBTED = "contact_doubted"
    REVIEW_WANTED = "review_wanted"
    POSTERS_OUTDATED = "posters_outdated"
    STATUS_ASKED = "status_asked"
    STATUS_REMINDER = "status_reminder"
    STATUS_OVERDUE = "status_overdue"
    STATUS_SENT_BACK = "status_sent_back"
    DRILL_PLANNED = "drill_planned"
    DRILL_STARTED = "drill_started"
    DRILL_REMINDER = "drill_reminder"
    DRILL_CASE = "drill_case"
    DRILL_EMPTY = "drill_empty"
    EVIDENCE_EXPIRES = "evidence_expires"
    PLAN_SHARED = "plan_shared"
    TURN_COMING = "turn_coming"
    ACCOUNT = "account"
    OPERATION = "operation"


#: One subject and one text for ever. Whoever sees the mail about a concern must not learn from its words what
#: it is about; whoever gets the mail about a drill must never take it for anything else.
FIXED = frozenset(
    {
        Kind.NEWS,
        Kind.OPERATION,
        Kind.ACCOUNT,
        Kind.DRILL_PLANNED,
        Kind.DRILL_STARTED,
        Kind.DRILL_REMINDER,
        Kind.DRILL_CASE,
        Kind.DRILL_EMPTY,
    }
)


class Channel(models.TextChoices):
    """By which way a message goes."""

    MAIL = "mail"
    SMS = "sms"


#: Where a mail leads, when not to the front page; `about` is opaque, and only its recipient gets further.
LEADS_TO: dict[Kind, str] = {
    **dict.fromkeys(
        (Kind.STATUS_ASKED, Kind.STATUS_REMINDER, Kind.STATUS_OVERDUE, Kind.STATUS_SENT_BACK),
        "status/svar/{about}/",
    ),
    **dict.fromkeys((Kind.DRILL_STARTED, Kind.DRILL_REMINDER), "oevelser/svar/{about}/"),
    Kind.DRILL_CASE: "oevelser/sag/{about}/",
    Kind.PLAN_SHARED: "redaktion/faelles/{about}/",
}
