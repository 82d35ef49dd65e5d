from django.contrib.auth import logout
from django.http import HttpRequest
from django.utils import timezone

from beredskab.organisation.models import Staff
from beredskab.signin import unlocked
from beredskab.vault.sealed import tickets


def lock(request: HttpRequest) -> None:
    """End the session on the server. What was saved stays; coming back needs a login.

    What was unlocked is locked: the browser's half is of no use then, and is forgotten with its time.
    """
    if unlocked.COOKIE in request.COOKIES and isinstance(request.user, Staff):
        tickets.lock(by=request.user, at=timezone.now())
    logout(request)
