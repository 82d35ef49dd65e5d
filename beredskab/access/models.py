import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from beredskab.access.grants import UserGrant
from beredskab.access.roles import Role
from beredskab.organisation.models import Municipality, Staff, Team, Unit


class RoleAssignment(models.Model):
    """A person has a role. Who has none is `staff`."""

    personal: ClassVar[tuple[str, ...]] = ("staff",)

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "role"], name="a_role_is_assigned_once")
        ]

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.role}"


class TeamGrant(UserGrant):
    """guardian's direct table for permissions on a team."""

    personal: ClassVar[tuple[str, ...]] = ("user",)
    content_object = models.ForeignKey(Team, on_delete=models.CASCADE)


class UnitGrant(UserGrant):
    """guardian's direct table for permissions on a unit."""

    personal: ClassVar[tuple[str, ...]] = ("user",)
    content_object = models.ForeignKey(Unit, on_delete=models.CASCADE)


class ExclusionCause(models.TextChoices):
    SUSPECTED = "suspected"
    LINE = "line"  # above the suspected person
    UNKNOWN_PERSON = "unknown_person"  # "I don't know who": the whole unit, until the team has settled it
    CONFLICT = "conflict"  # stepped aside


class Exclusion(models.Model):
    """Somebody, or everybody of a unit, who must not learn that the subject exists. Wins over every grant.

    `subject` is the id of a concern, without foreign key: access knows of no concerns. `spared` is the one
    person of an excluded unit who keeps access: who filed.
    """

    personal: ClassVar[tuple[str, ...]] = ("staff", "spared")
    Cause = ExclusionCause

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject = models.UUIDField()
    staff = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    spared = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    cause = models.CharField(max_length=20, choices=ExclusionCause.choices)
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(staff__isnull=False, unit__isnull=True)
                | Q(staff__isnull=True, unit__isnull=False),
                name="an_exclusion_names_a_person_or_a_unit",
            ),
            models.UniqueConstraint(
                fields=["subject", "staff", "unit"],
                name="nobody_is_excluded_twice",
                nulls_distinct=False,
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["staff"], name="exclusion_by_staff", condition=Q(lifted_at__isnull=True)),
            models.Index(fields=["unit"], name="exclusion_by_unit", condition=Q(lifted_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.subject} hidden ({self.cause})"


class NamedReader(models.Model):
    """One person outside the team who may read one concern for a while, for a reason that is written down."""

    personal: ClassVar[tuple[str, ...]] = ("staff",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject = models.UUIDField()
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=40)
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "staff"], name="a_reader_is_named_once")
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} reads {self.subject}"


class Proposed(models.Model):
    """Something dangerous that one person suggests and another decides (`four_eyes`).

    The row stays as the proof of who did what. Each kind says in a constraint of its own who may not decide.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    is_approved = models.BooleanField(default=False)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-proposed_at"]
