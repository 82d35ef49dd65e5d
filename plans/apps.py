from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PlansConfig(AppConfig):
    name = "plans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """After every `migrate` the recommendations in the database are those of the catalogue file."""
        post_migrate.connect(_install_catalogue, sender=self)
        for name in (
            "plans.paper.posters",
            "plans.paper.sheets",
            "plans.paper.walls",
            "plans.paper.batches",
            "plans.paper.kits",
            "plans.editing.card_editing",
            "plans.release.announcing",
            "plans.checking",
            "plans.release.intervening",
            "plans.following.counting",
            "plans.following.daily",
            "plans.release.planning",
            "plans.numbers.contact_care",
            "plans.editing.proposals",
            "plans.implementation.plan_facts",
            "plans.implementation.rounds",
            "plans.implementation.reports.paper",
        ):
            import_module(name)  # the worker finds duties of modules that are imported
        import_module("plans.health").tell()
        import_module("plans.first_steps").tell()


def _install_catalogue(*, apps: Any, **_signal: Any) -> None:
    from plans.implementation.frameworks import install_catalogue

    try:
        apps.get_model("plans", "RecommendationName")
    except LookupError:
        return  # migrated back to before there were recommendations
    install_catalogue(apps)
