import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from beredskab.access.models import Proposed
from beredskab.organisation.models import Municipality, Staff, Unit


class SecondFactor(models.Model):
    """What a person has besides the password of a local account: an app that shows six digits.

    `secret` is encrypted with a key of the key folder. `last_step` is the half minute of the last code that
    was taken: no code is taken twice. `failures` since `failed_at` slow down whoever guesses.
    """

    personal: ClassVar[tuple[str, ...]] = ("staff", "secret")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, related_name="second_factor")
    secret = models.BinaryField()
    last_step = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"second factor of {self.staff_id}"


class RecoveryCode(models.Model):
    """One of ten codes on paper, for the day the phone is gone. Only a digest is kept; each works once."""

    personal: ClassVar[tuple[str, ...]] = ("staff",)

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "digest"], name="a_recovery_code_is_kept_once")
        ]

    def __str__(self) -> str:
        return f"recovery code of {self.staff_id}"


class Protocol(models.TextChoices):
    """How a municipality's provider vouches for people."""

    OIDC = "oidc", _("OpenID Connect")
    SAML = "saml", _("SAML 2.0")


class Provider(models.Model):
    """Where a municipality's people sign in. Made and changed by two persons (providers.changing).

    `substantial` are the values of the level claim that mean at least NSIS Substantial; anything else, and
    nothing at all, is low. `mapping` says which job function gives which role: [{"value", "role"}].
    `metadata` is what a SAML provider says about itself.
    """

    personal: ClassVar[tuple[str, ...]] = ()
    Protocol = Protocol

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="providers")
    slug = models.SlugField(max_length=40)
    protocol = models.CharField(max_length=4, choices=Protocol.choices)
    name = models.CharField(max_length=80)
    issuer = models.CharField(max_length=300)
    client_id = models.CharField(max_length=200, blank=True)
    secret = models.BinaryField(default=bytes)
    metadata = models.TextField(blank=True)
    email_claim = models.CharField(max_length=120, default="email")
    name_claim = models.CharField(max_length=120, default="name")
    roles_claim = models.CharField(max_length=120, default="roles")
    level_claim = models.CharField(max_length=120, default="acr")
    substantial = models.JSONField(default=list)
    mapping = models.JSONField(default=list)
    takes_in = models.BooleanField(
        default=False, help_text="somebody unknown gets a login with the least role"
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "slug"], name="a_provider_slug_is_unique")
        ]

    def __str__(self) -> str:
        return self.name


class ProviderChange(Proposed):
    """What a provider shall be from now on, suggested by one person; another one decides."""

    personal: ClassVar[tuple[str, ...]] = ("proposed_by", "decided_by")

    slug = models.SlugField(max_length=40)
    told = models.JSONField()
    secret = models.BinaryField(default=bytes)

    class Meta(Proposed.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(is_approved=False) | ~models.Q(decided_by=models.F("proposed_by")),
                name="nobody_approves_a_provider_alone",
            ),
            models.UniqueConstraint(
                fields=["municipality", "slug"],
                condition=models.Q(decided_at__isnull=True),
                name="one_change_of_a_provider_waits",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Identity(models.Model):
    """The name under which a provider knows a person; from the first sign-in on nobody else gets in by it."""

    personal: ClassVar[tuple[str, ...]] = ("staff", "subject")

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=300)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "subject"], name="a_subject_is_one_person"),
            models.UniqueConstraint(fields=["provider", "staff"], name="a_person_is_one_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} at {self.provider_id}"


class GivenRole(models.Model):
    """A role that a provider gave, and may take back: what it says no more at a sign-in is gone."""

    personal: ClassVar[tuple[str, ...]] = ("staff",)

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider", "staff", "role", "unit"],
                name="a_role_is_given_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.role}"


class SeenAnswer(models.Model):
    """The id of a provider's answer that has let somebody in; a second time it lets in nobody."""

    personal: ClassVar[tuple[str, ...]] = ()

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=200)
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "answer"], name="an_answer_lets_in_once")
        ]

    def __str__(self) -> str:
        return self.answer


class PostedAnswer(models.Model):
    """What a provider's form posted to us, until the visit that asked for it comes to fetch it: five minutes.

    The post comes from another site and brings no session with it, by design of the browsers.
    """

    personal: ClassVar[tuple[str, ...]] = ("content",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    content = models.TextField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
