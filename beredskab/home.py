"""The front page: whom to call, before anything else; then what is mine.

For staff the order is fixed, on a phone too: call now, I am worried, my draft, my contacts, my part
of the plan, the poster. Without login: call, then the public text, and the citizens' own door.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.access.facts import facts_of
from beredskab.access.page import StaffRequest, page
from beredskab.administration import approving
from beredskab.administration.staffing import waiting as duties_of
from beredskab.organisation import kept
from beredskab.organisation.models import Contact, Staff
from beredskab.ui.guides import first_visit
from beredskab.ui.numbers import take_numbers
from beredskab.ui.phones import phone_text
from notifications import access as concerns
from notifications.case.waiting_for_filer import Waiting, waiting_for
from notifications.drills import access as drills
from notifications.other_teams import emergency_access
from notifications.oversight import controlling
from notifications.rota import shifts
from notifications.vocabulary import State
from plans import access as plan_access
from plans import reading, showing
from plans.implementation import rounds
from plans.models import ActionCard, Edition, Poster
from plans.numbers.contacts import contacts_in_force
from plans.sharing import standing as sharing
from plans.views import pieces
from plans.views.contacts import leader_of
from plans.vocabulary import Certainty, EditionState

DRAFT_DAYS = 7
MINE = ("familieraadgivningen", "tvaergaaende-team", "ssp-infohus")
"""The contacts on everybody's home page, beside their own leader."""
CORE = ("akut", "naar-barnet-fortaeller", "mistanke-ansat", "mistanke-leder", "saadan-underretter-du")
"""The sections that everybody who meets children must know; substitutes read them without login."""


@page(public=True)
def home(request: StaffRequest) -> HttpResponse:
    """By role; the numbers stand first for everybody."""
    at = timezone.now()
    if not request.user.is_authenticated:
        return render(request, "home/anybody.html", _for_anybody(request, at))
    contacts = contacts_in_force(request.municipality, at, request.user.unit)
    take_numbers(request, contacts, at)
    return render(request, "home/staff.html", _for_staff(request.user, contacts, at))


def _for_anybody(request: StaffRequest, at: dt.datetime) -> dict[str, Any]:
    viewer = plan_access.viewer_of(request)
    lines = reading.lines_in_force(viewer)
    contacts = contacts_in_force(viewer.municipality, at)
    take_numbers(request, contacts, at)
    public = [c for slug in MINE if (c := contacts.get(slug)) and c.audience in viewer.audiences]
    return {
        "core": [line for line in lines if line.section.slug in CORE],
        "plans": list({line.edition.plan_id: line.edition.plan for line in lines}.values()),
        "contacts": [_contact(showing.show_contact(c, contacts, at)) for c in public if c.phone],
        "citizens_door": viewer.municipality.citizens_door,
    }


def _for_staff(staff: Staff, contacts: dict[str, Contact], at: dt.datetime) -> dict[str, Any]:
    found = reading.reading_of(staff)
    viewer = plan_access.Viewer(staff.municipality, staff)
    own = waiting_for(staff)
    return {
        "choices": _choices,
        "welcome": first_visit(facts_of(staff).roles, staff.welcomed),
        "uncovered": [team.name for team in shifts.teams_without(staff, at=at)],
        **_drafts(own, at),
        "contacts": list(_contacts(staff, contacts, at)),
        "my_part": pieces.my_part(viewer, found, contacts, at),
        "roles": showing.profession_names(staff.municipality) if not staff.professions() else {},
        "first_plan": found.items[0].line.edition.plan if found.items else None,
        **_poster(staff),
        "duties": [one for one in (*_waiting(staff, own), _own_numbers(staff, contacts, at)) if one],
    }


def _choices() -> list[dict[str, str]]:
    """The three words, one line each, because they are mixed up."""
    texts = {
        Certainty.CONCERN: _(
            "Something is wrong. You have seen signs that the child is not doing well, "
            "but you do not know why."
        ),
        Certainty.SUSPICION: _(
            "You have seen or heard something specific that may be violence or abuse. "
            "It may be something the child has said."
        ),
        Certainty.KNOWLEDGE: _(
            "You know that it happened. The child has told it clearly, somebody has admitted it, "
            "or you have seen it yourself."
        ),
    }
    degrees = {Certainty.CONCERN: "bekymring", Certainty.SUSPICION: "mistanke", Certainty.KNOWLEDGE: "viden"}
    return [
        {
            "url": f"{reverse('notifications:file')}?grad={degrees[word]}",
            "title": str(word.label),
            "text": text,
            "action": _("Start here"),
        }
        for word, text in texts.items()
    ]


