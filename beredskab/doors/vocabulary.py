"""What a system may be let in for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a token opens. None of them opens anything about a concern."""

    STATUS = "status", _("How far the action plans are")
    RECOMMENDATIONS = "recommendations", _("How far the recommendations are")
    READING = "reading", _("How many have read the plan")
    CONTACTS = "contacts", _("Phone numbers that everybody may see")
    INTERNAL_CONTACTS = "internal_contacts", _("Phone numbers for employees only")
    SCIM = "scim", _("Sends employees and groups (SCIM 2.0)")


#: What lets somebody become somebody: two persons let such a system in.
NEEDS_TWO = frozenset({Scope.SCIM})


class Event(models.TextChoices):
    """What another system may be told of when it happens. Never anything about a concern."""

    EDITION_PUBLISHED = "edition_published", _("An edition of a plan is published")
    CONTACT_CHANGED = "contact_changed", _("A phone number is changed")
    STATUS_REPORTED = "status_reported", _("Somebody has said how far something is")
    CAMPAIGN_DONE = "campaign_done", _("Everybody has read what they were asked to read")
    TEST = "test", _("A test")


#: What somebody subscribes to; a test is sent by a button.
TOLD = tuple(event for event in Event if event is not Event.TEST)
