from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from beredskab.organisation.models import Staff
from beredskab.organisation.resolve import municipality_named
from plans.implementation.reports import making, paper
from plans.implementation.reports.content import Wanted
from plans.management.commands._days import day, plan_or_framework
from plans.models import StatusReport
from plans.paper.printing import CannotPrint


class Command(BaseCommand):
    help = (
        "Make a status report of an action plan, or of the recommendations (SISO), and write it as a tagged "
        "PDF. The report is kept under its number; --approved-by freezes it with somebody's name. The same "
        "plan and days give the same report again. Exit 0: written. Exit 1: the message says why not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", required=True, help="an action plan, or recommendations (SISO)")
        parser.add_argument("--as-of", required=True, help="the day it holds for, as 2026-06-01")
        parser.add_argument("--published", required=True, help="the day it is told")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the PDF goes")
        parser.add_argument("--line", action="append", default=[], help="what is most important; repeatable")
        parser.add_argument("--approved-by", metavar="EMAIL", help="who stands for it with their name")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("--municipality", help="name or slug; the default one when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        try:
            municipality = municipality_named(options["municipality"])
            plan, framework = plan_or_framework(municipality, options["plan"])
            days = day(options["as_of"]), day(options["published"])
            wanted = Wanted(plan, *days, tuple(options["line"]), framework)
            report = making.make_for(municipality, wanted, by=None, at=at)
            if options["approved_by"]:
                report = self._approved(report, options["approved_by"], at)
            file = paper.make(report, options["language"] or municipality.language, at=at)
        except (LookupError, ValueError, CannotPrint) as fault:
            raise CommandError(str(fault.args[0] if fault.args else fault)) from fault
        options["out"].write_bytes(bytes(file.pdf))
        self.stdout.write(
            f"{options['out']}: report {report.number}, {file.pages} pages, SHA-256 {report.checksum}"
        )

    def _approved(self, report: StatusReport, email: str, at: Any) -> StatusReport:
        staff = Staff.objects.filter(email__iexact=email, municipality=report.municipality).first()
        if staff is None:
            raise LookupError(f"Nobody in {report.municipality.name} has the e-mail {email}.")
        return making.approve(report, by=staff, at=at)
