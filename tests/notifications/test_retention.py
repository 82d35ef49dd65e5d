"""What has lapsed goes, with everything that belongs to it; the worker's role can delete nothing else."""

import datetime as dt
import json
import uuid
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.http import QueryDict

from beredskab.access.acting import acting_as, as_role
from beredskab.access.models import Exclusion, NamedReader
from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff
from beredskab.outbox import worker
from beredskab.vault import safe
from beredskab.vault.models import SealedKey
from notifications import filing
from notifications.drafting import rescue
from notifications.guide.typed import Typed
from notifications.models import Answer, Concern, RescuedPost
from notifications.oversight import retention
from notifications.oversight.retention import Kept, Swept
from notifications.vocabulary import Question
from tests import build
from tests.build import monday_at
from tests.cast import Town

LONG_AGO = dt.datetime(2024, 5, 6, 10, tzinfo=dt.UTC)  # lapsed by the database's own clock
FAR_AHEAD = dt.datetime(2090, 5, 6, 10, tzinfo=dt.UTC)


def draft_of(staff: Staff, at: dt.datetime) -> Concern:
    """A draft with an answer, its keys and a post that was rescued for it."""
    draft = filing.start(uuid.uuid4(), certainty="concern", by=staff, at=at)
    with acting_as(staff):
        opened = safe.open_for(draft.pk, by=staff, at=at)
        typed = Typed({"account": ("Drengen har blå mærker",)})
        filing.save_step(draft, opened, Question.ACCOUNT, typed, by=staff, at=at)
        Exclusion(subject=draft.pk, staff=staff, cause="conflict", since=at).save(force_insert=True)
        NamedReader(subject=draft.pk, staff=staff, reason="x", until=at).save(force_insert=True)
    rescued(staff, draft, at)
    return draft


def rescued(staff: Staff, draft: Concern, at: dt.datetime) -> None:
    post = QueryDict(mutable=True)
    post["ticket"] = rescue.ticket(draft.pk, "account", staff)
    post["account"] = "Og et til"
    assert rescue.keep(post, draft.pk, "account", at=at)


def rows_of(draft: Concern) -> list[int]:
    """How many rows there are: draft, answers, keys, exclusions, named readers, rescued posts."""
    with as_role("owner"):
        found = (
            Concern.objects.filter(pk=draft.pk),
            Answer.objects.filter(concern=draft.pk),
            SealedKey.objects.filter(subject=draft.pk),
            Exclusion.objects.filter(subject=draft.pk),
            NamedReader.objects.filter(subject=draft.pk),
            RescuedPost.objects.filter(draft=draft.pk),
        )
        return [rows.count() for rows in found]


def said_of(draft: Concern) -> list[tuple[str, Any]]:
    with as_role("auditor") as alias:
        rows = Entry.objects.using(alias).filter(verb="draft.lapsed", subject=str(draft.pk))
        return list(rows.values_list("verb", "plain"))


def as_clock(statement: str, *values: object) -> int:
    """What the worker's role gets done; a fault is passed on."""
    with as_role("clock") as alias, transaction.atomic(using=alias), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def test_a_lapsed_draft_goes_with_everything_and_the_trail_says_only_that(anna: Staff) -> None:
    lapsed, kept = draft_of(anna, LONG_AGO), draft_of(anna, FAR_AHEAD)
    assert rows_of(lapsed) == [1, 2, 2, 1, 1, 1]
    assert retention.sweep() == Swept(drafts=1, posts=0)  # the post went with its draft
    assert rows_of(lapsed) == [0, 0, 0, 0, 0, 0]
    assert rows_of(kept) == [1, 2, 2, 1, 1, 1]
    assert said_of(lapsed) == [("draft.lapsed", {})]
    assert (said_of(kept), retention.sweep()) == ([], Swept(0, 0))


def test_a_draft_that_its_filer_throws_away_leaves_no_key_behind(anna: Staff) -> None:
    draft = filing.start(uuid.uuid4(), certainty="concern", by=anna, at=monday_at(10))
    rescued(anna, draft, monday_at(10))
    filing.discard(draft, by=anna, at=monday_at(11))
    assert rows_of(draft) == [0, 0, 0, 0, 0, 0]


def test_the_draft_of_somebody_who_has_left_is_deleted_in_time(anna: Staff) -> None:
    draft = filing.start(uuid.uuid4(), certainty="suspicion", by=anna, at=monday_at(10))
    anna.is_active = False
    anna.save()
    for hours in range(7 * 24 + 2):
        worker.do_duties(at=monday_at(10) + dt.timedelta(hours=hours))
    assert rows_of(draft) == [0, 0, 0, 0, 0, 0]


