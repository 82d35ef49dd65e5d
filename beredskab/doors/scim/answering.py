"""Answers to a directory: what it sends becomes an act, what it asks becomes a resource (RFC 7644)."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import DataError, IntegrityError
from django.db.models import CharField, Prefetch, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.utils import timezone
from pydantic import ValidationError as BadPayload
from scim2_models import (
    ConflictException,
    Context,
    Error,
    InvalidValueException,
    ListResponse,
    NotFoundException,
    Schema,
    SCIMException,
)
from scim2_models import ResourceType as Kind

from beredskab.doors.door import DoorRequest
from beredskab.doors.models import Group as GroupRow
from beredskab.doors.scim import filtering, groups, guarding, people
from beredskab.doors.scim.people import Told
from beredskab.doors.scim.resources import CONFIG, POLICY, PROVIDER, EnterpriseUser, Group, Person
from beredskab.doors.scim.wire import (
    QUERY,
    as_json,
    asked_of,
    base_of,
    body_of,
    changed,
    listed,
    one,
    require_match,
    searched,
    with_meta,
)
from beredskab.organisation.models import Staff

TOO_MANY = "So many leave at once that whoever runs the portal is asked first. Send it again later."


def answered(work: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer, or the error as SCIM says it."""
    try:
        with POLICY:
            return work()
    except SCIMException as fault:
        return error(fault.status, str(fault.to_error().detail or ""), fault.scim_type)
    except BadPayload as fault:
        told = Error.from_validation_errors(fault)[0]
        return error(int(told.status or 400), told.detail or "", told.scim_type or "")
    except (people.Taken, IntegrityError):
        return error(409, "userName, e-mail or employeeNumber is somebody else's.", "uniqueness")
    except guarding.LastAdministrator:
        return error(409, "Nobody would be left who runs the portal.")
    except groups.NoSuchMember:
        return error(400, "A member is not known here.", "invalidValue")
    except (DataError, RecursionError):
        return error(400, "A value is too long, or lies too deep.", "invalidValue")


def error(status: int, detail: str, kind: str = "") -> HttpResponse:
    """RFC 7644, 3.12."""
    told = Error(status=status, detail=detail, scim_type=kind or None)
    return as_json(told.model_dump(), status)


# --- users ------------------------------------------------------------------------------------


def users(request: DoorRequest) -> HttpResponse:
    """List, or somebody new."""
    if request.method != "POST":
        return listed(request, asked_of(request, Person), _people(request), filtering.PEOPLE, user_of)
    sent = Person.model_validate(body_of(request), scim_ctx=Context.RESOURCE_CREATION_REQUEST)
    made = people.come(_told(sent, None), request.token.municipality, at=timezone.now())
    return one(request, user_of(_people(request).get(pk=made.pk), base_of(request)), status=201)


def search_users(request: DoorRequest) -> HttpResponse:
    """The list, asked with a body."""
    return listed(request, searched(request, Person), _people(request), filtering.PEOPLE, user_of)


def user(request: DoorRequest, id: str) -> HttpResponse:
    """One person: read, replaced, changed or gone."""
    found = _people(request).filter(pk=int(id)).first() if id.isdigit() and len(id) < 18 else None
    if found is None:
        raise NotFoundException(detail="There is no such user.")
    known = user_of(found, base_of(request))
    if request.method in ("GET", "HEAD"):
        return one(request, known)
    require_match(request, known)
    now = timezone.now()
    try:
        if request.method == "DELETE":
            people.delete(found, at=now)
            return HttpResponse(status=204)
        people.change(found, _told(changed(request, known, Person), found), at=now)
    except guarding.ManyLeave:
        guarding.hold(found, at=now)
        raise ConflictException(detail=TOO_MANY) from None
    return one(request, user_of(_people(request).get(pk=found.pk), base_of(request)))


def user_of(staff: Staff, base: str) -> Any:
    """Somebody as SCIM says it: what the directory told, with what is true now."""
    person = getattr(staff, "directory_person", None)
    told = {key: value for key, value in (person.told if person else {}).items() if key[:1] != "_"}
    urn = str(EnterpriseUser.__schema__)
    if not told:
        told = _never_told(staff)
    elif "displayName" in told:
        told["displayName"] = staff.name
    told |= {
        "schemas": [str(Person.__schema__), *([urn] if urn in told else [])],
        "id": str(staff.pk),
        "userName": person.user_name if person else staff.email,
        "active": staff.is_active,
        "groups": [
            {"value": str(one.group_id), "$ref": f"{base}/Groups/{one.group_id}", "display": one.group.name}
            for one in staff.directory_groups.all()
        ],
    }
    return with_meta(Person.model_validate(told), "User", f"{base}/Users/{staff.pk}", person)


def _never_told(staff: Staff) -> dict[str, Any]:
    """Somebody who came by another way."""
    told: dict[str, Any] = {
        "displayName": staff.name,
        "emails": [{"value": staff.email, "type": "work", "primary": True}],
    }
    if staff.phone:
        told["phoneNumbers"] = [{"value": staff.phone, "type": "work", "primary": True}]
    if staff.number:
        told[str(EnterpriseUser.__schema__)] = {"employeeNumber": staff.number}
    return told


def _people(request: DoorRequest) -> QuerySet[Staff]:
    mine = Staff.objects.filter(municipality=request.token.municipality)
    known_as = Coalesce("directory_person__user_name", "email", output_field=CharField())
    found = mine.exclude(directory_person__gone=True).annotate(known_as=known_as)
    return (
        found.select_related("directory_person", "municipality")
        .prefetch_related("directory_groups__group")
        .order_by("pk")
    )


