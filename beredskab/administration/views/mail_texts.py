"""The words of the mails that the portal sends."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.administration.forms.rules import MailTextForm
from beredskab.outbox import mail_texts


@page(reads=["GET"], act=Act.ADMINISTER)
def overview(request: StaffRequest) -> HttpResponse:
    """Every kind of mail in every language offered; the one about a concern is shown and never changed."""
    found = list(mail_texts.texts_of(request.municipality))
    context = {
        "fixed": [one for one in found if one.is_fixed],
        "languages": [
            (language, name, [one for one in found if one.language == language and not one.is_fixed])
            for language, name in settings.LANGUAGES
            if language in request.municipality.languages
        ],
        "crumbs": [*_way()[:1], (_("Words of mails"), "")],
    }
    return render(request, "administration/mail_texts.html", context)


@page(reads=["GET"], writes=["POST"], act=Act.ADMINISTER)
def change(request: StaffRequest, kind: str, language: str) -> HttpResponse:
    """The municipality's own words for one kind in one language."""
    texts = mail_texts.texts_of(request.municipality)
    mine = (one for one in texts if (one.kind.value, one.language) == (kind, language))
    found = next(mine, None)
    if found is None or found.is_fixed:
        raise Http404
    standard = request.POST.get("handling") == "standard"
    form = MailTextForm(
        request.POST if request.method == "POST" else None, mail=found.mail, is_own=found.is_own
    )
    if request.method == "POST" and (standard or form.is_valid()):
        mail = None if standard else form.mail()
        mail_texts.write(found.kind, language, mail, by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("administration:mail_texts")
    crumbs = [*_way(), (found.mail.subject, "")]
    context = {"form": form, "found": found, "crumbs": crumbs, "address": settings.PORTAL_URL}
    return render(request, "administration/mail_text.html", context, status=422 if form.errors else 200)


def _way() -> list[tuple[str, str]]:
    return [
        (_("Administration"), reverse("administration:home")),
        (_("Words of mails"), reverse("administration:mail_texts")),
    ]
