from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import F, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest

from beredskab.organisation.models import Staff
from beredskab.organisation.resolve import municipalities_at, municipality_at
from beredskab.prepared import prepared


class StaffBackend(ModelBackend):
    """Local accounts. Rights come from beredskab.access, so Django's own permissions give nothing here."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_more: Any,
    ) -> Staff | None:
        """Who has this e-mail in a municipality of this host, and this password there (ADR 18)."""
        if request is None or not username or password is None:
            return None
        people = people_at(request, username)
        for person in people:
            if person.check_password(password) and self.user_can_authenticate(person):
                return person
        if not people:
            Staff().set_password(password)  # takes as long as for somebody who is known
        return None

    def get_user(self, user_id: int) -> Staff | None:
        """The person of a session with their municipality, in one statement; nobody once deactivated."""
        for person in _active(user_id):
            revision = person.revision  # type: ignore[attr-defined]  # annotated
            person.municipality = municipality_at(person.municipality_id, revision)
            return person
        return None


@prepared
def _active(staff: int) -> QuerySet[Staff]:
    found = Staff.objects.filter(pk=staff, is_active=True)
    return found.annotate(revision=F("municipality__revision"))


def people_at(request: HttpRequest, email: str) -> list[Staff]:
    """Everybody with the e-mail whose municipality this host is the door of; one, where each has a host."""
    places = [one.pk for one in municipalities_at(request)]
    people = Staff.objects.annotate(mail=Lower("email")).filter(municipality__in=places)
    found = list(people.filter(mail=email.strip().lower()))
    return sorted(found, key=lambda one: places.index(one.municipality_id))
