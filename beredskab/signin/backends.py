from django.contrib.auth.backends import ModelBackend
from django.db.models import F, QuerySet

from beredskab.organisation.models import Staff
from beredskab.organisation.resolve import municipality_at
from beredskab.prepared import prepared


class StaffBackend(ModelBackend):
    """Local accounts. Rights come from beredskab.access, so Django's own permissions give nothing here."""

    def get_user(self, user_id: int) -> Staff | None:
        """The person of a session with their municipality, in one statement; nobody once deactivated."""
        for person in _active(user_id):
            revision: int = person.revision  # type: ignore[attr-defined]  # annotated
            person.municipality = municipality_at(person.municipality_id, revision)
            return person
        return None


@prepared
def _active(user_id: int) -> QuerySet[Staff]:
    found = Staff.objects.filter(pk=user_id, is_active=True)
    return found.annotate(revision=F("municipality__revision"))
