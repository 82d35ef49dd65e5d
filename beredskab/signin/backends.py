from django.contrib.auth.backends import ModelBackend

from beredskab.organisation.models import Staff


class StaffBackend(ModelBackend):
    """Local accounts. Rights come from beredskab.access, so Django's own permissions give nothing here."""

    def get_user(self, user_id: int) -> Staff | None:
        """The person of a session with their municipality, in one statement; nobody once deactivated."""
        return Staff.objects.select_related("municipality").filter(pk=user_id, is_active=True).first()
