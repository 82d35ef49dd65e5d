import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox.vocabulary import FIXED, Channel, Kind


class Message(models.Model):
    """The promise that somebody is told. No content; `about` is the id of a concern, shown to its readers.

    A row that is leased longer than two minutes is taken again; its Message-ID stays the same, so that a
    second copy can be recognised.
    """

    personal: ClassVar[tuple[str, ...]] = ("recipient",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    recipient = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.MAIL)
    about = models.UUIDField(null=True, blank=True)
    due_at = models.DateTimeField(help_text="not handed over before this moment")
    created_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=60, blank=True, help_text="class of the last fault, never its text")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                name="outbox_waiting",
                condition=Q(handed_over_at__isnull=True, given_up_at__isnull=True),
            ),
            models.Index(fields=["recipient", "kind", "created_at"], name="outbox_by_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient_id}"


class Duty(models.Model):
    """Work that is due at a moment and done once: a deadline, a reminder, a deletion, nightly work.

    `name` finds the function (outbox.duties.duty), `key` makes asking twice the same as once, `ids` holds
    ids only.
    """

    personal: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    ids = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name_plural = "duties"
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "key"], name="a_duty_is_asked_once")]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="duty_waiting", condition=Q(done_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.key}"


class Check(models.Model):
    """What a regular check found when it last looked. Only the worker's role writes it.

    `told` holds what the health page says more than well or not: plain numbers and names of parts, and
    nothing that differs by a single concern.
    """

    personal: ClassVar[tuple[str, ...]] = ()

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()
    is_well = models.BooleanField()
    told = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name


class MailText(models.Model):
    """A municipality's own words for one kind of mail in one language. Mails about a concern have none.

    The address of the portal is written below them by itself (mails.mail_for).
    """

    personal: ClassVar[tuple[str, ...]] = ("changed_by",)

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=78)
    line = models.CharField(max_length=600)
    changed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "language"], name="a_mail_has_one_text_in_a_language"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(one.value for one in FIXED)),
                name="the_mail_about_a_concern_is_never_changed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


class Heartbeat(models.Model):
    """When the worker last looked round; the health page turns red when that is long ago."""

    personal: ClassVar[tuple[str, ...]] = ()

    worker = models.CharField(max_length=120, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
