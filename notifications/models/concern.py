import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from beredskab.organisation.models import Municipality, Staff, Team, Unit


class Concern(models.Model):
    """One notification about one child, from the first saved answer (a draft) to the closed case.

    Plain columns are what lists, routing and counts need (trust.md, stage 1). Everything about a child, a
    family or a named person is an encrypted Answer.
    """

    personal: ClassVar[tuple[str, ...]] = (
        "filed_by",
        "claimed_by",
        "reference",
        "unit",
        "pick_up_at",
        "is_protected",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, null=True, unique=True)
    state = models.CharField(max_length=20, default="draft")
    certainty = models.CharField(
        max_length=20, blank=True, help_text="as chosen; the path follows the strictest"
    )
    topics = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    suspects = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    acute = models.CharField(max_length=10, blank=True, help_text="yes, maybe or no")
    age_band = models.CharField(max_length=10, blank=True, help_text="for lists: unborn, 0-2, 3-5 ...")
    intake = models.CharField(
        max_length=20, default="guided", help_text="by which form: guided, absence or on_behalf"
    )
    is_unborn = models.BooleanField(default=False)
    is_protected = models.BooleanField(
        default=False, help_text="protected name or address: hidden from lists, mails, files and paper"
    )
    bundle = models.UUIDField(
        null=True, blank=True, help_text="notifications on several children in one matter share it"
    )
    together = models.CharField(
        max_length=20, blank=True, help_text="with the suspected today: later, now, no, unknown"
    )
    pick_up_at = models.DateTimeField(null=True, blank=True)

    filed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    notifier = models.CharField(
        max_length=20,
        default="professional",
        help_text="who notified: professional, municipality, private or anonymous",
    )
    notifier_code = models.CharField(
        max_length=4,
        blank=True,
        help_text="national code of who notified, asked when it was taken down for somebody else",
    )
    filer_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="where the child attends",
    )
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    route_rule = models.CharField(max_length=120, blank=True)
    route_reason = models.TextField(blank=True)
    advice_shown = models.JSONField(
        default=list, help_text="codes and versions of the STOP advice that was shown"
    )

    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True, help_text="when a draft is deleted")
    review_on = models.DateField(
        null=True, blank=True, help_text="a draft waits: the filer looks at it again on this day"
    )
    received_at = models.DateTimeField(null=True, blank=True, help_text="the clocks start here")
    filed_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.UUIDField(null=True, unique=True)

    claimed_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    is_waiting = models.BooleanField(default=False, help_text="a mark: the team waits for an answer")
    receipt_sent_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(team__isnull=False),
                name="a_filed_concern_has_a_team",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(reference__isnull=False, received_at__isnull=False, filed_at__isnull=False),
                name="a_filed_concern_has_a_reference_and_times",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", team__isnull=True) | ~Q(state="draft"),
                name="a_draft_has_no_team",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True, claimed_at__isnull=True)
                | Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="who_claimed_and_when_go_together",
            ),
            models.CheckConstraint(
                condition=~Q(claimed_by=F("filed_by")) | Q(intake="on_behalf"),
                name="nobody_handles_their_own_concern",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "draft",
                        "filed",
                        "claimed",
                        "assessed",
                        "decided",
                        "handed_over",
                        "closed",
                    ]
                ),
                name="a_concern_is_in_a_known_state",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["team", "received_at"],
                name="concern_open_by_team",
                condition=~Q(state__in=["draft", "closed"]),
            ),
            models.Index(
                fields=["team", "-closed_at"], name="concern_closed_by_team", condition=Q(state="closed")
            ),
            models.Index(fields=["filed_by", "-started_at"], name="concern_by_filer"),
            models.Index(fields=["bundle"], name="concern_bundle", condition=Q(bundle__isnull=False)),
            models.Index(fields=["expires_at"], name="concern_draft_expiry", condition=Q(state="draft")),
        ]

    def __str__(self) -> str:
        return self.reference or "draft"

    @property
    def own_of(self) -> int | None:
        """Whose own notification it is, and who therefore does not handle it (rule N-50).

        None for what was taken down on the phone or from paper: whoever wrote it down has not notified.
        """
        return None if self.is_taken_down else self.filed_by_id

    @property
    def is_taken_down(self) -> bool:
        """Written down for somebody else, who has no login: what is told them goes outside the portal."""
        return self.intake == "on_behalf"


class Answer(models.Model):
    """One answered question, encrypted under the concern's data key; the field name is the question's id."""

    personal: ClassVar[tuple[str, ...]] = ("ciphertext",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=20)
    ciphertext = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["concern", "question"], name="a_question_is_answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.question} of {self.concern_id}"
