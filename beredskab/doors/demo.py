"""The demo's other systems: two that ask, one that waits for a second person. Nobody has their secrets."""

import datetime as dt

from django.utils import timezone

from beredskab.doors import tokens
from beredskab.doors.hooks import changing
from beredskab.doors.models import Delivery, Token
from beredskab.doors.scim import groups
from beredskab.doors.vocabulary import TOLD, Event, Scope
from beredskab.organisation.models import Municipality, Staff, Team, Unit

DAY = dt.timedelta(days=1)


def load(place: Municipality) -> None:
    """Once; a municipality that has a token already is left alone."""
    gert = Staff.objects.filter(municipality=place, email__startswith="gert@").first()
    if gert is None or Token.objects.filter(municipality=place).exists():
        return
    now = timezone.now()
    made = now - 40 * DAY
    for name, scopes in (
        ("Intranettet", (Scope.CONTACTS, Scope.INTERNAL_CONTACTS)),
        ("Ledelsesinformation", (Scope.STATUS, Scope.RECOMMENDATIONS, Scope.READING)),
    ):
        token, _secret = tokens.make(name, scopes, (made + 365 * DAY).date(), by=gert, at=made)
        Token.objects.filter(pk=token.pk).update(last_used_at=now - dt.timedelta(hours=3))
    hook, _key = changing.make(
        "Integrationsplatformen", "https://integration.eksempel.example/beredskab", TOLD, by=gert, at=made
    )
    for number, days in enumerate((30, 12, 2)):
        facts = {"contact": "familieraadgivningen", "audience": "public"}
        happened = now - days * DAY
        one = Delivery(hook=hook, event=Event.CONTACT_CHANGED, key=f"demo {number}", facts=facts)
        one.happened_at, one.attempts = happened, 1
        one.delivered_at = happened + dt.timedelta(seconds=4)
        one.save(force_insert=True)
    changing.stop(hook, by=gert, at=now)  # nothing of a demo leaves the machine
    directory, _key = tokens.make(
        "Brugerkataloget", (Scope.SCIM,), (made + 365 * DAY).date(), by=gert, at=made
    )
    dorte = Staff.objects.get(municipality=place, email__startswith="dorte@")
    tokens.approve(directory, by=dorte, at=made + DAY)
    Token.objects.filter(pk=directory.pk).update(last_used_at=now - dt.timedelta(minutes=20))
    school = Unit.objects.get(municipality=place, slug="bakkeskolen")
    teachers = Staff.objects.filter(memberships__unit=school).distinct()
    for name, people in (("GRP-Bakkeskolen", teachers), ("GRP-Modtagelsen", ())):
        made_group = groups.make(name, "", [one.pk for one in people], place, at=made + DAY)
        if name == "GRP-Modtagelsen":
            team = Team.objects.get(municipality=place, slug="modtagelsen")
            groups.propose(made_group, team, by=gert, at=now)
    tokens.make("Prøvemiljøets brugerkatalog", (Scope.SCIM,), (now + 365 * DAY).date(), by=gert, at=now)
