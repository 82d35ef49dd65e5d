"""A municipality in full use: a plan in force, a draft, measures, and a concern told through the real form.

`World.arguments(route)` fills the gaps of any path of the portal, so that tests can walk over all of them.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

import pytest

from beredskab.access.acting import acting_as
from beredskab.access.facts import forget
from beredskab.access.models import Exclusion
from beredskab.access.roles import Role
from beredskab.administration.importing import lists
from beredskab.organisation.models import Contact, Staff
from notifications import demo as stories
from notifications import demo_drills
from notifications.attachments import keeping
from notifications.consulting import asking
from notifications.demo_stories import Story
from notifications.drills import planning as drilling
from notifications.drills import playing, scenarios
from notifications.drills import running as drill_run
from notifications.drills.planning import Draft
from notifications.models import Concern, Drill, DrillPlayer, Note
from notifications.routes import proposals as route_proposals
from notifications.routes import rulebook
from notifications.vocabulary import Question, Step, Suspect
from plans import demo
from plans.editing import editions, proposals, questioning, starting
from plans.implementation import demo as demo_implementation
from plans.implementation import demo_frameworks, facts, rounds
from plans.implementation import evidence as showing
from plans.implementation.evidence import Shown
from plans.implementation.importing import import_measures
from plans.implementation.measure_files import read
from plans.implementation.reports import making
from plans.implementation.reports.content import Wanted
from plans.models import (
    ActionCard,
    ActionPlan,
    Block,
    Edition,
    Framework,
    Hanging,
    Intervention,
    Measure,
    Plan,
    Poster,
    Recommendation,
    Responsible,
    Section,
    Sharing,
    StatusRound,
    YearlyTask,
)
from plans.release import intervening
from plans.scenarios.questions import Option
from plans.scenarios.questions import Question as ScenarioQuestion
from plans.sharing import agreeing
from plans.vocabulary import Audience, PlanKind
from plans.yearly import demo as yearly_demo
from tests import build
from tests.build import monday_at
from tests.cast import Town, make_person
from tests.routes import Route
from tests.world import story
from tests.world.paths import known_of
from tests.world.story import HOUR, NO_CONCERN, about_ole


@dataclass
class World:
    """Everybody and everything, before or after Anna's concern."""

    town: Town
    people: dict[str, Staff]
    plan: Plan
    section: Section
    draft_edition: Edition
    block: Block
    action_plan: ActionPlan
    measure: Measure
    contact: Contact
    intervention: Intervention
    dissemination: int
    hanging: Hanging
    responsible: int
    evidence: int
    figure_evidence: int
    framework: Framework
    yearly: YearlyTask
    drills: dict[str, Drill]
    round: StatusRound
    sharing: uuid.UUID = NO_CONCERN
    proposal: uuid.UUID = NO_CONCERN
    route_proposal: uuid.UUID = NO_CONCERN
    staff_list: uuid.UUID = NO_CONCERN
    sent: uuid.UUID = NO_CONCERN
    draft: uuid.UUID = NO_CONCERN
    attachment: uuid.UUID = NO_CONCERN
    consultation: uuid.UUID = NO_CONCERN
    note: uuid.UUID = NO_CONCERN
    now: dt.datetime = field(default_factory=lambda: monday_at(12))

    def arguments(self, route: Route) -> dict[str, Any]:
        """What stands in the gaps of this path."""
        known = known_of(self, route)
        return {name: known[name] for name in route.gaps}

    def tell(self, told: Story) -> Concern:
        """Live a story through the form, as the demo does; the concern or draft it became."""
        stories._tell(told, self.people, self.now)
        filer = self.people[told.filer]
        key = uuid.uuid5(uuid.uuid5(stories.NAMESPACE, told.name), str(filer.pk))
        with acting_as(filer):
            return Concern.objects.get(idempotency_key=key)

    def file_a_concern(self) -> Concern:
        """Anna notifies about Ole. Bo and Dorte, above him, are kept out; Ida of the team steps aside."""
        concern = self.tell(about_ole(self.people))
        anna = self.people["anna"]
        kept = keeping.take_in(concern, "mærke.jpg", build.photograph(), by=anna, at=monday_at(9))
        self.attachment = kept.pk
        with acting_as(self.people["cia"]):
            self.note = Note.objects.filter(concern=concern).values_list("pk", flat=True)[0]
            Exclusion(
                subject=concern.pk,
                staff=self.people["ida"],
                cause=Exclusion.Cause.CONFLICT,
                since=monday_at(9),
            ).save(force_insert=True)
        for person in self.people.values():
            forget(person)
        self.sent = concern.pk
        return concern

    def ask_without_a_name(self) -> None:
        """Anna asks the team about somebody at work, and names nobody."""
        by = self.people["anna"]
        asked = asking.ask(NO_CONCERN, story.QUESTION, [Suspect.EMPLOYEE], by=by, at=monday_at(9))
        self.consultation = asked.pk

    def begin_a_draft(self) -> Concern:
        """Anna begins a second one and is interrupted."""
        told = {Question.DANGER: {"danger": "no"}, Question.TOPIC: {"topics": ("psychological",)}}
        concern = self.tell(Story("begun", "anna", HOUR, "suspicion", told, is_sent=False))
        self.draft = concern.pk
        return concern


