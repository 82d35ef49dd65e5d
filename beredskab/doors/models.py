import datetime as dt
import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from beredskab.doors.vocabulary import NEEDS_TWO, Event, Scope
from beredskab.organisation.models import Municipality, Staff, Team, Unit


class Token(models.Model):
    """What another system shows at our doors. Its secret is told once; only a digest is kept.

    `used` requests since `minute_began` slow down a system that asks too often.
    """

    personal: ClassVar[tuple[str, ...]] = ("made_by", "approved_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80, help_text="the system that has it")
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices))
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_on = models.DateField(help_text="the last day")
    approved_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    minute_began = models.DateTimeField(null=True, blank=True)
    used = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["name", "-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("made_by")),
                name="nobody_approves_a_token_alone",
            ),
            models.CheckConstraint(condition=~Q(scopes=[]), name="a_token_opens_something"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_waiting(self) -> bool:
        """Another person has to let it in first."""
        return self.revoked_at is None and self.approved_by_id is None and bool(NEEDS_TWO & set(self.scopes))

    def is_open(self, on: dt.date) -> bool:
        """Whether it lets anybody in that day."""
        return self.revoked_at is None and not self.is_waiting and on <= self.expires_on


class Webhook(models.Model):
    """An address of another system that is told when something happens. Its secret signs what is sent."""

    personal: ClassVar[tuple[str, ...]] = ("made_by",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80, help_text="the system that is told")
    url = models.CharField(max_length=300)
    events = ArrayField(models.CharField(max_length=20, choices=Event.choices))
    secret = models.BinaryField(help_text="encrypted with a key of the key folder")
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(events=[]), name="a_webhook_is_told_of_something")
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """The promise that an address is told of one thing; tried until it is answered with 2xx, for a day or so.

    `key` says what happened, so that the same thing is told once; `facts` are names and numbers of things.
    """

    personal: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=20, choices=Event.choices)
    key = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)
    happened_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=60, blank=True, help_text="the kind of the last fault")

    class Meta:
        ordering: ClassVar = ["-happened_at"]
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hook", "event", "key"], name="a_thing_is_told_once"),
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) | Q(given_up_at__isnull=True),
                name="what_arrived_is_not_given_up",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["hook", "-happened_at"], name="doors_deliveries")]

    def __str__(self) -> str:
        return f"{self.event} {self.key}"


class DirectoryPerson(models.Model):
    """Somebody as the municipality's directory last said (SCIM 2.0); the person themselves is `staff`.

    `told` is what was sent, as far as we keep it, so that it can be told back. `left_at` counts leavers of a
    day; who was deleted there is `gone` and is not told of any more.
    """

    personal: ClassVar[tuple[str, ...]] = ("staff", "user_name", "external_id", "told")

    staff = models.OneToOneField(
        Staff, on_delete=models.CASCADE, primary_key=True, related_name="directory_person"
    )
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    user_name = models.CharField(max_length=254)
    external_id = models.CharField(max_length=200, blank=True)
    told = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(
        null=True, blank=True, help_text="was to leave with so many others that somebody is asked first"
    )
    gone = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("municipality", Lower("user_name"), name="a_user_name_is_somebodys_own")
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "external_id"], name="doors_by_external_id")
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} in the directory"


class Group(models.Model):
    """A group of the directory. It means something here only when a mapping says what."""

    personal: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    external_id = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200)
    members = models.ManyToManyField(Staff, through="doors.GroupMember", related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "made_at"]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """Somebody is in a group."""

    personal: ClassVar[tuple[str, ...]] = ("staff",)

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="directory_groups")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "staff"], name="somebody_is_in_a_group_once")
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} in {self.group_id}"


class Mapping(models.Model):
    """What a group means: its members work in a unit, or belong to a team. A team takes two persons."""

    personal: ClassVar[tuple[str, ...]] = ("proposed_by", "decided_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="mappings")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    in_force_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["proposed_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True) ^ Q(team__isnull=True), name="a_group_means_a_unit_or_a_team"
            ),
            models.CheckConstraint(
                condition=Q(team__isnull=True)
                | Q(in_force_since__isnull=True)
                | Q(Q(decided_by__isnull=False), ~Q(decided_by=F("proposed_by"))),
                name="a_team_takes_two_persons",
            ),
            models.UniqueConstraint(
                fields=["group", "unit", "team"], name="a_meaning_is_said_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.unit_id or self.team_id}"


class GivenTeam(models.Model):
    """Membership of a team that a mapping gave, and may take back; what a person gave is left alone."""

    personal: ClassVar[tuple[str, ...]] = ("staff",)

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    with_role = models.BooleanField(default=False, help_text="the role came with it")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "staff"], name="a_team_is_given_once")
        ]

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.team_id}"
