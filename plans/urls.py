"""The plan's doors. Paths are Danish because they are printed on posters; names are English."""

from django.urls import path

from plans.views import posters

app_name = "plans"

urlpatterns = [
    path("plakater/", posters.overview, name="posters"),
    path("plakater/<slug:role>.pdf", posters.poster, name="poster"),
    path("p/<slug:role>/", posters.card, name="card"),
]
