from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look: form renderer, template tags, charts, theme and language."""

    name = "beredskab.ui"
    label = "ui"
