"""Two persons decide through whom people sign in: alone one could sign in as anybody. Rule A-17."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from beredskab.access import four_eyes, guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox.messages import tell
from beredskab.outbox.vocabulary import Kind
from beredskab.signin.models import Provider, ProviderChange
from beredskab.signin.providers import oidc
from beredskab.signin.providers.sealing import sealed

FIELDS = (
    "protocol",
    "name",
    "issuer",
    "client_id",
    "metadata",
    "email_claim",
    "name_claim",
    "roles_claim",
    "level_claim",
    "substantial",
    "mapping",
    "takes_in",
    "is_active",
)


def providers_for(staff: Staff) -> QuerySet[Provider]:
    """The municipality's providers, for whoever administers or approves."""
    if not (guard.may(staff, Act.ADMINISTER) or guard.may(staff, Act.APPROVE_PROVIDER)):
        return Provider.objects.none()
    return Provider.objects.filter(municipality=staff.municipality_id)


def waiting_for(staff: Staff) -> QuerySet[ProviderChange]:
    """Changes that nobody has decided yet."""
    if not (guard.may(staff, Act.ADMINISTER) or guard.may(staff, Act.APPROVE_PROVIDER)):
        return ProviderChange.objects.none()
    mine = ProviderChange.objects.filter(municipality=staff.municipality_id, decided_at__isnull=True)
    return mine.select_related("proposed_by")


@act
def propose(slug: str, told: Mapping[str, Any], secret: str, *, by: Staff, at: dt.datetime) -> ProviderChange:
    """Suggest a new provider, or what one shall be. Nothing changes yet. Raises Forbidden, AlreadyWaiting."""
    guard.require(by, Act.ADMINISTER)
    made = ProviderChange(
        municipality=by.municipality,
        slug=slug,
        told={name: told[name] for name in FIELDS},
        secret=sealed(secret),
        proposed_by=by,
        proposed_at=at,
    )
    four_eyes.keep(made)
    trail.record(by.pk, "provider.proposed", made.pk, at=at, slug=slug)
    for person in guard.who_may(Act.APPROVE_PROVIDER, by.municipality_id).exclude(pk=by.pk):
        tell(person, Kind.NEWS, at=at)
    return made


@act
def decide(change: ProviderChange, *, approve: bool, by: Staff, at: dt.datetime) -> None:
    """Another person says yes or no; whoever suggested it may take it back. Raises Forbidden."""
    found = ProviderChange.objects.select_for_update().get(pk=change.pk, municipality=by.municipality_id)
    if not four_eyes.decide(found, Act.APPROVE_PROVIDER, approve=approve, by=by, at=at):
        return
    if approve:
        put(by.municipality, found.slug, found.told, bytes(found.secret))
    trail.record(by.pk, f"provider.{'approved' if approve else 'rejected'}", found.pk, at=at, slug=found.slug)


def put(municipality: Municipality, slug: str, told: Mapping[str, Any], secret: bytes) -> Provider:
    """In force from now on; an empty secret leaves the one there is."""
    facts = {name: told[name] for name in FIELDS}
    if secret:
        facts["secret"] = secret
    made, _new = Provider.objects.update_or_create(municipality=municipality, slug=slug, defaults=facts)
    oidc.forget()
    return made
