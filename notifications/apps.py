from importlib import import_module

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The worker finds duties of modules that are imported; the check of plans learns of the form."""
        for name in (
            "drafting.drafts",
            "drills.running",
            "oversight.alarm",
            "oversight.escalation",
            "oversight.retention",
            "rota.chain",
            "routes.trial",
            "rota.absences",
            "statistics.publishing",
        ):
            import_module(f"notifications.{name}")
        import_module("notifications.numbers.told_to_plans").tell()
        import_module("notifications.routes.trial").tell()
        import_module("notifications.routes.told_to_approvers").tell()
        import_module("notifications.first_steps").tell()