def _drafts(own: Waiting, at: dt.datetime) -> dict[str, Any]:
    """The latest draft, and how many there are; nothing of what they say."""
    latest = own.drafts[0] if own.drafts else None
    return {"drafts": len(own.drafts), "draft": _draft(latest.pk, latest.saved_at, at) if latest else None}


def _draft(draft: uuid.UUID, saved: dt.datetime, at: dt.datetime) -> dict[str, Any]:
    """When it was saved and when it goes."""
    left = max(0, DRAFT_DAYS - (at - saved).days)
    return {
        "url": reverse("notifications:draft", args=[draft]),
        "saved": _when(saved, at),
        "left": ngettext("in %(n)s day", "in %(n)s days", left) % {"n": left} if left else _("today"),
    }


def _when(saved: dt.datetime, at: dt.datetime) -> str:
    """»yesterday at 14.32«"""
    local, days = timezone.localtime(saved), (timezone.localdate(at) - timezone.localdate(saved)).days
    near = {0: _("today"), 1: _("yesterday")}
    day = near.get(days) or date_format(local, _("j F"), use_l10n=False)
    return _("%(day)s at %(time)s") % {"day": day, "time": f"{local:%H.%M}"}


def _contacts(staff: Staff, contacts: dict[str, Contact], at: dt.datetime) -> Iterable[dict[str, str]]:
    leader = leader_of(staff)
    if leader:
        yield {"name": _("Your leader"), "person": leader.name, "number": leader.phone, "note": ""}
    for slug in MINE:
        if (contact := contacts.get(slug)) and contact.phone:
            yield _contact(showing.show_contact(contact, contacts, at))


def _contact(shown: showing.ShownContact) -> dict[str, str]:
    """As components/contact_list.html draws it: hours, and whether somebody answers now."""
    state = {"open": _("Open now."), "closed": _("Closed now."), "": ""}[shown.state]
    if shown.instead:
        state = _("Closed now – call %(name)s.") % {"name": shown.instead}
    hours = f"{shown.hours}." if shown.hours else ""
    amber = f"{shown.unconfirmed}." if shown.unconfirmed else ""
    parts = (shown.note and f"{shown.note.rstrip('.')}.", hours, state, amber)
    note = " ".join(part for part in parts if part)
    return {"name": shown.function, "person": shown.person, "number": phone_text(shown.number), "note": note}


def _with_printing(municipality: int) -> QuerySet[ActionCard]:
    last = Poster.objects.filter(card=OuterRef("pk"), text_version=OuterRef("version")).order_by("-printing")
    cards = ActionCard.objects.filter(municipality=municipality).only(
        "slug", "role", "professions", "version"
    )
    return cards.annotate(printing=Subquery(last.values("printing")[:1]))


def _poster(staff: Staff) -> dict[str, Any]:
    """The action card of the person's profession, with the printing of the poster made of it last."""
    mine = staff.professions()
    cards = kept.while_unchanged(
        staff.municipality, "cards with their printing", lambda: tuple(_with_printing(staff.municipality_id))
    )
    return {"card": next((card for card in cards if not mine.isdisjoint(card.professions)), None)}


def _inbox(staff: Staff) -> dict[str, str] | None:
    """For who handles concerns: how many of their teams' nobody has taken."""
    if not guard.may(staff, Act.HANDLE_CONCERN):
        return None
    waiting = concerns.handled_concerns_for(staff).filter(state=State.FILED).count()
    text = ngettext("%(n)s case without anybody", "%(n)s cases without anybody", waiting) % {"n": waiting}
    return {
        "url": "/indbakke/",
        "title": _("Inbox"),
        "kind": "warning" if waiting else "success",
        "text": text if waiting else _("Every case is taken"),
    }


def _waiting(staff: Staff, own: Waiting) -> Iterable[dict[str, str] | None]:
    """What waits for this person because of their role."""
    by_role = (_inbox(staff), _emergencies(staff), _controls(staff), *_approvals(staff), *_access(staff))
    return (_messages(own), *by_role, *_shared_plans(staff), *_measures(staff), *_drills(staff))


def _measures(staff: Staff) -> Iterable[dict[str, str]]:
    """For whoever answers for a measure: how far is it?"""
    for link in rounds.links_waiting_for(staff):
        yield {
            "url": reverse("plans:answer_round", args=[link.token]),
            "title": _("How far are your measures?"),
            "kind": "warning",
            "text": _("Answer by %(day)s")
            % {"day": date_format(link.round.due_on, _("j F"), use_l10n=False)},
        }


