"""Concerns filed before there was an index, or under another key of it, are found again (N-47)."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from beredskab.access.acting import acting_as, as_role
from beredskab.access.facts import forget
from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff
from beredskab.vault import keys
from beredskab.vault.blind import FILE
from notifications.case import indexing, same_child
from notifications.models import ChildIndex, Concern
from tests.build import monday_at, tuesday_at
from tests.cast import Town
from tests.journeys.walking import Walk, finish

pytestmark = pytest.mark.django_db


def told(anna: Staff, **child: str) -> Concern:
    """Filed through the form, so that it is sealed as real ones are."""
    walk = Walk(anna).start("mistanke")
    walk.answer(danger="no").answer(topics=["neglect"]).go_on()
    walk.answer(suspects=["unknown"]).answer(together="no").go_on()
    walk.answer(said="no").answer(account="Hun er alene hver dag.")
    return finish(walk, **child).concern


def links(concern: Concern, reader: Staff) -> list[str]:
    forget(reader)
    with acting_as(reader):
        return [one.reference for one in same_child.linked_to(concern, reader=reader)]


def run(*words: str) -> dict[str, Any]:
    out = StringIO()
    try:
        call_command("index_children", "--json", *words, stdout=out)
    except CommandError as fault:
        return {**json.loads(out.getvalue()), "fault": str(fault)}
    return dict(json.loads(out.getvalue()))


def test_what_was_filed_before_there_was_an_index_is_found(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(9))
    old = told(anna, cpr="010221-4321")
    unknown = told(anna)
    freeze(monday_at(10))
    new = told(anna, cpr="0102214321")
    with as_role("owner"):
        ChildIndex.objects.filter(concern=old.pk).delete()
    assert links(new, cia) == []

    assert run("--dry-run") == {
        "municipality": ready.municipality.slug,
        "waiting": 2,
        "fault": "2 concerns are waiting.",
    }
    freeze(tuesday_at(9))
    done = run()
    assert (done["looked_at"], done["indexed"], done["nothing_to_index"], done["unreadable"]) == (2, 1, 1, 0)
    assert links(new, cia) == [old.reference]
    assert (links(unknown, cia), run()["looked_at"]) == ([], 1)  # nothing tells that child apart
    with as_role("auditor") as alias:
        kept = Entry.objects.using(alias).filter(verb=indexing.INDEXED)
        assert [one.plain for one in kept] == [{"anew": False, "concerns": 2}, {"anew": False, "concerns": 1}]
        assert not Entry.objects.using(alias).filter(verb="concern.read", actor_id=None).exists()


def test_after_another_key_everything_is_indexed_anew_and_may_be_stopped(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(9))
    old = told(anna, cpr="010221-4321")
    freeze(monday_at(10))
    new = told(anna, cpr="010221-4321")
    (keys.folder() / FILE).unlink()
    freeze(monday_at(11))
    last = told(anna, cpr="010221-4321")
    assert links(last, cia) == []

    one = run("--anew", "--before", "2026-11-23T09:30")
    assert (one["looked_at"], one["through"]) == (1, old.filed_at.isoformat() if old.filed_at else None)
    assert links(last, cia) == [old.reference]
    assert run("--anew")["indexed"] == 3
    assert links(last, cia) == [new.reference, old.reference]


def test_what_no_key_here_opens_is_counted_and_the_rest_is_done(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(9))
    told(anna, cpr="010221-4321")
    for path in keys.folder().glob("*.key"):
        if path.name != FILE:
            path.unlink()
    done = run("--anew")
    assert (done["unreadable"], done["indexed"]) == (1, 0)
    assert done["fault"] == "1 concerns are not opened: no key that opens them is here."
