"""More of the demo's concerns: one that has been here before, one that moves, one that is handed over."""

import datetime as dt
from collections.abc import Mapping

from beredskab.access.acting import acting_as
from beredskab.organisation.models import Staff
from beredskab.vault import safe
from notifications import handling
from notifications.case import chronology, screening
from notifications.case.screening import Choice
from notifications.handling import Finding
from notifications.handover import document, sending
from notifications.handover.sending import Files
from notifications.models import Concern
from notifications.other_teams import transferring
from notifications.vocabulary import DeadlineKind, Outcome, Talk
from plans.paper import printing

People = Mapping[str, Staff]
HOUR = dt.timedelta(hours=1)


def decided_by_two(concern: Concern, people: People, at: dt.datetime) -> None:
    """The child is known and has support: Ida takes part, and the case waits to be handed over."""
    cia = people["cia"]
    handling.claim(concern, by=cia, at=at + HOUR)
    finding = Finding(False, "Barnet er hos sin mormor i dag.", "Talt med institutionen.", "Vi ses i morgen.")
    handling.assess(concern, finding, by=cia, at=at + 3 * HOUR)
    handling.send_receipt(concern, by=cia, at=at + 4 * HOUR)
    choice = Choice(
        Outcome.EXAMINATION,
        "Anden underretning om det samme på få uger.",
        talk=Talk.HELD,
        talk_at=at + 20 * HOUR,
        has_support=True,
        second=people["ida"],
    )
    screening.decide(concern, choice, by=cia, at=at + 22 * HOUR)


def passed_on(concern: Concern, people: People, at: dt.datetime) -> None:
    """To the cross-cutting team, which has not answered yet."""
    team = people["emil"].municipality.teams.get(slug="tvaergaaende")
    reason = "Handler om social kontrol. I kender familien."
    transferring.transfer(concern, team, reason, by=people["cia"], at=at + HOUR)


def without_a_receipt(concern: Concern, people: People, at: dt.datetime) -> None:
    """Handed over by file; nobody has written down yet that the case system has it."""
    cia = people["cia"]
    handling.claim(concern, by=cia, at=at + HOUR)
    handling.assess(concern, Finding(False, "Ingen fare nu."), by=cia, at=at + 5 * HOUR)
    handling.send_receipt(concern, by=cia, at=at + 6 * HOUR)
    screening.decide(concern, Choice(Outcome.CLEAR, "Klaret med skolen."), by=cia, at=at + 30 * HOUR)
    hand_over(concern, by=cia, at=at + 31 * HOUR)


def hand_over(concern: Concern, *, by: Staff, at: dt.datetime) -> None:
    """By file; where nothing can be printed, by a decision that the case system needs no copy."""
    if printing.why_off():
        sending.decide_nothing(concern, "Skrevet ind i fagsystemet i hånden.", by=by, at=at)
        return
    with acting_as(by):
        files = _files(concern, by, at)
    sending.hand_over(concern, files, by=by, at=at)


def _files(concern: Concern, cia: Staff, at: dt.datetime) -> Files:
    """The file for the case system with what has happened, and a page of paper that names the case."""
    opened = safe.open_for(concern.pk, by=cia, at=at, purpose="handover")
    row = Concern.objects.select_related("municipality", "team", "unit", "filer_unit").get(pk=concern.pk)
    happened = tuple(chronology.of_concern(opened))
    clocks = {DeadlineKind(one.kind): one for one in row.deadlines.all()}
    names = {cia.pk: cia.name}
    made = document.document(row, answers=[], happened=happened, clocks=clocks, names=names, made_at=at)
    paper = printing.press(
        f"<html lang='da'><title>{row.reference}</title><h1>{row.reference}</h1></html>", ""
    ).pdf
    return Files(document.as_text(made), paper)
