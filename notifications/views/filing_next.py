"""From the receipt: a notification on the next child in the same matter."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from notifications import access
from notifications.drafting import bundles
from notifications.views.filing_draft import own


@page(reads=[], writes=["POST"], act=Act.FILE_CONCERN)
def next_child(request: StaffRequest, draft: uuid.UUID) -> HttpResponse:
    """Begin (or find again) the draft about another child; a sent one shows its receipt."""
    concern = own(request, draft)
    number = request.POST.get("child", "")
    if not access.may_follow(request.user, concern) or not (number.isascii() and number.isdigit()):
        raise Http404
    try:
        begun = bundles.begin_next(concern, int(number[:4]), by=request.user, at=timezone.now())
    except LookupError:
        raise Http404 from None
    return redirect("notifications:draft", begun.pk)
