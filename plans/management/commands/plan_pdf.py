from typing import Any

from django.core.management.base import CommandParser

from plans.management.commands._sheet import SheetCommand


class Command(SheetCommand):
    """Write the public part of a plan to a file."""

    help = "Write the public part of a plan in force as one PDF with contents, bookmarks and page numbers."
    kind = "plan"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--plan", required=True, metavar="NAME", help="slug or title")

    def subject(self, options: dict[str, Any]) -> str:
        return self.plan_named(options["plan"])
