from copy import copy

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest

from beredskab.organisation import kept
from beredskab.organisation.models import Municipality


class NoMunicipality(Http404):
    """No municipality answers to this host and none is the default."""


def municipality_of(request: HttpRequest) -> Municipality:
    """The logged-in person's own, else by host name, else DEFAULT_MUNICIPALITY."""
    user = request.user
    if user.is_authenticated:
        return user.municipality
    host = request.get_host().split(":")[0].lower()
    found = list(Municipality.objects.filter(Q(host=host) | Q(slug=settings.DEFAULT_MUNICIPALITY)))
    for municipality in found:
        if municipality.host == host:
            return municipality
    if found:
        return found[0]
    raise NoMunicipality(host)


def municipalities_at(request: HttpRequest) -> list[Municipality]:
    """Whose people sign in at this host: the one that it leads to, else the default and those without a host.

    The default stands first. Who is signed in already makes no difference.
    """
    host = request.get_host().split(":")[0].lower()
    wanted = Q(host=host) | Q(host="") | Q(slug=settings.DEFAULT_MUNICIPALITY)
    found = list(Municipality.objects.filter(wanted).order_by("pk"))
    own = [one for one in found if one.host == host]
    return own or sorted(found, key=lambda one: one.slug != settings.DEFAULT_MUNICIPALITY)


def municipality_at(pk: int, revision: int) -> Municipality:
    """The row as it was at a revision that was just read: one's own copy, without a statement if known."""
    key = ("municipality", pk, revision)
    return copy(kept.for_ever(key, lambda: Municipality.objects.get(pk=pk)))


def municipality_named(name: str | None) -> Municipality:
    """For commands: by name or slug, else the default.

    Raises LookupError with a sentence that lists the names there are.
    """
    wanted = name or settings.DEFAULT_MUNICIPALITY
    found = Municipality.objects.filter(Q(name__iexact=wanted) | Q(slug=wanted)).first()
    if found is None:
        known = ", ".join(Municipality.objects.order_by("name").values_list("name", flat=True)) or "none yet"
        raise LookupError(f"No municipality is called {wanted!r}. There are: {known}.")
    return found
