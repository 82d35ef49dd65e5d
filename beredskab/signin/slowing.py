from typing import Any

from django.http import HttpRequest


def who_is_trying(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Whom django-axes counts a wrong password against.

    Without it axes looks for a field `username`, sees nobody and slows down everybody behind the address.
    """
    typed = credentials or {}
    email = typed.get("username") or typed.get("email") or request.POST.get("email", "")
    return str(email).strip().lower()
