import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from beredskab.access.models import Proposed
from beredskab.access.roles import Role
from beredskab.organisation.models import Municipality, Profession, Staff, Team


class JobTitle(models.Model):
    """What a title of the staff system means here. `profession` None: nothing that the plan has advice for.

    `title` is folded, so that "Lærer " and "lærer" are one.
    """

    personal: ClassVar[tuple[str, ...]] = ()

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    profession = models.ForeignKey(
        Profession, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["title"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "title"], name="a_job_title_means_one_thing")
        ]

    def __str__(self) -> str:
        return self.title


class RuleChange(models.Model):
    """Rules that one person suggests and another approves: how long cases stay, who is kept out (rule A-23).

    `told` and `before` hold `retention_days` by outcome and `exclude_line_of_leaders`.
    """

    personal: ClassVar[tuple[str, ...]] = ("proposed_by", "decided_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    told = models.JSONField()
    before = models.JSONField(help_text="what was in force when it was suggested")
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    is_approved = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-proposed_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_approved=False) | ~Q(decided_by=models.F("proposed_by")),
                name="nobody_approves_a_rule_alone",
            ),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(decided_at__isnull=True),
                name="one_change_of_the_rules_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"rules of {self.municipality_id}"


class StaffListState(models.TextChoices):
    WAITING = "waiting", _("waits for your yes")
    RUNNING = "running", _("is being taken in")
    DONE = "done", _("taken in")


class StaffList(models.Model):
    """A list of employees that somebody uploaded. The file is deleted once its people are taken in.

    `told` holds what it would change, or did: counts, units, titles, faults by line. `leaving_accepted` is
    how many leavers whoever confirmed it has seen.
    """

    personal: ClassVar[tuple[str, ...]] = ("made_by", "content", "file_name", "told")
    State = StaffListState

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(default=bytes)
    told = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=StaffListState.choices, default=StaffListState.WAITING)
    position = models.PositiveIntegerField(default=0, help_text="people taken in so far")
    people = models.PositiveIntegerField(default=0)
    leaving_accepted = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(state=StaffListState.RUNNING),
                name="one_staff_list_runs_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=StaffListState.DONE) | Q(content=b""),
                name="a_staff_list_that_is_done_keeps_no_file",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class KeyChangeKind(models.TextChoices):
    """What two persons decide about keys."""

    TEAM = "team", _("a new key for a team")
    RECOVERY = "recovery", _("the recovery key on three sheets of paper")


class KeyChange(Proposed):
    """Something about keys that one person suggests and another approves; an operator then does it once.

    `about` is the team's slug, or empty. `told` holds the offices that keep a sheet, never a person's name.
    """

    personal: ClassVar[tuple[str, ...]] = ("proposed_by", "decided_by")
    Kind = KeyChangeKind

    kind = models.CharField(max_length=10, choices=KeyChangeKind.choices)
    about = models.SlugField(max_length=60, blank=True)
    told = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta(Proposed.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_approved=False)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=models.F("proposed_by"))),
                name="nobody_approves_keys_alone",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(is_approved=True),
                name="nothing_is_done_to_keys_unapproved",
            ),
            models.UniqueConstraint(
                fields=["municipality", "kind", "about"],
                condition=Q(decided_at__isnull=True),
                name="one_change_of_a_key_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}".strip()


class RightRequest(Proposed):
    """Somebody shall have a role, or belong to a team; one person asks, another one decides.

    Kept as the proof of who was given what by whom. Either `role`, or `team` with `permission`.
    """

    personal: ClassVar[tuple[str, ...]] = ("staff", "proposed_by", "decided_by")

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="right_requests")
    role = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Role])
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    permission = models.CharField(max_length=20, blank=True)

    class Meta(Proposed.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_approved=False)
                | (~Q(decided_by=models.F("proposed_by")) & ~Q(decided_by=models.F("staff"))),
                name="nobody_gives_a_right_alone",
            ),
            models.CheckConstraint(
                condition=(Q(role="") & Q(team__isnull=False) & ~Q(permission=""))
                | (~Q(role="") & Q(team__isnull=True) & Q(permission="")),
                name="a_right_is_a_role_or_a_team",
            ),
            models.UniqueConstraint(
                fields=["staff", "role", "team", "permission"],
                condition=Q(decided_at__isnull=True),
                name="one_request_for_a_right_waits",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.role or self.permission}"


class PersonChangeKind(models.TextChoices):
    """What of a person with far-reaching rights nobody changes alone."""

    EMAIL = "email", _("Another e-mail")
    SECOND_STEP = "second_step", _("Set up the second step anew")


class PersonChange(Proposed):
    """The e-mail or the second step of somebody who has rights that two persons gave; another one decides.

    Whoever could change either alone could sign in as them.
    """

    personal: ClassVar[tuple[str, ...]] = ("staff", "email", "proposed_by", "decided_by")
    Kind = PersonChangeKind

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=PersonChangeKind.choices)
    email = models.EmailField(blank=True)

    class Meta(Proposed.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_approved=False)
                | (~Q(decided_by=models.F("proposed_by")) & ~Q(decided_by=models.F("staff"))),
                name="nobody_changes_a_way_in_alone",
            ),
            models.CheckConstraint(
                condition=Q(kind="email") ^ Q(email=""), name="an_email_changes_to_another"
            ),
            models.UniqueConstraint(
                fields=["staff", "kind"],
                condition=Q(decided_at__isnull=True),
                name="one_change_of_a_person_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.kind}"


class Recertification(models.Model):
    """A team says again who belongs to it, by a day. What nobody answers for lapses when that day is over."""

    personal: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="recertifications")
    begun_on = models.DateField()
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-begun_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["team"],
                condition=Q(closed_at__isnull=True),
                name="a_team_is_asked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=models.F("begun_on")), name="a_team_has_time_to_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} by {self.due_on}"


class RecertificationLine(models.Model):
    """One person's right on the team: kept, taken away, lapsed, or not answered for yet."""

    personal: ClassVar[tuple[str, ...]] = ("staff", "answered_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recertification = models.ForeignKey(Recertification, on_delete=models.CASCADE, related_name="lines")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    permission = models.CharField(max_length=20)
    is_kept = models.BooleanField(null=True, blank=True)
    answered_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recertification", "staff", "permission"], name="a_right_is_asked_about_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=models.F("staff")),
                name="nobody_answers_for_themselves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.permission}"
