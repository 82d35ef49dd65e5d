"""What the commands that write a sheet to a file have in common."""

from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone, translation

from beredskab.organisation.models import Municipality
from beredskab.organisation.resolve import municipality_named
from plans import access
from plans.paper import sheets
from plans.paper.printing import why_off


class SheetCommand(BaseCommand):
    """Makes or takes the kept file of `kind`; exit code 1 with a sentence when there is none."""

    kind: ClassVar[str]
    municipality: Municipality

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, metavar="FILE", help="else its own name, here")
        parser.add_argument("--municipality", metavar="NAME", help="name or slug; else the default")

    def subject(self, options: dict[str, Any]) -> str:
        """The slug of what is printed, empty for a sheet of the whole municipality."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.municipality = municipality_named(options["municipality"])
        except LookupError as fault:
            raise CommandError(str(fault)) from fault
        size = options.get("size", "a4")
        order = sheets.Order(self.municipality, self.kind, size, self.subject(options))
        with translation.override(self.municipality.language):
            file = sheets.make(order, again=True, at=timezone.now())
        if file is None or file.pdf is None:
            raise CommandError(why_off() or (sheets.refusal_text(file) if file else "Nothing to print."))
        out = options["out"] or Path(sheets.file_name(file, self.municipality))
        try:
            out.write_bytes(bytes(file.pdf))
        except OSError as fault:
            raise CommandError(f"The file cannot be written: {fault}") from fault
        self.stdout.write(f"{out}: {file.size.upper()}, {len(file.pdf)} bytes")

    def plan_named(self, name: str) -> str:
        """The slug of the plan in force with this slug or title."""
        plans = access.plans_for(access.Viewer(self.municipality, None))
        plan = plans.filter(Q(slug=name) | Q(title__iexact=name)).first()
        if plan is None:
            known = ", ".join(plans.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no plan {name!r} in force. There are: {known}.")
        return plan.slug