def test_what_was_rescued_is_swept_when_thirty_minutes_are_over(anna: Staff) -> None:
    draft = filing.start(uuid.uuid4(), certainty="concern", by=anna, at=FAR_AHEAD)
    rescued(anna, draft, LONG_AGO)
    assert retention.look() == Kept(0, 1, FAR_AHEAD + filing.DRAFT_LIVES, lapsed_posts=1, posts=0)
    assert worker.do_duties(at=LONG_AGO + dt.timedelta(minutes=29)) == 0
    assert rows_of(draft)[-1] == 1
    assert worker.do_duties(at=LONG_AGO + dt.timedelta(minutes=35)) == 1
    assert rows_of(draft) == [1, 1, 2, 0, 0, 0]


@pytest.mark.parametrize(
    ("moment", "step"),
    [
        (dt.datetime(2026, 3, 29, 0, 58, 1, tzinfo=dt.UTC), dt.datetime(2026, 3, 29, 1, 0, tzinfo=dt.UTC)),
        (dt.datetime(2026, 3, 29, 1, 0, tzinfo=dt.UTC), dt.datetime(2026, 3, 29, 1, 5, tzinfo=dt.UTC)),
        (monday_at(23, 59), dt.datetime(2026, 11, 23, 23, 0, tzinfo=dt.UTC)),
    ],
)
def test_many_posts_ask_for_one_sweep(moment: dt.datetime, step: dt.datetime) -> None:
    assert retention.step_after(moment) == step


def test_the_clock_deletes_no_draft_that_is_in_use_and_no_concern(
    anna: Staff, cia: Staff, town: Town
) -> None:
    draft = draft_of(anna, FAR_AHEAD)
    sent = build.concern(filed_by=anna, team=town.reception)
    with acting_as(anna):
        Concern.objects.filter(pk=sent.pk).update(expires_at=LONG_AGO)
    assert as_clock("DELETE FROM notifications_concern") == 0
    assert as_clock("DELETE FROM notifications_rescuedpost") == 0
    assert (rows_of(draft)[0], rows_of(sent)[0]) == (1, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM notifications_answer",
        "DELETE FROM notifications_deadline",
        "DELETE FROM vault_sealedkey",
        "DELETE FROM access_exclusion",
        "DELETE FROM access_namedreader",
        "DELETE FROM audit_entry",
        "DELETE FROM outbox_message",
        "UPDATE notifications_concern SET expires_at = now()",
        "UPDATE notifications_concern SET state = 'draft'",
        "UPDATE notifications_rescuedpost SET expires_at = now()",
        "SELECT filed_by_id FROM notifications_concern",
        "SELECT sealed FROM notifications_rescuedpost",
        "SELECT ciphertext FROM notifications_answer",
    ],
)
def test_the_clock_is_refused_everything_else(anna: Staff, statement: str) -> None:
    draft_of(anna, LONG_AGO)
    with pytest.raises(DatabaseError, match="permission denied"):
        as_clock(statement)


def test_a_sent_concern_keeps_what_belongs_to_it_whoever_deletes_its_row(
    anna: Staff, cia: Staff, town: Town
) -> None:
    sent = build.concern(filed_by=anna, team=town.reception)
    with acting_as(anna):
        assert Concern.objects.filter(pk=sent.pk, state="draft").delete()[0] == 0
    assert rows_of(sent) == [1, 0, 3, 0, 0, 0]


def test_the_command_counts_and_deletes_only_when_asked_to(anna: Staff, capsys: Any) -> None:
    draft = draft_of(anna, LONG_AGO)

    def ask(*words: str) -> Any:
        call_command("retention", *words)
        return json.loads(capsys.readouterr().out)

    expected = {
        "drafts": {"due": 1, "deleted": 0, "kept": 0, "next_lapses": None},
        "rescued_posts": {"due": 1, "deleted": 0, "kept": 0},
        "closed_concerns": {
            "due": 0,
            "due_by_outcome": {},
            "deleted": 0,
            "kept": 0,
            "without_receipt": 0,
            "next_due": None,
            "municipalities": {},
        },
    }
    assert ask("--dry-run", "--json") == expected
    assert rows_of(draft)[0] == 1
    expected["drafts"]["deleted"] = 1
    assert ask("--json") == expected
    assert rows_of(draft) == [0, 0, 0, 0, 0, 0]
    call_command("retention")
    assert capsys.readouterr().out.startswith("drafts: 0 due, 0 deleted, 0 kept\n")
