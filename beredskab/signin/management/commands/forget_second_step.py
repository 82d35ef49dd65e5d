from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from beredskab.organisation.models import Staff
from beredskab.organisation.resolve import municipality_named
from beredskab.signin import codes


class Command(BaseCommand):
    help = (
        "Somebody has lost both phone and recovery codes: the next sign-in with the password sets up both. "
        "Stands in the trail. Make sure by another way that it is them. Exit 1 when nobody has the mail."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--municipality", metavar="NAME", help="name or slug; else the default")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            place = municipality_named(options["municipality"])
        except LookupError as refusal:
            raise CommandError(str(refusal.args[0])) from refusal
        people = Staff.objects.filter(municipality=place, is_active=True)
        staff = people.filter(email__iexact=options["email"]).first()
        if staff is None:
            raise CommandError(f"Nobody with a login at {place.name} has the mail {options['email']}.")
        codes.forget(staff, by=None, at=timezone.now())
        self.stdout.write("forgotten; the next sign-in sets up both anew")
