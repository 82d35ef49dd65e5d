from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "beredskab.administration"
    label = "administration"
