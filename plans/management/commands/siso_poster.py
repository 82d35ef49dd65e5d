from typing import Any

from django.core.management.base import CommandParser

from plans.management.commands._sheet import SheetCommand
from plans.paper.printing import PAPERS


class Command(SheetCommand):
    """Write the poster of the recommendations to a file."""

    help = (
        "Write the overview of the recommendations, with how far the municipality is, as a PDF of one page."
    )
    kind = "recommendations"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--size", choices=sorted(PAPERS), default="a3")

    def subject(self, options: dict[str, Any]) -> str:
        return ""
