"""The doors, in the order of a visit. Paths are Danish, because they are printed; names are English."""

from django.urls import URLPattern, URLResolver, include, path

from beredskab import about, hiding

urlpatterns: list[URLPattern | URLResolver] = [
    path("skjul/", hiding.hide, name="hide"),
    path("hjaelp/", about.help_page, name="help"),
    path("om/tilgaengelighed/", about.accessibility, name="accessibility"),
    path("was/", about.official_statement, name="official_statement"),
    path("om/privatliv/", about.privacy, name="privacy"),
    path("", include("beredskab.signin.urls")),
    path("", include("beredskab.home_urls")),
    path("", include("beredskab.ui.urls")),
    path("", include("beredskab.administration.urls")),
    path("", include("beredskab.doors.urls")),
    path("", include("plans.urls")),
    path("", include("notifications.urls")),
]

handler400 = "beredskab.errors.bad_request"
handler403 = "beredskab.errors.permission_denied"
handler404 = "beredskab.errors.page_not_found"
handler500 = "beredskab.errors.server_error"
