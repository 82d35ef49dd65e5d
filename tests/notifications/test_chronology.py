"""One list of everything that happened, in one statement, for whoever may see it."""

from beredskab.access.acting import acting_as
from beredskab.vault import safe
from notifications import handling
from notifications.case import chronology, screening
from notifications.case.chronology import Kind
from notifications.vocabulary import State
from tests import build
from tests.build import monday_at


def told(concern, reader):
    with acting_as(reader):
        opened = safe.open_for(concern.pk, by=reader, at=monday_at(18))
        return chronology.of_concern(opened)


def test_the_team_reads_everything_in_the_order_in_which_it_happened(anna, cia, ida, town):
    concern = build.concern(filed_by=anna, team=town.reception)
    handling.claim(concern, by=cia, at=monday_at(9))
    handling.add_note(concern, "Ask the health nurse.", by=cia, at=monday_at(10))
    handling.message_filer(concern, "Who fetches him?", by=cia, at=monday_at(11))
    handling.message_team(concern, "His uncle.", by=anna, at=monday_at(12))
    handling.assess(concern, build.FINDING, by=ida, at=monday_at(13))
    handling.send_receipt(concern, by=cia, at=monday_at(14))
    screening.decide(concern, build.CHOICE, by=cia, at=monday_at(15))
    seen = [
        (one.at.astimezone(build.COPENHAGEN).hour, one.by, one.kind, one.word, one.flag, one.texts)
        for one in told(concern, ida)
    ]
    assert seen == [
        (8, anna.pk, Kind.EVENT, "filed", None, {}),
        (9, cia.pk, Kind.EVENT, "claimed", None, {}),
        (10, cia.pk, Kind.NOTE, "", None, {"text": "Ask the health nurse."}),
        (11, cia.pk, Kind.MESSAGE, "", False, {"text": "Who fetches him?"}),
        (12, anna.pk, Kind.MESSAGE, "", True, {"text": "His uncle."}),
        (
            13,
            ida.pk,
            Kind.ASSESSMENT,
            "",
            False,
            {"reason": build.FINDING.reason, "act": build.FINDING.act, "told_child": ""},
        ),
        (14, cia.pk, Kind.EVENT, "receipt_sent", None, {}),
        (14, cia.pk, Kind.MESSAGE, "", False, {"text": handling.receipt_text(concern)}),
        (15, cia.pk, Kind.DECISION, "examination", None, {"reason": build.CHOICE.reason, "talk_reason": ""}),
    ]


def test_the_filer_reads_the_conversation_and_nothing_of_the_teams_own(anna, cia, town):
    concern = build.concern(filed_by=anna, team=town.reception, state=State.DECIDED, by=cia)
    handling.add_note(concern, "Ask the health nurse.", by=cia, at=monday_at(10))
    handling.message_filer(concern, "Who fetches him?", by=cia, at=monday_at(11))
    assert [(one.kind, one.texts) for one in told(concern, anna)] == [
        (Kind.MESSAGE, {"text": "Who fetches him?"})
    ]


def test_reading_it_is_one_statement(anna, cia, town, django_assert_num_queries):
    concern = build.concern(filed_by=anna, team=town.reception, state=State.DECIDED, by=cia)
    with acting_as(cia):
        opened = safe.open_for(concern.pk, by=cia, at=monday_at(18))
        with django_assert_num_queries(1):
            chronology.of_concern(opened)
