import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from notifications.management import arguments
from notifications.oversight import ledger
from notifications.oversight.ledger import Ledger


class Command(BaseCommand):
    help = (
        "What became of the concerns that were filed on a day: queued, handed to the mail server, opened in "
        "the portal, assessed, receipts sent. What the log says must match what is stored; a gap is named "
        "with the ids of its concerns. Exit code 0: no gap. 1: a gap, or no such municipality. 2: wrong "
        "arguments."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--date", type=dt.date.fromisoformat, required=True, metavar="DAY", help="for example 2026-04-01"
        )
        arguments.add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        municipality = arguments.municipality(options["municipality"])
        found = ledger.of_day(municipality, options["date"], at=timezone.now())
        answer = {
            "municipality": municipality.slug,
            "date": options["date"].isoformat(),
            **as_json(found),
        }
        self.stdout.write(json.dumps(answer, indent=2) if options["json"] else as_text(answer))
        if found.gaps:
            counts = ", ".join(f"{name.replace('_', ' ')} {len(ids)}" for name, ids in found.gaps.items())
            raise CommandError(f"The ledger of {answer['date']} has gaps: {counts}.")


def as_json(found: Ledger) -> dict[str, Any]:
    """The counts in the order in which things happen, then the gaps with ids."""
    return {
        "filed": found.filed,
        "queued": found.queued,
        "handed_to_mail_server": found.handed_to_mail_server,
        "opened": found.opened,
        "assessed": found.assessed,
        "receipts": found.receipts,
        "handed_over": found.handed_over,
        "handover_receipts": found.handover_receipts,
        "gaps": {name: [str(one) for one in ids] for name, ids in found.gaps.items()},
    }


def as_text(answer: dict[str, Any]) -> str:
    """A line for each count."""
    return "\n".join(f"{name.replace('_', ' ')}: {n}" for name, n in answer.items() if isinstance(n, int))