def _hang(town: Town, who: Staff) -> Hanging:
    """A poster in the kindergarten's staff room."""
    card = ActionCard.objects.get(municipality=town.municipality, slug="paedagog")
    facts = {"text_version": 1, "printing": 9, "content_key": "old", "made_at": monday_at(8)}
    poster = Poster.objects.create(card=card, **facts)
    place = {"unit": town.kindergarten, "size": "a4", "room": "Personalerum"}
    return Hanging.objects.create(card=card, poster=poster, hung_by=who, hung_at=monday_at(8), **place)


TRY_YOURSELF = ScenarioQuestion(
    slug="proev-dig-selv",
    question="Hvad gør du først?",
    options=(Option("Jeg ringer.", True, "Skriv bagefter."), Option("Jeg venter.", False, "Det haster.")),
)


def _drills(town: Town, people: dict[str, Staff]) -> dict[str, Drill]:
    """Dorte has drilled the kindergarten, drills it now, and will again; Bo alone has answered."""
    found = {}
    for stage, days in (("finished", -10), ("running", 0), ("planned", 20)):
        begins = monday_at(8) + days * 24 * HOUR
        one = scenarios.all_scenarios()["baeltet-inden-afhentning"]
        days_of = begins.date(), begins.date() + 144 * HOUR
        draft = Draft(f"Øvelse {stage}", one.situation, one.case, *days_of, units=[town.kindergarten])
        found[stage] = drilling.plan(draft, by=people["dorte"], at=min(begins, monday_at(8)))
        if stage != "planned":
            drill_run.start(found[stage], by=people["dorte"], at=begins)
            player = DrillPlayer.objects.get(drill=found[stage], staff=people["bo"])
            for step in Step:
                playing.answer(player, step, demo_drills.SURE[step], by=people["bo"], at=begins)
    drill_run.finish(found["finished"], by=people["dorte"], at=monday_at(8) - 72 * HOUR)
    return found


def _share(plan: Plan, people: dict[str, Staff]) -> Sharing:
    """The plan is shared with Frida's municipality, where a director has said yes."""
    partner = people["frida"].municipality
    niels = make_person("Niels Nord", None, "", Role.MANAGER, municipality=partner)
    offered = agreeing.offer(plan, partner, by=people["dorte"], at=monday_at(8))
    return agreeing.accept(offered, by=niels, at=monday_at(8))


