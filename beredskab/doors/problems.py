"""What is told to a system that gets no answer: problem details (RFC 9457)."""

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse


def problem(status: int, detail: str = "") -> HttpResponse:
    """English, for whoever reads the other system's log."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if detail:
        told["detail"] = detail
    return JsonResponse(told, status=status, content_type="application/problem+json")
