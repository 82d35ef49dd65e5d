from django.db import models


class Kind(models.TextChoices):
    """What a message is about. All about a concern, draft or message is NEWS: one subject, one text."""

    NEWS = "news"
    READING_REMINDER = "reading_reminder"
    READ_AGAIN = "read_again"
    CONTACT_CHANGED = "contact_changed"
    REVIEW_WANTED = "review_wanted"
