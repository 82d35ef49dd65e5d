"""Stories of the receiving team: Anna has filed, Cia handles, and nobody else learns of it."""

import pytest

from beredskab.access.acting import acting_as
from beredskab.access.guard import Forbidden
from beredskab.outbox.vocabulary import Kind
from beredskab.vault import safe
from notifications import deadlines, handling
from notifications.case import feedback, screening
from notifications.case.screening import Choice
from notifications.handling import AlreadyClaimed, Finding, NotDone, field_of
from notifications.lifecycle import ForbiddenMove
from notifications.models import Assessment, Concern, Message, Note
from notifications.vocabulary import DeadlineKind, Letter, Outcome, State
from tests import build
from tests.build import monday_at
from tests.seen import outbox_to, trail_of


@pytest.fixture
def filed(anna, cia, town) -> Concern:
    """Anna's concern, in the receiving team's inbox since eight o'clock on Monday."""
    return build.concern(filed_by=anna, team=town.reception)


@pytest.fixture
def claimed(anna, cia, town) -> Concern:
    """The same, and Cia has taken it."""
    return build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)


@pytest.fixture
def assessed(anna, cia, town) -> Concern:
    """The same, and Cia has assessed it."""
    return build.concern(filed_by=anna, team=town.reception, state=State.ASSESSED, by=cia)


def met(concern, by):
    with acting_as(by):
        return {kind: row.met_at for kind, row in deadlines.of(concern).items()}


def unsealed(row, name, by):
    with acting_as(by):
        opened = safe.open_for(row.concern_id, by=by, at=monday_at(12))
    # what filer and team say to each other lies under the part of the key that both have
    read = opened.decrypt_shared if isinstance(row, Message) else opened.decrypt
    return read(field_of(row, name), getattr(row, name))


def test_cia_takes_the_case(cia, filed):
    taken = handling.claim(filed, by=cia, at=monday_at(9))
    assert (taken.state, taken.claimed_by, taken.claimed_at) == (State.CLAIMED, cia, monday_at(9))
    assert trail_of(filed) == ["concern.filed", "concern.claimed"]


def test_ida_comes_second_and_is_told_who_has_it(cia, ida, filed):
    handling.claim(filed, by=cia, at=monday_at(9))
    with pytest.raises(AlreadyClaimed) as refusal:
        handling.claim(filed, by=ida, at=monday_at(9, 1))
    assert refusal.value.concern.claimed_by == cia
    assert refusal.value.concern.claimed_at == monday_at(9)
    assert trail_of(filed) == ["concern.filed", "concern.claimed"]


def test_taking_the_case_twice_changes_nothing(cia, filed):
    handling.claim(filed, by=cia, at=monday_at(9))
    again = handling.claim(filed, by=cia, at=monday_at(10))
    assert again.claimed_at == monday_at(9)
    assert trail_of(filed) == ["concern.filed", "concern.claimed"]


def test_cia_goes_home_and_gives_the_case_back(cia, ida, claimed):
    given_back = handling.release(claimed, by=cia, at=monday_at(15))
    assert (given_back.state, given_back.claimed_by) == (State.FILED, None)
    assert outbox_to(ida) == [Kind.NEWS]
    assert outbox_to(cia) == []


def test_a_case_given_back_after_the_assessment_stays_assessed(cia, ida, assessed):
    given_back = handling.release(assessed, by=cia, at=monday_at(15))
    taken = handling.claim(given_back, by=ida, at=monday_at(16))
    assert (taken.state, taken.claimed_by) == (State.ASSESSED, ida)


def test_cia_assesses_within_24_hours(cia, claimed):
    finding = Finding(is_acute=True, reason="Marks on the neck.", act="Drove to the kindergarten.")
    assessment = handling.assess(claimed, finding, by=cia, at=monday_at(10))
    assert met(claimed, cia) == {DeadlineKind.ASSESSMENT: monday_at(10), DeadlineKind.RECEIPT: None}
    assert trail_of(claimed) == ["concern.filed", "concern.claimed", "concern.assessed"]
    assert unsealed(assessment, "reason", cia) == "Marks on the neck."
    assert unsealed(assessment, "act", cia) == "Drove to the kindergarten."


