"""What the municipality puts on its paper beside the plan, and how it looks."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.guard import may
from beredskab.access.page import StaffRequest, page
from beredskab.ui.theme import WHITE, contrast, tint
from plans.forms.own_words import LookForm, OwnWordsForm
from plans.paper import look as looks
from plans.paper import own_words


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_PLAN)
def own(request: StaffRequest) -> HttpResponse:
    """Values and prerequisites of the overview poster."""
    words = own_words.of(request.municipality)
    form = OwnWordsForm(request.POST or None, words=words)
    if request.method == "POST" and form.is_valid() and _save_words(request, form):
        messages.success(request, _("Saved. It stands on the next poster that is made."))
        return redirect("plans:own_words")
    crumbs = [(_("Editing"), reverse("plans:editing")), (_("Our words on paper"), "")]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "plans/editing/own_words.html", context, status=422 if form.errors else 200)


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_LOOK)
def look(request: StaffRequest) -> HttpResponse:
    """The municipality's colour and logo, shown as they will look."""
    municipality = request.municipality
    words = own_words.of(municipality)
    form = LookForm(request.POST or None, request.FILES or None, words=words, municipality=municipality)
    if request.method == "POST" and form.is_valid() and _save_look(request, form):
        messages.success(request, _("Saved. Posters with the new look are being made."))
        return redirect("plans:look")
    colour = municipality.primary_colour
    context = {
        "form": form,
        "words": words,
        "colour": colour,
        "light": tint(colour),
        "contrast": round(contrast(colour, WHITE), 1),
        "may_edit": may(request.user, Act.EDIT_PLAN),
        "crumbs": [_above(request), (_("Logo and colour"), "")],
    }
    return render(request, "plans/editing/look.html", context, status=422 if form.errors else 200)


def _above(request: StaffRequest) -> tuple[str, str]:
    """The page that leads here: for who administers the settings, for an editor the posters."""
    if may(request.user, Act.ADMINISTER):
        return _("Administration"), reverse("administration:home")
    return _("Posters"), reverse("plans:posters")


@page(reads=["GET"], act=Act.EDIT_LOOK)
def logo(request: StaffRequest) -> HttpResponse:
    """The logo as it is printed."""
    words = own_words.of(request.municipality)
    if words is None or not words.logo:
        raise Http404
    return HttpResponse(bytes(words.logo), content_type="image/png")


def _save_words(request: StaffRequest, form: OwnWordsForm) -> bool:
    told = form.cleaned_data
    words = {"values": told["values"], "prerequisites": told["prerequisites"]}
    try:
        own_words.save(
            request.municipality, **words, seen_revision=told["seen"], by=request.user, at=timezone.now()
        )
    except own_words.ChangedMeanwhile:
        form.add_error(None, _("A colleague has saved meanwhile. Open the page again before you save."))
        return False
    return True


def _save_look(request: StaffRequest, form: LookForm) -> bool:
    told = form.cleaned_data
    try:
        looks.save(
            request.municipality,
            colour=told["colour"],
            focus=told["focus"],
            logo=form.logo_file(),
            logo_text=told["logo_text"],
            seen_revision=told["seen"],
            by=request.user,
            at=timezone.now(),
        )
    except own_words.ChangedMeanwhile:
        form.add_error(None, _("A colleague has saved meanwhile. Open the page again before you save."))
    except looks.NotAPicture:
        form.add_error("logo", _("The file must be a PNG or JPEG picture of at most 2 MB"))
    except looks.TooLight:
        form.add_error("logo", _("The logo is too light. On a grey printer it cannot be seen."))
    else:
        return True
    return False
