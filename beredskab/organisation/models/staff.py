import datetime as dt
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beredskab.organisation import kept
from beredskab.organisation.models.municipality import Municipality
from beredskab.organisation.models.unit import Unit


class Profession(models.Model):
    """What somebody works as: decides which sections are theirs. Data, so a municipality adds its own."""

    personal: ClassVar[tuple[str, ...]] = ()

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="professions")
    slug = models.SlugField(max_length=40)
    name_da = models.CharField(max_length=80)
    name_nb = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    meets_children = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["name_da"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "slug"], name="a_profession_slug_is_unique")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page; Danish where it is not translated."""
        from django.utils.translation import get_language

        return str(getattr(self, f"name_{(get_language() or 'da')[:2]}", "") or self.name_da)


class StaffManager(BaseUserManager["Staff"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Staff":
        """A person without any right; the password is unusable when none is given."""
        staff = self.model(email=self.normalize_email(email).lower(), **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Staff":
        """Django's own flag. It opens nothing here: no concern is shown to a superuser (trust.md T4)."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Staff":
        """For Django's own machinery only: the door asks `signin.backends`, which knows the municipality."""
        return self.get(email__iexact=username)


class Staff(AbstractBaseUser, PermissionsMixin):
    """A person with a login at one municipality. Rights come from beredskab.access, never from flags here.

    Who works for two municipalities is two rows that know nothing of each other (ADR 18).
    """

    personal: ClassVar[tuple[str, ...]] = ("email", "name", "phone", "password", "number")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="staff")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=5, blank=True)
    is_active = models.BooleanField(default=True)
    number = models.CharField(
        max_length=40, blank=True, help_text="of the staff office; finds a person whose e-mail has changed"
    )

    welcomed = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        help_text="roles whose first visit the person has put away",
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = StaffManager()

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name_plural = "staff"
        constraints: ClassVar = [
            models.UniqueConstraint(
                "municipality", Lower("email"), name="an_email_is_one_person_of_a_municipality"
            ),
            models.UniqueConstraint(
                fields=["municipality", "number"],
                condition=~Q(number=""),
                name="an_employee_number_is_somebodys_own",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "name", "id"], name="staff_by_name"),
            models.Index(fields=["email"], name="staff_by_email"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def current_memberships(self, on: dt.date | None = None) -> "list[Membership]":
        """Employments in force on a day (today when None), main one first; read once per person and page."""
        if on is not None:
            return self._memberships(on)
        if not hasattr(self, "_current_memberships"):
            self._current_memberships = self._memberships(timezone.localdate())
        return self._current_memberships

    def _memberships(self, on: dt.date) -> "list[Membership]":
        def read() -> list[Membership]:
            mine = Membership.objects.filter(staff=self).current(on)
            return list(mine.select_related("unit", "profession"))

        if (
            "municipality" not in self._state.fields_cache
        ):  # one of many on a page; nothing is saved by keeping
            return read()
        return kept.while_unchanged(self.municipality, ("memberships", self.pk, on), read, among=kept.PEOPLE)

    def professions(self) -> frozenset[str]:
        """Slugs of the professions the person has today."""
        return frozenset(m.profession.slug for m in self.current_memberships() if m.profession)

    @property
    def unit(self) -> Unit | None:
        """The unit of the main employment, None for somebody without one."""
        memberships = self.current_memberships()
        return memberships[0].unit if memberships else None


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: dt.date) -> "MembershipQuerySet":
        """Employments that have begun and not ended on that day, main one first."""
        begun = Q(starts_on__isnull=True) | Q(starts_on__lte=on)
        not_ended = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
        return self.filter(begun & not_ended).order_by("order", "pk")


class Source(models.TextChoices):
    """Who says that somebody is employed, and may therefore say that they are not."""

    HAND = "hand", _("by hand")
    LIST = "list", _("the staff list")
    SCIM = "scim", _("the staff system")


class Membership(models.Model):
    """An employment: a person in a unit with a profession. Somebody may have several.

    `title` is what the source calls the job; the profession is what the municipality says it means.
    """

    personal: ClassVar[tuple[str, ...]] = ("staff",)
    Source = Source

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    profession = models.ForeignKey(
        Profession, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    order = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    on_leave_until = models.DateField(null=True, blank=True)
    title = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.HAND)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["staff", "unit", "profession"],
                name="an_employment_is_listed_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} in {self.unit_id}"
