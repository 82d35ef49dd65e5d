"""The page for other systems, and the doors that need no plan."""

from django.urls import path

from beredskab.doors.views import hooks, tokens

app_name = "doors"

urlpatterns = [
    path("administration/systemer/", tokens.overview, name="overview"),
    path("administration/systemer/nyt/", tokens.make, name="new_token"),
    path("administration/systemer/besked/", hooks.make, name="new_hook"),
    path("administration/systemer/besked/<uuid:hook>/", hooks.hook, name="hook"),
    path("administration/systemer/besked/<uuid:hook>/proev/", hooks.send_test, name="test_hook"),
    path("administration/systemer/besked/<uuid:hook>/stop/", hooks.stop, name="stop_hook"),
    path("administration/systemer/igen/<uuid:delivery>/", hooks.send_again, name="send_again"),
    path("administration/systemer/<uuid:system>/godkend/", tokens.approve, name="approve_token"),
    path("administration/systemer/<uuid:system>/luk/", tokens.revoke, name="revoke_token"),
]
