"""The words that a search takes for one another: one page for editors, live at once, every list kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from plans.forms.synonyms import SynonymsForm
from plans.models import SynonymList
from plans.searching import synonyms as words

SHOWN = 20  # of the older lists


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_PLAN)
def synonyms(request: StaffRequest) -> HttpResponse:
    """The list in force, to change, and what was changed before."""
    newest = words.latest(request.municipality)
    initial = {
        "groups": words.typed(words.groups_of(request.municipality)),
        "seen": newest.number if newest else 0,
    }
    form = SynonymsForm(request.POST or None, initial=initial)
    theirs, status = "", 200
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            words.change(told["groups"], seen=told["seen"], by=request.user, at=timezone.now())
        except words.ChangedMeanwhile as refusal:
            theirs, status = words.typed(refusal.newer.groups), 409
            _let_decide(request, form, refusal.newer)
        else:
            messages.success(request, _("Saved. Searches use it from now on."))
            return redirect("plans:synonyms")
    elif form.errors:
        status = 422
    context = {
        "form": form,
        "theirs": theirs,
        "changes": _changes(list(words.history(request.municipality)[: SHOWN + 1])),
        "crumbs": [(_("Editing"), reverse("plans:editing")), (_("Words that mean the same"), "")],
    }
    return render(request, "plans/editing/synonyms.html", context, status=status)


def _let_decide(request: StaffRequest, form: SynonymsForm, newer: SynonymList) -> None:
    """What I typed stays; saving again decides."""
    again = request.POST.copy()
    again["seen"] = str(newer.number)
    form.data = again
    told = {"who": newer.made_by.name, "when": f"{timezone.localtime(newer.made_at):%H.%M}"}
    text = _("%(who)s saved a newer version at %(when)s. See the difference before you save.")
    form.add_error(None, text % told)


def _changes(lists: list[SynonymList]) -> list[dict[str, object]]:
    """Newest first: who, when, which lines came and which went."""
    before = [words.typed(one.groups) for one in lists[1:]]
    if lists and lists[-1].number == 1:
        before.append(words.typed(words.shipped()))
    told = []
    for one, old in zip(lists, before, strict=False):
        now_lines, old_lines = set(words.typed(one.groups).splitlines()), set(old.splitlines())
        told.append(
            {"list": one, "added": sorted(now_lines - old_lines), "gone": sorted(old_lines - now_lines)}
        )
    return told
