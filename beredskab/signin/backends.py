from django.contrib.auth.backends import ModelBackend
from django.db.models import F

from beredskab.organisation.models import Staff
from beredskab.organisation.resolve import municipality_at


class StaffBackend(ModelBackend):
    """Local accounts. Rights come from beredskab.access, so Django's own permissions give nothing here."""

    def get_user(self, user_id: int) -> Staff | None:
        """The person of a session with their municipality, in one statement; nobody once deactivated."""
        found = Staff.objects.filter(pk=user_id, is_active=True)
        for person in found.annotate(revision=F("municipality__revision")):
            person.municipality = municipality_at(person.municipality_id, person.revision)
            return person
        return None