def _told(sent: Any, staff: Staff | None) -> Told:
    """What we take out of a resource."""
    name = sent.name
    whole = " ".join(part for part in (name.given_name, name.family_name) if part) if name else ""
    said = sent.display_name or (name.formatted if name else "") or whole
    work = sent[EnterpriseUser] or EnterpriseUser()
    kept = sent.model_dump(mode="json")
    for left in ("schemas", "id", "meta", "groups", "userName", "active"):
        kept.pop(left, None)
    return Told(
        user_name=sent.user_name.strip(),
        email=_email(sent, staff),
        name=(said or (staff.name if staff else sent.user_name)).strip()[:120],
        active=sent.active is not False,
        phone=(_primary(sent.phone_numbers) or "")[:30],
        number=(work.employee_number or "")[:40],
        title=(sent.title or "")[:120],
        unit=(work.department or "").strip()[:160],
        above=(work.division or "").strip()[:160] if work.department else "",
        external_id=sent.external_id or "",
        resource=kept,
    )


def _email(sent: Any, staff: Staff | None) -> str:
    for said in (_primary(sent.emails), sent.user_name, staff.email if staff else ""):
        try:
            validate_email(said or "")
        except ValidationError:
            continue
        return str(said).strip().lower()
    raise InvalidValueException(detail="Send an e-mail, in emails or as userName.")


def _primary(values: list[Any] | None) -> str | None:
    """The primary one, of work, or the first."""
    found = [one for one in values or [] if one.value]
    found.sort(key=lambda one: (not one.primary, one.type != "work"))
    return str(found[0].value) if found else None


# --- groups -----------------------------------------------------------------------------------


def all_groups(request: DoorRequest) -> HttpResponse:
    """List, or a new group."""
    if request.method != "POST":
        return listed(request, asked_of(request, Group), _groups(request), filtering.GROUPS, group_of)
    sent = Group.model_validate(body_of(request), scim_ctx=Context.RESOURCE_CREATION_REQUEST)
    place, now = request.token.municipality, timezone.now()
    made = groups.make(sent.display_name or "", sent.external_id or "", _members(sent), place, at=now)
    return one(request, group_of(_groups(request).get(pk=made.pk), base_of(request)), status=201)


def search_groups(request: DoorRequest) -> HttpResponse:
    """The list, asked with a body."""
    return listed(request, searched(request, Group), _groups(request), filtering.GROUPS, group_of)


def group(request: DoorRequest, id: str) -> HttpResponse:
    """One group: read, replaced, changed or gone."""
    try:
        row = _groups(request).filter(pk=id).first()
    except ValidationError:
        row = None
    if row is None:
        raise NotFoundException(detail="There is no such group.")
    known = group_of(row, base_of(request))
    if request.method in ("GET", "HEAD"):
        return one(request, known)
    require_match(request, known)
    now = timezone.now()
    if request.method == "DELETE":
        groups.delete(row, at=now)
        return HttpResponse(status=204)
    sent = changed(request, known, Group)
    groups.change(row, sent.display_name or "", sent.external_id or "", _members(sent), at=now)
    return one(request, group_of(_groups(request).get(pk=row.pk), base_of(request)))


def group_of(row: GroupRow, base: str) -> Any:
    """A group as SCIM says it."""
    told = {
        "schemas": [str(Group.__schema__)],
        "id": str(row.pk),
        "externalId": row.external_id or None,
        "displayName": row.name,
        "members": [{"value": str(one.pk), "$ref": f"{base}/Users/{one.pk}"} for one in row.members.all()],
    }
    return with_meta(Group.model_validate(told), "Group", f"{base}/Groups/{row.pk}", row)


def _groups(request: DoorRequest) -> QuerySet[GroupRow]:
    mine = GroupRow.objects.filter(municipality=request.token.municipality)
    return mine.prefetch_related(Prefetch("members", Staff.objects.only("pk"))).order_by("made_at", "pk")


def _members(sent: Any) -> list[int]:
    found = [one.value for one in sent.members or [] if one.value]
    if not all(one.isdigit() and len(one) < 18 for one in found):
        raise groups.NoSuchMember
    return [int(one) for one in found]


# --- what the service can do ------------------------------------------------------------------


def config(request: DoorRequest) -> HttpResponse:
    """ServiceProviderConfig."""
    return as_json(CONFIG.model_dump(scim_ctx=QUERY))


def resource_types(request: DoorRequest, name: str = "") -> HttpResponse:
    """Users and groups."""
    return _described(list(PROVIDER.resource_types), ListResponse[Kind], name)


def schemas(request: DoorRequest, name: str = "") -> HttpResponse:
    """Every attribute that is kept; others are left alone."""
    return _described(list(PROVIDER.schemas), ListResponse[Schema], name)


def _described(every: list[Any], kind: Any, name: str) -> HttpResponse:
    if name:
        found = next((one for one in every if str(one.id).casefold() == name.casefold()), None)
        if found is None:
            raise NotFoundException(detail="There is no such description.")
        return as_json(found.model_dump(scim_ctx=QUERY))
    told = kind(total_results=len(every), start_index=1, items_per_page=len(every), resources=every)
    return as_json(told.model_dump(scim_ctx=QUERY))
