"""The doors for other systems: English paths, because machines ask them; versioned, because they are kept."""

from django.urls import path

from plans.views import door

urlpatterns = [
    path("api/v1/openapi.json", door.openapi, name="openapi"),
    path("api/v1/status", door.status, name="api_status"),
    path("api/v1/recommendations", door.recommendations, name="api_recommendations"),
    path("api/v1/reading", door.reading, name="api_reading"),
    path("api/v1/contacts", door.contacts, name="api_contacts"),
    path("api/<path:rest>", door.nowhere, name="api_nowhere"),
]
