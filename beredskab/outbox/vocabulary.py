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
    OPERATION = "operation"


class Channel(models.TextChoices):
    """By which way a message goes."""

    MAIL = "mail"
    SMS = "sms"