def test_what_cia_writes_is_not_readable_in_the_database(cia, claimed):
    finding = Finding(is_acute=True, reason="Marks on the neck.")
    handling.assess(claimed, finding, by=cia, at=monday_at(10))
    with acting_as(cia):
        stored = Assessment.objects.get(concern=claimed)
    assert b"Marks" not in bytes(stored.reason)
    assert len(stored.reason) == len(stored.told_child)  # and its length says nothing


def test_a_second_assessment_stands_beside_the_first(cia, ida, assessed):
    handling.assess(assessed, Finding(True, "He came home early."), by=ida, at=monday_at(14))
    with acting_as(cia):
        by = [row.by for row in Assessment.objects.filter(concern=assessed).order_by("at")]
    assert by == [cia, ida]
    assert met(assessed, cia)[DeadlineKind.ASSESSMENT] == monday_at(8)  # the first time counts


def test_nobody_assesses_a_case_that_nobody_has_taken(cia, filed):
    with pytest.raises(ForbiddenMove, match="assess is not possible from filed"):
        handling.assess(filed, Finding(True, "…"), by=cia, at=monday_at(9))
    assert trail_of(filed) == ["concern.filed"]
    assert met(filed, cia)[DeadlineKind.ASSESSMENT] is None


def test_opening_the_case_stops_no_clock(cia, filed):
    with acting_as(cia):
        safe.open_for(filed.pk, by=cia, at=monday_at(9), purpose="handling")
    assert met(filed, cia) == {DeadlineKind.ASSESSMENT: None, DeadlineKind.RECEIPT: None}
    assert trail_of(filed, with_reading=True)[-1] == "concern.read"


def test_a_team_member_sends_the_receipt(anna, cia, claimed):
    handling.send_receipt(claimed, by=cia, at=monday_at(9))
    assert met(claimed, cia)[DeadlineKind.RECEIPT] == monday_at(9)
    assert trail_of(claimed) == ["concern.filed", "concern.claimed", "concern.receipt_sent"]
    assert outbox_to(anna) == [Kind.NEWS]  # one text for everything: there is something new, log in


def test_the_receipt_says_that_it_arrived_and_nothing_of_what_is_done(anna, cia, assessed):
    handling.send_receipt(assessed, by=cia, at=monday_at(9))
    with acting_as(anna):
        message = Message.objects.get(concern=assessed)
    assert unsealed(message, "text", anna) == handling.receipt_text(assessed)
    assert assessed.reference in handling.receipt_text(assessed)


def test_the_receipt_is_sent_once(anna, cia, ida, claimed):
    handling.send_receipt(claimed, by=cia, at=monday_at(9))
    handling.send_receipt(claimed, by=ida, at=monday_at(10))
    assert outbox_to(anna) == [Kind.NEWS]
    assert met(claimed, cia)[DeadlineKind.RECEIPT] == monday_at(9)


def test_a_note_is_the_teams_own(anna, cia, ida, claimed):
    note = handling.add_note(claimed, "Ask the health nurse.", by=cia, at=monday_at(9))
    handling.add_note(claimed, "Asked her.", by=ida, at=monday_at(10), corrects=note)
    assert unsealed(note, "text", ida) == "Ask the health nurse."
    assert outbox_to(anna) == []
    with acting_as(anna):
        assert list(Note.objects.filter(concern=claimed)) == []


def test_cia_asks_and_anna_answers(anna, cia, claimed):
    handling.message_filer(claimed, "Who fetches him?", by=cia, at=monday_at(9), waits_for_answer=True)
    with acting_as(cia):
        claimed.refresh_from_db()
    assert claimed.is_waiting
    answer = handling.message_team(claimed, "His uncle.", by=anna, at=monday_at(10))
    with acting_as(cia):
        claimed.refresh_from_db()
    assert not claimed.is_waiting
    assert unsealed(answer, "text", cia) == "His uncle."
    assert (outbox_to(anna), outbox_to(cia)) == ([Kind.NEWS], [Kind.NEWS])


def test_while_nobody_has_the_case_annas_message_reaches_the_whole_team(anna, cia, ida, filed):
    handling.message_team(filed, "He is fetched at three.", by=anna, at=monday_at(9))
    assert (outbox_to(cia), outbox_to(ida)) == ([Kind.NEWS], [Kind.NEWS])


def test_cia_decides_with_a_reason(cia, assessed):
    choice = Choice(Outcome.EXAMINATION, "Suspicion of violence.", police_at=monday_at(11))
    decision = screening.decide(assessed, choice, by=cia, at=monday_at(12))
    assert (decision.outcome, decision.police_at) == (Outcome.EXAMINATION, monday_at(11))
    assert unsealed(decision, "reason", cia) == "Suspicion of violence."
    assert trail_of(assessed)[-1] == "concern.decided"


