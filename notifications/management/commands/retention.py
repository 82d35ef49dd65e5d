import json
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from notifications.handover import deletion
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
    """What has been handed over and is due, deleted or kept; how many stay only for want of a receipt."""
    now = timezone.now()
    due, waiting = deletion.due(at=now), deletion.waiting(at=now)
    next_due = waiting.next_due.isoformat(timespec="seconds") if waiting.next_due else None
    return {
        "due": len(due),
        "due_by_outcome": dict(sorted(Counter(one.outcome for one in due).items())),
        "deleted": deletion.delete(due, at=now) if delete else 0,
        "kept": waiting.kept,
        "without_receipt": waiting.without_receipt,
        "next_due": next_due,
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
