from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "beredskab.signin"
    label = "signin"