def test_a_case_is_not_decided_before_it_is_assessed(cia, claimed):
    with pytest.raises(ForbiddenMove):
        screening.decide(claimed, Choice(Outcome.NOTHING, "…"), by=cia, at=monday_at(12))


def test_a_case_closes_when_its_check_list_is_done(anna, cia, town):
    decided = build.concern(filed_by=anna, team=town.reception, state=State.DECIDED, by=cia)
    with pytest.raises(NotDone) as refusal:
        handling.close(decided, by=cia, at=monday_at(13))
    assert refusal.value.missing == ("receipt", "feedback", "hand_over")
    handling.send_receipt(decided, by=cia, at=monday_at(13))
    feedback.give(decided, Letter.STARTED, by=cia, at=monday_at(13))
    handling.hand_over(decided, by=cia, at=monday_at(14))
    closed = handling.close(decided, by=cia, at=monday_at(15))
    assert (closed.state, closed.closed_at) == (State.CLOSED, monday_at(15))


def test_a_case_closes_early_with_a_reason_that_the_team_can_read(cia, claimed):
    handling.close(claimed, by=cia, at=monday_at(9), reason="Sent twice; see the other one.")
    with acting_as(cia):
        note = Note.objects.get(concern=claimed)
    assert unsealed(note, "text", cia) == "Sent twice; see the other one."


def test_a_closed_case_is_taken_up_again_by_who_reopens_it(anna, cia, ida, town):
    closed = build.concern(filed_by=anna, team=town.reception, state=State.CLOSED, by=cia)
    again = handling.reopen(closed, by=ida, at=monday_at(16))
    assert (again.state, again.claimed_by, again.closed_at) == (State.CLAIMED, ida, None)


ACTS = {
    "claim": lambda concern, by: handling.claim(concern, by=by, at=monday_at(9)),
    "release": lambda concern, by: handling.release(concern, by=by, at=monday_at(9)),
    "assess": lambda concern, by: handling.assess(concern, build.FINDING, by=by, at=monday_at(9)),
    "receipt": lambda concern, by: handling.send_receipt(concern, by=by, at=monday_at(9)),
    "note": lambda concern, by: handling.add_note(concern, "…", by=by, at=monday_at(9)),
    "message": lambda concern, by: handling.message_filer(concern, "…", by=by, at=monday_at(9)),
    "decide": lambda concern, by: screening.decide(concern, build.CHOICE, by=by, at=monday_at(9)),
    "hand over": lambda concern, by: handling.hand_over(concern, by=by, at=monday_at(9)),
    "close": lambda concern, by: handling.close(concern, by=by, at=monday_at(9), reason="…"),
    "reopen": lambda concern, by: handling.reopen(concern, by=by, at=monday_at(9)),
    "answer": lambda concern, by: handling.message_team(concern, "…", by=by, at=monday_at(9)),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("outsider", ["emil", "frida", "gert", "bo", "dorte", "ole"])
def test_to_everybody_else_the_case_does_not_exist(anna, cia, town, ole, outsider, act, request):
    concern = build.concern(filed_by=anna, team=town.reception, keep_out=(ole,))
    before = trail_of(concern)
    with pytest.raises(Concern.DoesNotExist):
        ACTS[act](concern, request.getfixturevalue(outsider))
    assert trail_of(concern) == before


@pytest.mark.parametrize("act", ACTS)
def test_a_member_of_the_team_who_is_suspected_finds_nothing(anna, cia, ida, town, act):
    concern = build.concern(filed_by=anna, team=town.reception, keep_out=(ida,))
    with pytest.raises(Concern.DoesNotExist):
        ACTS[act](concern, ida)


@pytest.mark.parametrize("act", sorted(set(ACTS) - {"answer"}))
def test_nobody_handles_what_they_filed_themselves(cia, ida, town, act):
    concern = build.concern(filed_by=cia, team=town.reception)
    with pytest.raises(Forbidden):
        ACTS[act](concern, cia)


def test_the_team_does_not_answer_in_the_filers_name(cia, claimed):
    with pytest.raises(Forbidden):
        handling.message_team(claimed, "…", by=cia, at=monday_at(9))
