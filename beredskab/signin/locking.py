from django.contrib.auth import logout
from django.http import HttpRequest


def lock(request: HttpRequest) -> None:
    """End the session on the server. What was saved stays; coming back needs a login."""
    logout(request)
