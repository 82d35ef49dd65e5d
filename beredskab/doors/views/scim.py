"""The doors of SCIM 2.0 (`/api/scim/v2/`). What answers is imported when a directory asks: it is large."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from beredskab.doors.door import DoorRequest, door
from beredskab.doors.vocabulary import Scope


def _refuse(status: int, detail: str) -> HttpResponse:
    from beredskab.doors.scim import answering

    return answering.error(status, detail)


def _work(request: DoorRequest, name: str, *told: str) -> HttpResponse:
    from beredskab.doors.scim import answering

    work: Callable[..., Any] = getattr(answering, name)
    return answering.answered(lambda: work(request, *told))


@door(Scope.SCIM, reads=["GET"], writes=["POST"], refuse=_refuse)
def users(request: DoorRequest) -> HttpResponse:
    """List, or somebody new."""
    return _work(request, "users")


@door(Scope.SCIM, reads=[], writes=["POST"], refuse=_refuse)
def search_users(request: DoorRequest) -> HttpResponse:
    """The list, asked with a body."""
    return _work(request, "search_users")


@door(Scope.SCIM, reads=["GET"], writes=["PUT", "PATCH", "DELETE"], refuse=_refuse)
def user(request: DoorRequest, user: str) -> HttpResponse:
    """One person."""
    return _work(request, "user", user)


@door(Scope.SCIM, reads=["GET"], writes=["POST"], refuse=_refuse)
def groups(request: DoorRequest) -> HttpResponse:
    """List, or a new group."""
    return _work(request, "all_groups")


@door(Scope.SCIM, reads=[], writes=["POST"], refuse=_refuse)
def search_groups(request: DoorRequest) -> HttpResponse:
    """The list, asked with a body."""
    return _work(request, "search_groups")


@door(Scope.SCIM, reads=["GET"], writes=["PUT", "PATCH", "DELETE"], refuse=_refuse)
def group(request: DoorRequest, group: str) -> HttpResponse:
    """One group."""
    return _work(request, "group", group)


@door(Scope.SCIM, refuse=_refuse)
def config(request: DoorRequest) -> HttpResponse:
    """What the service can do."""
    return _work(request, "config")


@door(Scope.SCIM, refuse=_refuse)
def resource_types(request: DoorRequest, name: str = "") -> HttpResponse:
    """Users and groups."""
    return _work(request, "resource_types", name)


@door(Scope.SCIM, refuse=_refuse)
def schemas(request: DoorRequest, name: str = "") -> HttpResponse:
    """Every attribute that is kept."""
    return _work(request, "schemas", name)


@door(Scope.SCIM, reads=[], writes=["POST"], refuse=_refuse)
def search(request: DoorRequest) -> HttpResponse:
    """Users and groups at once are not searched."""
    return _refuse(501, "Search below /Users or /Groups.")


@door(Scope.SCIM, refuse=_refuse)
def nowhere(request: DoorRequest, rest: str) -> HttpResponse:
    """What is not there is told in the words of SCIM."""
    return _refuse(404, "There is no such endpoint.")