def make_world(town: Town, people: dict[str, Staff]) -> World:
    """Everything but concerns."""
    place = town.municipality
    Contact.objects.filter(municipality=place, slug="fagchef").update(audience=Contact.Audience.PUBLIC)
    starting.found(place)
    demo.fill_contacts(place)
    rulebook.start(place)
    demo.publish_first(place, "social-kontrol", people["hanne"], people["dorte"])  # the other links to it
    published = demo.publish_first(place, "overgreb", people["hanne"], people["dorte"])
    section = published.lines.select_related("section").order_by("position").first().section  # type: ignore[union-attr]
    draft = editions.open_draft(published.plan, by=people["hanne"], at=monday_at(8))
    version = editions.working_copy(draft, section, by=people["hanne"], at=monday_at(8))
    questioning.write_question(draft, section, TRY_YOURSELF, seen="", by=people["hanne"], at=monday_at(8))
    file = read(demo_implementation.MEASURES.read_bytes())
    plan = import_measures(file, demo_implementation.PLAN, place, at=monday_at(8)).plan
    first = plan.measures.first()
    assert first is not None
    bo = Responsible.objects.create(measure=first, role="Leder", staff=people["bo"], position=9)
    minutes = Shown("Referat af møde", monday_at(8).date())
    asked = rounds.open_round(
        plan,
        as_of=monday_at(8).date(),
        due_on=monday_at(8).date() + HOUR * 24 * 30,
        note="",
        by=people["dorte"],
        at=monday_at(8),
    )
    report = making.make(
        Wanted(plan, monday_at(8).date(), monday_at(8).date()), by=people["dorte"], at=monday_at(8)
    )
    facts.remember(place, monday_at(8).date(), monday_at(8))
    fifteenth = Recommendation.objects.get(framework__name="SISO", number=15)
    told = showing.add(fifteenth, minutes, by=people["dorte"], at=monday_at(8)).pk
    making.approve(report, by=people["dorte"], at=monday_at(8))
    making.show_everybody(report, True, by=people["dorte"], at=monday_at(8))
    evidence = showing.add(first, minutes, by=people["dorte"], at=monday_at(8)).pk
    uploaded = b"# Plan\n\n## Tegn\n\nRing.\n"
    kind, audience = PlanKind.ABUSE, Audience.PUBLIC
    proposal = proposals.propose(uploaded, "p.md", kind, audience, by=people["hanne"], at=monday_at(8))
    other = published.lines.order_by("-position").first()
    hidden = other.version.blocks.first()  # type: ignore[union-attr]
    intervention = intervening.hide_block(
        published.plan,
        other.section,  # type: ignore[union-attr]
        hidden.key,  # type: ignore[union-attr]
        reason="Nummeret er forkert.",
        by=people["hanne"],
        at=monday_at(8),
    )
    return World(
        town=town,
        people=people,
        plan=published.plan,
        section=section,
        draft_edition=draft,
        block=version.blocks.first(),  # type: ignore[arg-type]
        action_plan=plan,
        measure=plan.measures.first(),  # type: ignore[arg-type]
        contact=Contact.objects.get(municipality=place, slug="familieraadgivningen", unit=None),
        responsible=bo.pk,
        evidence=evidence,
        figure_evidence=told,
        yearly=yearly_demo.add(place, people["dorte"], monday_at(8))[0],
        drills=_drills(town, people),
        framework=demo_frameworks.add(place, people["dorte"], monday_at(8)),
        round=asked,
        hanging=_hang(town, people["anna"]),
        proposal=proposal.pk,
        staff_list=lists.upload(story.STAFF_LIST, "liste.csv", by=people["gert"], at=monday_at(8)).pk,
        route_proposal=route_proposals.propose(
            rulebook.table_of(place)[1:], note="", by=people["dorte"], at=monday_at(8)
        ).pk,
        intervention=intervention,
        sharing=_share(published.plan, people).pk,
        dissemination=demo_implementation.record_meeting(town.municipality, monday_at(9)).pk,
    )


@pytest.fixture
def world(
    town: Town,
    anna: Staff,
    bo: Staff,
    cia: Staff,
    dorte: Staff,
    emil: Staff,
    frida: Staff,
    gert: Staff,
    hanne: Staff,
    ole: Staff,
    ida: Staff,
) -> World:
    """A municipality in use, on Monday; no concern yet."""
    cast = (anna, bo, cia, dorte, emil, frida, gert, hanne, ole, ida)
    people = {person.email.split("@")[0]: person for person in cast}
    people["per"] = make_person("Per Poulsen", town.school, "laerer")
    return make_world(town, people)
