from django.urls import path

from beredskab.administration.views import health

app_name = "administration"

urlpatterns = [
    path("sundhed/", health.show, name="health"),
    path("sundhed/levende/", health.living, name="living"),
]
