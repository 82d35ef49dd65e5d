from django.apps import AppConfig


class DoorsConfig(AppConfig):
    name = "beredskab.doors"
    label = "doors"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The worker finds duties of modules that are imported; who decides learns what waits."""
        from beredskab.doors import told_to_approvers
        from beredskab.doors.hooks import sending  # noqa: F401

        told_to_approvers.tell()
