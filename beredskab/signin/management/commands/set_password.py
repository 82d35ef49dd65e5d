from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.organisation.resolve import municipality_named


class Command(BaseCommand):
    help = (
        "Sets the password of a local account, asking twice; the first sign-in sets up the second step. "
        "(changepassword knows no municipalities.) Exit 1 when nobody has the mail, or it is weak."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--municipality", metavar="NAME", help="name or slug; else the default")

    def handle(self, *args: Any, **options: Any) -> None:
        staff = self._somebody(options["email"], options["municipality"])
        typed = getpass("New password: ")
        if typed != getpass("The same again: "):
            raise CommandError("The two differ.")
        try:
            validate_password(typed, staff)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        staff.set_password(typed)
        staff.save(update_fields=["password"])
        trail.record(None, "staff.password_set", staff.pk, at=timezone.now())
        self.stdout.write("set")

    def _somebody(self, email: str, municipality: str | None) -> Staff:
        try:
            place = municipality_named(municipality)
        except LookupError as refusal:
            raise CommandError(str(refusal.args[0])) from refusal
        found = Staff.objects.filter(municipality=place, email__iexact=email, is_active=True).first()
        if found is None:
            raise CommandError(f"Nobody with a login at {place.name} has the mail {email}.")
        return found
