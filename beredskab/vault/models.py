import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class HolderKind(models.TextChoices):
    STAFF = "staff"
    TEAM = "team"
    REST = "rest"  # a team without the people who are kept out of one subject
    RECOVERY = "recovery"


class Custody(models.TextChoices):
    """Where the private half of a key is."""

    MACHINE = "machine"  # in the key folder
    SHARES = "shares"  # on three sheets of paper, two of which give it back
    MEMBERS = "members"  # with the members of the team, each behind a passphrase (ADR 22)


class KeyHolder(models.Model):
    """A person, a team, its rest or the municipality's recovery: the public key; the other half is a file.

    A rest belongs to one subject, which the team's own key opens no longer (trust.md, stage 2).
    """

    personal: ClassVar[tuple[str, ...]] = ()
    Kind = HolderKind
    Custody = Custody

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=10, choices=HolderKind.choices)
    ref = models.BigIntegerField(help_text="id of the person, team or municipality")
    version = models.PositiveIntegerField(default=1)
    custody = models.CharField(max_length=10, choices=Custody.choices, default=Custody.MACHINE)
    public_key = models.BinaryField(max_length=32)
    made_at = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True, blank=True)
    follows = models.UUIDField(null=True, blank=True, help_text="id of the key whose place it takes")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "ref", "version"],
                condition=~models.Q(kind="rest"),
                name="a_holder_has_each_version_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "ref"],
                condition=models.Q(retired_at__isnull=True) & ~models.Q(kind="rest"),
                name="a_holder_has_one_key_in_use",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref} v{self.version}"


class SealedKey(models.Model):
    """The data key of one subject (a concern or draft), sealed to one holder."""

    personal: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject = models.UUIDField()
    holder = models.ForeignKey(KeyHolder, on_delete=models.PROTECT, related_name="sealed_keys")
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "holder"], name="a_key_is_sealed_once_to_a_holder")
        ]

    def __str__(self) -> str:
        return f"key of {self.subject}"


class OwnKeyCopy(models.Model):
    """One of the portal's own keys, sealed to the recovery key: with two shares these come back too."""

    personal: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    holder = models.ForeignKey(KeyHolder, on_delete=models.CASCADE, related_name="own_key_copies")
    name = models.CharField(max_length=40)
    sealed = models.BinaryField()

    class Meta:
        verbose_name_plural = "own key copies"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["holder", "name"], name="an_own_key_is_copied_once")
        ]

    def __str__(self) -> str:
        return self.name


class MemberKey(models.Model):
    """A person's own pair of keys for closed teams; the private half opens by their passphrase alone.

    `rounds`, `kibibytes` and `lanes` are what Argon2id was told when the passphrase was chosen. `failures`
    since `failed_at` slow down whoever guesses.
    """

    personal: ClassVar[tuple[str, ...]] = ("ref",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    ref = models.BigIntegerField(help_text="id of the person")
    public_key = models.BinaryField(max_length=32)
    sealed_private = models.BinaryField()
    salt = models.BinaryField(max_length=16)
    rounds = models.PositiveSmallIntegerField()
    kibibytes = models.PositiveIntegerField()
    lanes = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ref"],
                condition=models.Q(retired_at__isnull=True),
                name="a_person_has_one_passphrase_in_use",
            ),
        ]

    def __str__(self) -> str:
        return f"member key of {self.ref}"


class KeyShare(models.Model):
    """The private half of a closed team's key, sealed to one of its members."""

    personal: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    # A rest is deleted by the database with its last sealed key: its shares go there too (migration 0007).
    holder = models.ForeignKey(
        KeyHolder, on_delete=models.CASCADE, related_name="shares", db_constraint=False
    )
    member_key = models.ForeignKey(MemberKey, on_delete=models.CASCADE, related_name="shares")
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["holder", "member_key"], name="a_member_has_a_key_once")
        ]

    def __str__(self) -> str:
        return f"share of {self.holder_id}"


class Ticket(models.Model):
    """A member has unlocked: their private key under a secret that only their browser has."""

    personal: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    member_key = models.ForeignKey(MemberKey, on_delete=models.CASCADE, related_name="tickets")
    session = models.CharField(max_length=64, help_text="digest of the session that unlocked")
    sealed = models.BinaryField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"ticket until {self.until}"
