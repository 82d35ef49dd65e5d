"""What Hanne and Dorte are in the middle of in the demo: a sheet to hand out, an edition that waits for its
day, and a block that was hidden and that nobody else has looked at yet.
"""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from beredskab.organisation.models import Municipality, Staff
from plans import files
from plans.contents import CATALOGUE, PLANS, BlockContent, of_block
from plans.editing import editions, revising
from plans.models import Block, Edition, Plan
from plans.release import intervening, planning, publishing
from plans.vocabulary import Audience, BlockType

SHEET = CATALOGUE / "demo-observationsark.pdf"
SHEET_IN = "skriv-ned"
IN_DAYS = 9
HIDDEN_IN, HIDDEN = "presse", "Nummeret til pressen er flyttet. Jeg retter det i næste udgave."


def hand_out_a_sheet(edition: Edition, *, by: Staff, at: dt.datetime) -> None:
    """A file block in the draft, below how to write down what one saw."""
    section = edition.plan.sections.get(slug=SHEET_IN)
    document = files.look_into("observationsark.pdf", SHEET.read_bytes())
    content = BlockContent(
        type=BlockType.FILE,
        audience=Audience.PUBLIC,
        title="Ark til dine egne ord",
        text="Print arket, hvis du ikke kan skrive i portalen med det samme. "
        "Smid det ud, når du har underrettet.",
    )
    revising.add_block(edition, section, content, document=document, by=by, at=at)


def plan_a_publication(municipality: Municipality, hanne: Staff, dorte: Staff, *, at: dt.datetime) -> None:
    """The next edition of the second plan is approved, and comes into force one morning next week."""
    plan = Plan.objects.get(municipality=municipality, slug=PLANS[1])
    draft = editions.open_draft(plan, by=hanne, at=at)
    line = draft.lines.select_related("section", "version").order_by("position")[0]
    block = line.version.blocks.filter(type=BlockType.TEXT).first() or line.version.blocks.all()[0]
    content = of_block(block)
    words = replace(
        content, text=f"{content.text}\n\nEr du i tvivl, så ring. Du skal ikke være sikker.".strip()
    )
    seen = revising.mark_of(content)
    revising.revise_block(draft, line.section, block.key, words, seen=seen, by=hanne, at=at)
    note = "Det første afsnit siger nu, at du må ringe, også når du er i tvivl."
    edition = publishing.hand_in(draft, change_note=note, rereads={}, by=hanne, at=at)
    zone = ZoneInfo(municipality.timezone)
    day = at.astimezone(zone).date() + dt.timedelta(days=IN_DAYS)
    planning.plan_publishing(edition, dt.datetime.combine(day, dt.time(7), zone), by=dorte, at=at)


def hide_a_block(municipality: Municipality, hanne: Staff, *, at: dt.datetime) -> None:
    """Hanne has stepped in alone a moment ago; somebody else has a day to look at it."""
    plan = Plan.objects.get(municipality=municipality, slug=PLANS[0])
    current = editions.in_force(plan)
    found = Block.objects.filter(version__lines__edition=current, version__section__slug=HIDDEN_IN)
    block = found.exclude(type=BlockType.STOP).order_by("-position").first()
    if block is not None:
        section = plan.sections.get(slug=HIDDEN_IN)
        intervening.hide_block(plan, section, block.key, reason=HIDDEN, by=hanne, at=at)
