import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from beredskab.organisation.resolve import municipality_named
from plans.implementation.progress import RecommendationStanding, framework_at
from plans.implementation.reports.comparing import Comparison, Item, compare
from plans.implementation.reports.content import items_at
from plans.management.commands._days import day, plan_or_framework
from plans.vocabulary import Change


class Command(BaseCommand):
    help = (
        "What changed between two days in an action plan, or in the recommendations (SISO): further, back, "
        "dropped, taken up again, now known, no longer known. Exit 0: answered. Exit 1: no such plan or day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", required=True, help="an action plan, or recommendations (SISO)")
        parser.add_argument("--from", dest="first", required=True, help="the earlier day, as 2026-06-01")
        parser.add_argument("--to", dest="last", required=True, help="the later day")
        parser.add_argument("--municipality", help="name or slug; the default one when left out")
        parser.add_argument("--json", action="store_true", help="print the answer as JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            municipality = municipality_named(options["municipality"])
            plan, framework = plan_or_framework(municipality, options["plan"])
            days = (day(options["first"]), day(options["last"]))
        except (LookupError, ValueError) as fault:
            raise CommandError(str(fault.args[0])) from fault
        if days[0] > days[1]:
            raise CommandError("The first day comes after the last one.")
        sides = []
        for one in days:
            if plan is not None:
                sides.append(items_at(plan, one))
                continue
            rows = framework_at(municipality, one, framework).rows
            sides.append({str(x.named.number): _item(x) for x in rows})
        told = compare(sides[0], sides[1])
        head = {"plan": options["plan"], "from": days[0].isoformat(), "to": days[1].isoformat()}
        self.stdout.write(json.dumps({**head, **as_json(told)}, indent=2) if options["json"] else _text(told))


def _item(row: RecommendationStanding) -> Item:
    return Item(str(row.named.number), row.named.title, row.status)


def as_json(told: Comparison) -> dict[str, Any]:
    """Counts of every way, and each item that changed."""
    return {
        "denominator": len(told.items),
        "counts": {change.value: told.counts[change] for change in Change},
        "changes": [
            {
                "number": one.item.number,
                "title": one.item.title,
                "from": one.before.status.value if one.before else None,
                "to": one.after.status.value if one.after else None,
                "change": one.change.value,
            }
            for one in told.changed
        ],
    }


def _text(told: Comparison) -> str:
    lines = [
        f"{one.change.value:<8} {one.item.number:>5}  "
        f"{one.before.status.value if one.before else '-'} -> {one.after.status.value if one.after else '-'}"
        for one in told.changed
    ]
    return "\n".join([*lines, f"{told.counts[Change.SAME]} of {len(told.items)} unchanged"])
