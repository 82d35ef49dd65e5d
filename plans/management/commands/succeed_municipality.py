import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from beredskab.organisation.resolve import municipality_named
from plans.models import Succession


class Command(BaseCommand):
    help = (
        "A municipality becomes part of another on a day: its action plans are the other's to follow from "
        "now on, with all that was said, under the names it was said with. Doing it again changes nothing. "
        "Exit 0: noted. Exit 1: nothing was changed, the message says why."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--old", required=True, help="name or slug of the one that ends")
        parser.add_argument("--new", required=True, help="name or slug of the one that goes on")
        parser.add_argument("--on", required=True, help="the day, as 2027-01-01")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            old, new = municipality_named(options["old"]), municipality_named(options["new"])
            on = dt.date.fromisoformat(options["on"])
        except (LookupError, ValueError) as fault:
            raise CommandError(str(fault.args[0])) from fault
        if old == new:
            raise CommandError("A municipality does not succeed itself.")
        found, _made = Succession.objects.get_or_create(old=old, defaults={"new": new, "on": on})
        if (found.new_id, found.on) != (new.pk, on):
            raise CommandError(f"{old.name} has ended on {found.on.isoformat()} already.")
        self.stdout.write(f"{new.name} carries on the action plans of {old.name} from {on.isoformat()}.")
