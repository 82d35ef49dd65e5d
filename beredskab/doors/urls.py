"""The page for other systems, and the doors that need no plan."""

from django.urls import path

from beredskab.doors.views import tokens

app_name = "doors"

urlpatterns = [
    path("administration/systemer/", tokens.overview, name="overview"),
    path("administration/systemer/nyt/", tokens.make, name="new_token"),
    path("administration/systemer/<uuid:system>/godkend/", tokens.approve, name="approve_token"),
    path("administration/systemer/<uuid:system>/luk/", tokens.revoke, name="revoke_token"),
]