def _drills(staff: Staff) -> Iterable[dict[str, str]]:
    """For whoever is in a running drill and has not answered; it says what it is."""
    for player in drills.asked_now(staff):
        day = date_format(player.drill.ends_on, _("j F"), use_l10n=False)
        yield {
            "url": reverse("notifications:play_drill", args=[player.pk]),
            "title": _("Drill: an invented case for you"),
            "kind": "info",
            "text": _("Answer by %(day)s") % {"day": day},
        }


def _messages(own: Waiting) -> dict[str, str] | None:
    """For who has filed: the team has written since the conversation was last opened. Not what about."""
    if not own.unread:
        return None
    one = reverse("notifications:conversation", args=own.unread) if len(own.unread) == 1 else ""
    return {
        "url": one or reverse("notifications:mine"),
        "title": _("Message to you"),
        "kind": "info",
        "text": _("Not read yet"),
    }


def _emergencies(staff: Staff) -> dict[str, str] | None:
    """For who leads a team: cases that were opened from outside and wait to be judged."""
    if not guard.may(staff, Act.JUDGE_EMERGENCY):
        return None
    waiting = emergency_access.waiting_for(staff).count()
    if not waiting:
        return None
    text = ngettext("%(n)s waits for your judgement", "%(n)s wait for your judgement", waiting)
    return {
        "url": reverse("notifications:emergencies"),
        "title": _("Emergency access"),
        "kind": "warning",
        "text": text % {"n": waiting},
    }


def _own_numbers(staff: Staff, contacts: dict[str, Contact], at: dt.datetime) -> dict[str, str] | None:
    """Numbers of everybody that this person owns and has not vouched for lately."""
    on = timezone.localdate(at)
    asked = [c for c in contacts.values() if c.owner_id == staff.pk and c.is_to_be_asked(on)]
    if not asked:
        return None
    return {
        "url": reverse("plans:my_contacts"),
        "title": _("Are your numbers still right?"),
        "kind": "warning",
        "text": ", ".join(one.function for one in asked[:3]),
    }


def _controls(staff: Staff) -> dict[str, str] | None:
    """For the controller: openings of cases that were drawn and wait for a word."""
    if not guard.may(staff, Act.CONTROL_READINGS):
        return None
    waiting = controlling.waiting_for(staff).count()
    text = ngettext("%(n)s waits for your judgement", "%(n)s wait for your judgement", waiting)
    return {
        "url": reverse("notifications:readings_to_check"),
        "title": _("Control of openings"),
        "kind": "warning" if waiting else "success",
        "text": text % {"n": waiting} if waiting else _("Nothing waits for your judgement."),
    }


def _access(staff: Staff) -> Iterable[dict[str, str]]:
    """For a second pair of eyes, and for who leads a team: whose access waits, and what takes two persons."""
    asked = (_("Access"), reverse("administration:rights"), duties_of.waiting_for(staff))
    others = ((str(one.title), one.url, count) for one, count in approving.waiting_for(staff))
    for title, url, waiting in (asked, *others):
        if waiting:
            text = ngettext("%(n)s waits for your answer", "%(n)s wait for your answer", waiting)
            yield {"url": url, "title": title, "kind": "warning", "text": text % {"n": waiting}}


def _approvals(staff: Staff) -> Iterable[dict[str, str]]:
    """For the second pair of eyes: editions that wait for it."""
    if not guard.may(staff, Act.APPROVE_PLAN):
        return
    plans = plan_access.plans_approved_by(staff)
    waiting = Edition.objects.filter(plan__in=plans, state=EditionState.REVIEW)
    for edition in waiting.select_related("plan"):
        yield {
            "url": "/redaktion/",
            "title": edition.plan.title,
            "kind": "warning",
            "text": _("Waits for your approval"),
        }


def _shared_plans(staff: Staff) -> Iterable[dict[str, str]]:
    """For who answers offers of other municipalities, and who takes their editions over."""
    for one in sharing.waiting_for(staff):
        told = {"name": one.other}
        yield {
            "url": reverse("plans:sharing", args=[one.sharing.pk]),
            "title": one.sharing.source.title,
            "kind": "warning",
            "text": _("%(name)s offers you its plan") % told
            if one.must_answer
            else _("%(name)s has published a new edition") % told,
        }
