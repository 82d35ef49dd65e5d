"""What the municipality puts on its paper beside the plan."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.ui.theme import WHITE, contrast
from plans.forms.own_words import OwnWordsForm
from plans.paper import own_words
from plans.paper.printing import safe_colour


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_PLAN)
def own(request: StaffRequest) -> HttpResponse:
    """Values and prerequisites of the overview poster, and the logo."""
    municipality = request.municipality
    words = own_words.of(municipality)
    form = OwnWordsForm(request.POST or None, request.FILES or None, words=words)
    if request.method == "POST" and form.is_valid() and _save(request, form):
        messages.success(request, _("Saved. It stands on the next poster that is made."))
        return redirect("plans:own_words")
    colour = safe_colour(municipality.primary_colour)
    context = {
        "form": form,
        "words": words,
        "colour": colour,
        "contrast": round(contrast(colour, WHITE), 1),
        "crumbs": [(_("Editing"), reverse("plans:editing")), (_("Our words on paper"), "")],
    }
    return render(request, "plans/editing/own_words.html", context, status=422 if form.errors else 200)


def _save(request: StaffRequest, form: OwnWordsForm) -> bool:
    told = form.cleaned_data
    try:
        own_words.save(
            request.municipality,
            values=told["values"],
            prerequisites=told["prerequisites"],
            logo=form.logo_file(),
            logo_text=told["logo_text"],
            seen_revision=told["seen"],
            by=request.user,
            at=timezone.now(),
        )
    except own_words.ChangedMeanwhile:
        form.add_error(None, _("A colleague has saved meanwhile. Open the page again before you save."))
    except own_words.NotAPicture:
        form.add_error("logo", _("The file must be a PNG or JPEG picture of at most 2 MB"))
    except own_words.TooLight:
        form.add_error("logo", _("The logo is too light. On a grey printer it cannot be seen."))
    else:
        return True
    return False
