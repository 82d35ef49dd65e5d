"""The doors, in the order of a visit. Paths are Danish, because they are printed; names are English."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from beredskab import about, hiding

urlpatterns: list[URLPattern | URLResolver] = [
    path("skjul/", hiding.hide, name="hide"),
    path("hjaelp/", about.help_page, name="help"),
    path("om/tilgaengelighed/", about.accessibility, name="accessibility"),
    path("om/privatliv/", about.privacy, name="privacy"),
    path("", include("beredskab.signin.urls")),
]
for module in (
    "beredskab.home_urls",
    "beredskab.ui.urls",
    "beredskab.administration.urls",
    "plans.urls",
    "notifications.urls",
):
    try:
        found = find_spec(module) is not None
    except ModuleNotFoundError:
        found = False
    if found:  # goes away when every part has landed
        urlpatterns.append(path("", include(module)))

handler400 = "beredskab.errors.bad_request"
handler403 = "beredskab.errors.permission_denied"
handler404 = "beredskab.errors.page_not_found"
handler500 = "beredskab.errors.server_error"
