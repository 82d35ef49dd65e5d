from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "beredskab.administration"
    label = "administration"

    def ready(self) -> None:
        """Bring the checks of our own into `check`."""
        from beredskab import checks  # noqa: F401
