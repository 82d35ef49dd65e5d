from django.urls import path

from beredskab.ui import language, theme

urlpatterns = [
    path("tema.css", theme.theme, name="theme"),
    path("sprog/", language.choose_language, name="language"),
]
