from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "beredskab.administration"
    label = "administration"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring the checks of our own into `check`, and the duties of this app to the worker."""
        from beredskab import checks  # noqa: F401
        from beredskab.administration import checks as our_checks
        from beredskab.administration import (
            first_steps,
            leaving,  # noqa: F401
            time_limits,
            told_to_approvers,
        )
        from beredskab.administration.importing import lists  # noqa: F401
        from beredskab.administration.safekeeping import told_to_health
        from beredskab.administration.staffing import away, recertifying  # noqa: F401
        from beredskab.outbox import retrying  # noqa: F401

        our_checks.tell_health()
        told_to_health.tell_health()
        first_steps.tell()
        time_limits.tell()
        told_to_approvers.tell()
