"""The door for the web server."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beredskab.settings")

application = get_wsgi_application()
# Import every page now, once for all processes, and not while the first person waits.
get_resolver().url_patterns  # noqa: B018
