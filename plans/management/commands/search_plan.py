import json
import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.utils.html import strip_tags

from beredskab.access.acting import acting_as
from beredskab.organisation.models import Staff
from plans import searching
from plans.access import Viewer


class Command(BaseCommand):
    help = "Search the plans in force as somebody: only what this person may read is found. Best hit first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("words", help="what to look for")
        parser.add_argument(
            "--as", dest="person", required=True, metavar="WHO", help="address, or what stands before its @"
        )
        parser.add_argument("--json", action="store_true", help="print the hits as JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        people = Staff.objects.filter(is_active=True).select_related("municipality")
        staff = _one(people, options["person"])
        with acting_as(staff):
            hits = searching.search(Viewer(staff.municipality, staff), options["words"])
        told = [_told(hit) for hit in hits]
        if options["json"]:
            self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))
        else:
            lines = [f"{one['title']} ({one['plan']}/{one['section']})\n  {one['excerpt']}" for one in told]
            self.stdout.write("\n".join(lines or ["Nothing found."]))


def _one(people: QuerySet[Staff], who: str) -> Staff:
    """By address; a short name has to mean one person."""
    found = list(
        people.filter(email__iexact=who) if "@" in who else people.filter(email__istartswith=f"{who}@")
    )
    if not found:
        raise CommandError(f"Nobody active has the address {who!r}.")
    if len(found) > 1:
        raise CommandError(f"{who!r} means several people: {', '.join(sorted(one.email for one in found))}.")
    return found[0]


def _told(hit: searching.Hit) -> dict[str, str]:
    line = hit.line
    return {
        "plan": line.edition.plan.slug,
        "section": line.section.slug,
        "title": line.version.title,
        "anchor": hit.anchor,
        "excerpt": re.sub(r"\s+", " ", strip_tags(hit.excerpt)).strip(),
    }
