import json
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from notifications.handover import deletion
from notifications.handover.deletion import Closed
from notifications.oversight import retention
from notifications.oversight.retention import Kept


class Command(BaseCommand):
    help = (
        "Deletes drafts and rescued posts that have lapsed, and closed concerns that the case system has, as "
        "the worker does by itself; --dry-run only counts them. Counts, never names or ids. "
        "Exit code 0: done. 2: wrong arguments."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count what is due and delete nothing")
        parser.add_argument("--json", action="store_true", help="print the answer as JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        before = retention.look()
        swept = None if options["dry_run"] else retention.sweep()
        answer = as_json(before, drafts=swept.drafts if swept else 0, posts=swept.posts if swept else 0)
        answer["closed_concerns"] = closed_concerns(delete=not options["dry_run"])
        self.stdout.write(json.dumps(answer, indent=2) if options["json"] else as_text(answer))


def closed_concerns(*, delete: bool) -> dict[str, Any]:
    """What has been handed over and is due, deleted or kept: together, and each municipality by itself."""
    now = timezone.now()
    found = deletion.closed(at=now)
    each = {slug: [one for one in found if one.municipality == slug] for slug in _slugs(found)}
    return {
        **_counted(found),
        "deleted": deletion.delete(deletion.due(at=now), at=now) if delete else 0,
        "municipalities": {slug: _counted(rows) for slug, rows in each.items()},
    }


def _slugs(found: list[Closed]) -> list[str]:
    return sorted({one.municipality for one in found})


def _counted(found: list[Closed]) -> dict[str, Any]:
    """How many are due, by outcome; how many stay, and how many of them only for want of a receipt."""
    due_by_outcome: Counter[str] = Counter()
    for one in found:
        due_by_outcome[one.outcome] += one.due
    next_due = min((one.next_due for one in found if one.next_due), default=None)
    return {
        "due": due_by_outcome.total(),
        "due_by_outcome": dict(sorted((+due_by_outcome).items())),
        "kept": sum(one.kept for one in found),
        "without_receipt": sum(one.without_receipt for one in found),
        "next_due": next_due.isoformat(timespec="seconds") if next_due else None,
    }


def as_json(before: Kept, *, drafts: int, posts: int) -> dict[str, Any]:
    """What was due, what was deleted and what is kept, for each kind of row."""
    next_lapse = before.next_draft.isoformat(timespec="seconds") if before.next_draft else None
    return {
        "drafts": {
            "due": before.lapsed_drafts,
            "deleted": drafts,
            "kept": before.drafts,
            "next_lapses": next_lapse,
        },
        "rescued_posts": {"due": before.lapsed_posts, "deleted": posts, "kept": before.posts},
    }


def as_text(answer: dict[str, Any]) -> str:
    """A line for each kind of row."""
    return "\n".join(
        f"{kind.replace('_', ' ')}: {row['due']} due, {row['deleted']} deleted, {row['kept']} kept"
        for kind, row in answer.items()
    )
