"""The page for other systems, and the doors that need no plan."""

from django.urls import path

from beredskab.doors.views import directory, hooks, scim, tokens

app_name = "doors"

urlpatterns = [
    path("administration/systemer/", tokens.overview, name="overview"),
    path("administration/systemer/nyt/", tokens.make, name="new_token"),
    path("administration/systemer/besked/", hooks.make, name="new_hook"),
    path("administration/systemer/besked/<uuid:hook>/", hooks.hook, name="hook"),
    path("administration/systemer/besked/<uuid:hook>/proev/", hooks.send_test, name="test_hook"),
    path("administration/systemer/besked/<uuid:hook>/stop/", hooks.stop, name="stop_hook"),
    path("administration/systemer/igen/<uuid:delivery>/", hooks.send_again, name="send_again"),
    path("administration/systemer/grupper/", directory.groups, name="groups"),
    path("administration/systemer/grupper/<uuid:group>/", directory.group, name="group"),
    path(
        "administration/systemer/grupper/betydning/<uuid:mapping>/", directory.decide, name="decide_meaning"
    ),
    path("administration/systemer/forlader/", directory.held, name="held"),
    path("administration/systemer/<uuid:system>/godkend/", tokens.approve, name="approve_token"),
    path("administration/systemer/<uuid:system>/luk/", tokens.revoke, name="revoke_token"),
    path("api/scim/v2/Users", scim.users, name="scim_users"),
    path("api/scim/v2/Users/.search", scim.search_users, name="scim_search_users"),
    path("api/scim/v2/Users/<slug:user>", scim.user, name="scim_user"),
    path("api/scim/v2/Groups", scim.groups, name="scim_groups"),
    path("api/scim/v2/Groups/.search", scim.search_groups, name="scim_search_groups"),
    path("api/scim/v2/Groups/<slug:group>", scim.group, name="scim_group"),
    path("api/scim/v2/ServiceProviderConfig", scim.config, name="scim_config"),
    path("api/scim/v2/ResourceTypes", scim.resource_types, name="scim_types"),
    path("api/scim/v2/ResourceTypes/<slug:name>", scim.resource_types, name="scim_type"),
    path("api/scim/v2/Schemas", scim.schemas, name="scim_schemas"),
    path("api/scim/v2/Schemas/<path:name>", scim.schemas, name="scim_schema"),
    path("api/scim/v2/.search", scim.search, name="scim_search"),
    path("api/scim/<path:rest>", scim.nowhere, name="scim_nowhere"),
]
