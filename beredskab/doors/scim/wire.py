"""What comes in from a directory and goes out to it: JSON, questions, pages, versions (RFC 7644)."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from scim2_models import (
    Context,
    InvalidSyntaxException,
    ListResponse,
    PatchOp,
    PayloadTooLargeException,
    PreconditionFailedException,
    SearchRequest,
)

from beredskab.doors.door import DoorRequest
from beredskab.doors.scim import filtering
from beredskab.doors.scim.resources import MOST, Group, Person

BASE = "/api/scim/v2"
CONTENT = "application/scim+json"
QUERY = Context.RESOURCE_QUERY_RESPONSE
SORTING = frozenset({"sortby", "sortorder"})


def base_of(request: DoorRequest) -> str:
    """The address of the door, as resources name it."""
    return request.build_absolute_uri(BASE)


def body_of(request: DoorRequest) -> Any:
    """What was sent. Raises the exceptions of SCIM."""
    try:
        return json.loads(request.body)
    except RequestDataTooBig:
        raise PayloadTooLargeException(detail="Too long.") from None
    except (ValueError, RecursionError):
        raise InvalidSyntaxException(detail="This is no JSON.") from None


def asked_of(request: DoorRequest, kind: Any) -> Any:
    """The question of an address."""
    found: Any = SearchRequest[kind]
    return found.model_validate(_listed(request))


def searched(request: DoorRequest, kind: Any) -> Any:
    """The question of a body. Sorting is not offered, and left out of account (RFC 7644, 3.4.2.3)."""
    told, found = body_of(request), SearchRequest[kind]
    if isinstance(told, dict):
        told = {name: value for name, value in told.items() if name.lower() not in SORTING}
    return found.model_validate(told, scim_ctx=Context.SEARCH_REQUEST)


def _listed(request: DoorRequest) -> dict[str, Any]:
    """The question of an address; what is no part of one, or not offered as sorting, is left alone."""
    names = ("filter", "startIndex", "count", "attributes", "excludedAttributes")
    return {name: request.GET[name] for name in names if request.GET.get(name)}


def listed(
    request: DoorRequest,
    asked: Any,
    rows: "QuerySet[Any]",
    fields: dict[str, str],
    resource_of: Callable[[Any, str], Any],
) -> HttpResponse:
    """A page of what fits the question."""
    if asked.filter is not None:
        numbers = filtering.NUMBERS if fields is filtering.PEOPLE else frozenset({"members"})
        try:
            rows = rows.filter(filtering.question(asked.filter.ast, fields, numbers=numbers)).distinct()
            total = rows.count()
        except (ValidationError, ValueError):
            rows, total = rows.none(), 0
    else:
        total = rows.count()
    start = max(asked.start_index or 1, 1)
    size = MOST if asked.count is None else max(min(asked.count, MOST), 0)
    base = base_of(request)
    page = [_versioned(resource_of(one, base)) for one in rows[start - 1 : start - 1 + size]]
    kind: Any = ListResponse[Person] if fields is filtering.PEOPLE else ListResponse[Group]
    told = kind(total_results=total, start_index=start, items_per_page=len(page), resources=page)
    return as_json(told.model_dump(scim_ctx=QUERY, response_parameters=asked))


def one(request: DoorRequest, found: Any, status: int = 200) -> HttpResponse:
    """One resource, with its version."""
    found = _versioned(found)
    kind: Any = SearchRequest[Group] if isinstance(found, Group) else SearchRequest[Person]
    asked = kind.model_validate(_listed(request))
    answer = as_json(found.model_dump(scim_ctx=QUERY, response_parameters=asked), status)
    answer["ETag"] = found.meta.version
    if status == 201:
        answer["Location"] = str(found.meta.location)
    return answer


def changed(request: DoorRequest, known: Any, kind: Any) -> Any:
    """The resource as PUT or PATCH leaves it."""
    if request.method == "PUT":
        sent = kind.model_validate(body_of(request), scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST)
        sent.replace(known)
        return sent
    operations = PatchOp[kind].model_validate(body_of(request), scim_ctx=Context.RESOURCE_PATCH_REQUEST)
    operations.patch(known)
    return known


def require_match(request: DoorRequest, known: Any) -> None:
    """Raises PreconditionFailedException when somebody changed it meanwhile (If-Match)."""
    wanted = request.headers.get("If-Match")
    if wanted and wanted.strip() != "*":
        mine = _versioned(known).meta.version
        if mine not in [one.strip() for one in wanted.split(",")]:
            raise PreconditionFailedException(detail="It has changed since you read it.")


def with_meta(found: Any, kind: str, location: str, row: Any) -> Any:
    """The resource with kind, address and times."""
    times = {"created": row.made_at, "lastModified": row.changed_at} if row is not None else {}
    told = {**found.model_dump(mode="json"), "meta": {"resourceType": kind, "location": location, **times}}
    return type(found).model_validate(told)


def _versioned(found: Any) -> Any:
    content = found.model_dump(mode="json")
    content.pop("meta", None)
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    found.meta.version = f'W/"{digest[:24]}"'
    return found


def as_json(told: Any, status: int = 200) -> HttpResponse:
    """As SCIM sends it."""
    return HttpResponse(
        json.dumps(told, ensure_ascii=False, default=str), status=status, content_type=CONTENT
    )
