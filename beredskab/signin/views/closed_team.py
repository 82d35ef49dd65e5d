"""The closed group's key: who has it, who waits to be let in, one's own passphrase. For its members alone."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.facts import facts_of
from beredskab.access.page import StaffRequest, page
from beredskab.organisation.models import Staff, Team
from beredskab.signin.forms.unlocking import PassphraseForm
from beredskab.vault import recovery
from beredskab.vault.models import MemberKey
from beredskab.vault.sealed import members, tickets
from beredskab.vault.sealed import team as closed


@page(reads=["GET"])
def overview(request: StaffRequest) -> HttpResponse:
    """How each of one's closed groups stands; what one can do about it."""
    mine = _teams(request.user)
    if not mine:
        raise Http404
    now, own = timezone.now(), members.key_of(request.user.pk)
    context = {
        "teams": [_shown(one, request.user) for one in mine],
        "mark": members.mark_of(own) if own else "",
        "unlocked": tickets.is_unlocked(request.user, at=now),
        "is_recovery_on_paper": recovery.is_on_paper(request.user.municipality_id),
        "fewest": closed.FEWEST,
        "crumbs": [(_("The closed group"), "")],
    }
    return render(request, "signin/closed_team.html", context)


@page(reads=[], writes=["POST"])
def seal(request: StaffRequest, team: str) -> HttpResponse:
    """From now on nobody reads without a member's passphrase."""
    found = _one(request.user, team)
    try:
        closed.seal(found, by=request.user, at=timezone.now())
    except closed.TooFew:
        messages.warning(request, _("Two members have to choose a passphrase first."))
        return redirect("signin:closed_teams")
    messages.success(request, _("The group is sealed. Unlock now: then older cases are locked away too."))
    return redirect(f"{reverse('signin:unlock')}?next={reverse('signin:closed_teams')}")


@page(reads=[], writes=["POST"])
def let_in(request: StaffRequest, team: str) -> HttpResponse:
    """A member who has unlocked lets another one in."""
    found = _one(request.user, team)
    try:
        wanted = uuid.UUID(request.POST.get("member", ""))
    except ValueError:
        raise Http404 from None
    member = get_object_or_404(MemberKey, pk=wanted, retired_at__isnull=True)
    if closed.let_in(found, member, by=request.user, at=timezone.now()):
        messages.success(request, _("The group's key is shared. They can unlock now."))
    return redirect("signin:closed_teams")


@page(reads=["GET"], writes=["POST"])
def passphrase(request: StaffRequest) -> HttpResponse:
    """Choosing one's passphrase, changing it, or starting over when it is forgotten."""
    own = members.key_of(request.user.pk)
    if own is None and not _teams(request.user):
        raise Http404
    has_old = own is not None and "forgotten" not in request.GET
    form = PassphraseForm(
        request.POST if request.method == "POST" else None, staff=request.user, has_old=has_old
    )
    if form.is_bound and form.is_valid() and _saved(form, request.user, has_old=has_old):
        messages.success(request, _("The passphrase is saved. Keep it to yourself."))
        return redirect("signin:closed_teams")
    context = {
        "form": form,
        "has_old": has_old,
        "starts_over": own is not None and not has_old,
        "crumbs": [(_("The closed group"), reverse("signin:closed_teams")), (_("Your passphrase"), "")],
    }
    return render(request, "signin/passphrase.html", context, status=422 if form.errors else 200)


def _saved(form: PassphraseForm, person: Staff, *, has_old: bool) -> bool:
    now, new = timezone.now(), form.cleaned_data["new"]
    if not has_old:
        members.choose(new, by=person, at=now)
        return True
    try:
        if members.change(form.cleaned_data["old"], new, by=person, at=now):
            return True
        form.add_error("old", PassphraseForm.wrong)
    except members.Paused:
        form.add_error("old", PassphraseForm.paused)
    return False


def _shown(one: Team, reader: Staff) -> dict[str, object]:
    standing = closed.standing(one)
    rows = [
        {
            "name": member.person.name,
            "is_me": member.person.pk == reader.pk,
            "key": member.key.pk if member.key else "",
            "mark": members.mark_of(member.key) if member.key else "",
            "has_share": member.has_share,
            "waits": member.waits and standing.is_sealed,
        }
        for member in standing.members
    ]
    has_own = any(row["is_me"] and row["has_share"] for row in rows)
    return {"team": one, "standing": standing, "rows": rows, "has_own": has_own}


def _teams(person: Staff) -> list[Team]:
    return list(Team.objects.filter(pk__in=facts_of(person).teams, kind=Team.Kind.CLOSED))


def _one(person: Staff, slug: str) -> Team:
    found = next((one for one in _teams(person) if one.slug == slug), None)
    if found is None:
        raise Http404
    return found
