"""One draft as a page needs it: the row, the opened answers, what the path knows, what forms need."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest
from beredskab.audit import trail
from beredskab.organisation.models import Contact, Staff, Unit
from beredskab.ui import numbers
from beredskab.ui.phones import phone_text
from beredskab.vault import safe
from beredskab.vault.safe import Opened
from notifications import access, filing
from notifications.drafting import answers, describing
from notifications.drafting.answers import Stored
from notifications.exclusion import directory
from notifications.forms.filing import FORMS
from notifications.forms.filing_base import About, Choices, QuestionForm
from notifications.forms.filing_sheet import chosen_people
from notifications.guide.answers import Answers
from notifications.guide.typed import Typed
from notifications.guide.wording import in_sentence
from notifications.models import Concern
from notifications.routing import ON_CALL
from notifications.vocabulary import Question, State
from plans.numbers.contacts import contacts_in_force


@dataclass(frozen=True)
class Number:
    """A contact as a template writes it: by itself, inside a sentence, and to press."""

    function: str
    name: str
    phone: str


@dataclass
class Draft:
    """The request's own view of one draft or sent concern of the person who is logged in."""

    request: StaffRequest
    concern: Concern
    opened: Opened
    stored: Stored
    answers: Answers
    at: dt.datetime

    @property
    def staff(self) -> Staff:
        return self.request.user

    @property
    def is_sent(self) -> bool:
        return self.concern.state != State.DRAFT

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.request.municipality.timezone)

    @property
    def today(self) -> dt.date:
        return self.at.astimezone(self.zone).date()

    @property
    def saved(self) -> str:
        """»Saved at 10.42«."""
        return saved_at(self.concern.saved_at.astimezone(self.zone))

    @cached_property
    def hidden_phones(self) -> frozenset[str]:
        """Slugs of the contacts that no page may send this filer to (rule N-29)."""
        return answers.hidden_phones(self.stored, self.answers)

    @cached_property
    def child_unit(self) -> Unit | None:
        """Where the child goes, as far as it is told; one statement."""
        if self.opened.is_part:
            return self.concern.unit
        return describing.child_unit(self.stored, self.concern.municipality_id)

    def number(self, *slugs: str) -> Number | None:
        """The first of these contacts that has a number and may be named, ready for a sentence."""
        found = next((it for slug in slugs if (it := self.safe_contact(slug))), None)
        return Number(found.function, in_sentence(found.function), found.phone) if found else None

    def answering(self, *slugs: str) -> Number | None:
        """The first of these that is open now; while all are closed, who is on call."""
        safe = [it for slug in (*slugs, *ON_CALL) if (it := self.safe_contact(slug))]
        opened = next((it for it in safe if it.open_at(self.at)), None)
        return self.number(opened.slug) if opened else self.number(*slugs)

    def safe_contact(self, slug: str) -> Contact | None:
        """The contact, None without a number or when it may lead to somebody who is kept out."""
        contact = None if slug in self.hidden_phones else self.contacts.get(slug)
        return contact if contact and contact.phone else None

    @cached_property
    def contacts(self) -> dict[str, Contact]:
        """The municipality's numbers; the frame of the page uses the same reading."""
        found = contacts_in_force(self.request.municipality, self.at, self.staff.unit)
        numbers.take_numbers(self.request, found, self.at)
        return found

    def after(self, question: Question, typed: Typed) -> Answers:
        """The facts with one answer replaced."""
        typed_too = {**self.stored.typed, question: typed}
        return answers.facts_in(
            replace(self.stored, typed=typed_too),
            self.concern,
            today=self.today,
            filer_is_leader=self.answers.filer_is_leader,
        )

    def form(self, question: Question, url: str, ticket: str) -> QuestionForm:
        """The question as it was last typed, or fresh."""
        typed = self.stored.of(question)
        about = self.about(question, typed)
        kind = FORMS[question]
        if question is Question.CERTAINTY and self.answers.in_doubt and self.answers.guess:
            proposed = Typed({"certainty": (self.answers.guess,)}, done=False)
            return kind.shown(proposed, about=about, url=url, ticket=ticket, saved=self.saved)
        if question in self.stored.typed:
            return kind.shown(typed, about=about, url=url, ticket=ticket, saved=self.saved)
        return kind(None, about=about, url=url, saved=self.saved, initial={"ticket": ticket})

    def about(self, question: Question, typed: Typed) -> About:
        """What the form of this question needs to know."""
        unit = self.staff.unit
        # Whoever takes down for somebody else works at no place of the child's.
        is_taken_down = self.answers.is_taken_down
        about = About(
            answers=self.answers,
            today=self.today,
            own_unit=str(unit.pk) if unit and not is_taken_down else "",
            phone=self.staff.phone,
            workplace=unit.name if unit else "",
            contacts={
                slug: f"{in_sentence(one.function)}, {phone_text(one.phone)}"
                for slug, one in self.contacts.items()
                if self.safe_contact(slug)
            },
        )
        if question is Question.CHILD:
            return replace(about, units=units_of(self.staff))
        if question is Question.PERSON:
            found = self._people(typed, unit)
            return replace(about, people=found.people, has_found=found.has_found)
        return about

    def _people(self, typed: Typed, unit: Unit | None) -> directory.Choices:
        """Who was chosen, the filer's own leader as a ready choice, and who the search finds."""
        chosen = chosen_people(Stored({Question.PERSON: typed}))
        return directory.choices(self.staff, chosen=chosen, search=typed.one("search"), unit=unit)


def units_of(staff: Staff) -> Choices:
    """The places a child may attend, the filer's own first in mind but all in order."""
    units = Unit.objects.filter(municipality=staff.municipality_id).order_by("name")
    return [(str(pk), name) for pk, name in units.values_list("pk", "name")]


def saved_at(local: dt.datetime) -> str:
    """»Saved at 10.42«."""
    return _("Saved at %(time)s") % {"time": f"{local:%H.%M}"}


def own(request: StaffRequest, draft: uuid.UUID) -> Concern:
    """The person's own draft or sent concern. The same refusal is written whether it exists or not."""
    concern = access.own_concern(request.user, draft)
    if concern is None:
        trail.record_refusal(request.user.pk, "concern", at=timezone.now())
        raise Http404
    concern.municipality = request.user.municipality
    return concern


def open_own(request: StaffRequest, draft: uuid.UUID, at: dt.datetime) -> Draft:
    """The person's own draft with its answers; reading it is traced before it is opened."""
    return opened(request, own(request, draft), at)


def opened(request: StaffRequest, concern: Concern, at: dt.datetime) -> Draft:
    """One's own, found before, with its answers."""
    seen = safe.open_for(concern.pk, by=request.user, at=at, purpose="filing", own=True)
    return with_answers(request, concern, seen, at)


def with_answers(request: StaffRequest, concern: Concern, seen: Opened, at: dt.datetime) -> Draft:
    """The same of one that the caller has opened."""
    stored = answers.all_of(seen)
    today = at.astimezone(ZoneInfo(request.user.municipality.timezone)).date()
    facts = answers.facts_in(stored, concern, today=today, filer_is_leader=filing.leads(request.user))
    return Draft(request, concern, seen, stored, facts, at)
