"""The demo's neighbour follows Eksempel's plan: the first edition is in force there, the next one waits."""

import datetime as dt
from zoneinfo import ZoneInfo

from beredskab.organisation.models import Municipality, Staff
from plans import reading
from plans.contents import BlockContent
from plans.editing import revising
from plans.models import Edition, Plan, Section
from plans.release import publishing
from plans.release.publishing import Reread
from plans.sharing import agreeing, taking
from plans.vocabulary import Audience, BlockType

NEIGHBOUR = "nabo"
OFFERS, ANSWERS, TAKES_OVER = "dorte", "niels", "nina"
READS = ("frida@nabo.example", "vera@faelles.example", "nina@nabo.example", "niels@nabo.example")
NOTED_IN = "akut"
NOTE = "Nøglen til samtalerummet hænger på kontoret. Tag den, før du ringer, så I kan sidde i ro."
UNREAD = 2


def share_in_spring(plan: Plan) -> None:
    """Eksempel offers its plan; the neighbour says yes and takes the first edition over with its own note."""
    partner = Municipality.objects.filter(slug=NEIGHBOUR).exclude(pk=plan.municipality_id).first()
    if partner is None:
        return
    dorte, niels, nina = (
        Staff.objects.get(email=f"{name}@{place.slug}.example")
        for name, place in ((OFFERS, plan.municipality), (ANSWERS, partner), (TAKES_OVER, partner))
    )
    made = agreeing.offer(plan, partner, by=dorte, at=_at(partner, 4, 13))
    made = agreeing.accept(made, by=niels, at=_at(partner, 4, 20))
    draft = taking.take_over(made, by=nina, at=_at(partner, 5, 4))
    _note_of_their_own(draft, nina)
    asked = {
        line.section_id: Reread(due_on=_at(partner, 6, 12).date())
        for line in draft.lines.filter(version__must_acknowledge=True)
    }
    note = "Vi deler plan med Eksempel Kommune. Dette er den første udgave hos os."
    publishing.hand_in(draft, change_note=note, rereads=asked, by=nina, at=_at(partner, 5, 5))
    publishing.publish(draft, by=niels, at=_at(partner, 5, 11))
    for staff in Staff.objects.filter(municipality=partner, email__in=READS):
        mine = [item.line for item in reading.reading_of(staff).items if item.mine]
        for line in mine[:-UNREAD]:
            reading.acknowledge(line, version_number=line.version.number, by=staff, at=_at(partner, 5, 20))


def _note_of_their_own(draft: Edition, nina: Staff) -> None:
    section = Section.objects.get(plan=draft.plan, slug=NOTED_IN)
    words = BlockContent(type=BlockType.TEXT, audience=Audience.INTERNAL, title="Hos os", text=NOTE)
    revising.add_block(draft, section, words, by=nina, at=_at(draft.plan.municipality, 5, 4))


def _at(municipality: Municipality, month: int, day: int) -> dt.datetime:
    return dt.datetime(2026, month, day, 9, 0, tzinfo=ZoneInfo(municipality.timezone))
