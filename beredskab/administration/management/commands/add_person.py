from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from beredskab.access.roles import Role
from beredskab.administration.people import Newcomer, Refused, enrol
from beredskab.organisation.resolve import municipality_named


class Command(BaseCommand):
    help = (
        "Take a person in with unit, profession, roles and teams, or add what a known person lacks. "
        "Safe to repeat. Exit 1, with a sentence, when it cannot. The password comes with set_password."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="needed for somebody new")
        parser.add_argument("--unit", default="", help="slug or name")
        parser.add_argument("--profession", default="", help="slug or Danish name")
        parser.add_argument("--role", action="append", default=[], choices=list(Role), dest="roles")
        parser.add_argument("--team", action="append", default=[], help="handles its concerns", dest="teams")
        parser.add_argument("--leads", action="append", default=[], help="unit that the person leads")
        parser.add_argument("--phone", default="")
        parser.add_argument("--municipality", metavar="NAME", help="name or slug; else the default")

    def handle(self, *args: Any, **options: Any) -> None:
        newcomer = Newcomer(
            email=options["email"],
            name=options["name"],
            unit=options["unit"],
            profession=options["profession"],
            roles=tuple(options["roles"]),
            teams=tuple(options["teams"]),
            leads=tuple(options["leads"]),
            phone=options["phone"],
        )
        try:
            municipality = municipality_named(options["municipality"])
            made = enrol(newcomer, municipality, at=timezone.now())
        except (Refused, LookupError) as refusal:
            raise CommandError(refusal.args[0]) from refusal
        self.stdout.write(f"{newcomer.email} {'is taken in' if made else 'was known, and has it all now'}")
