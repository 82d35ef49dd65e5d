"""The recommendations: all of them, one of them, and saying how far a level is."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.guard import may
from beredskab.access.page import StaffRequest, page
from plans.forms.status import RecommendationStatusForm
from plans.implementation import evidence, progress, telling
from plans.implementation.frameworks import Named, recommendations_of
from plans.implementation.progress import FrameworkReport, RecommendationStanding
from plans.views.status.pieces import asked_of, crumbs_to, short
from plans.vocabulary import Level

# Danish in addresses, English in code.
LEVELS = {"organisation": Level.ORGANISATION, "ledelse": Level.LEADERS, "medarbejdere": Level.STAFF}
SLUGS = {level: slug for slug, level in LEVELS.items()}


@page(reads=["GET"], act=Act.SEE_STATUS)
def recommendations(request: StaffRequest) -> HttpResponse:
    """All recommendations under their focus areas: three levels, who, what next, and the past quarters."""
    asked = asked_of(request)
    report = progress.framework_at(request.municipality, asked.day, known_on=asked.known_on, quarters=8)
    context = {
        "asked": asked,
        "form": asked.form,
        "report": report,
        "levels": list(Level),
        "crumbs": crumbs_to((_("The recommendations"), "")),
    }
    return render(request, "plans/status/recommendations.html", context, status=asked.code)


@page(reads=["GET"], act=Act.SEE_STATUS)
def recommendation(request: StaffRequest, number: int) -> HttpResponse:
    """One recommendation: why, for whom, suggestions, how far each level is, and all that was said."""
    asked = asked_of(request)
    report = progress.framework_at(request.municipality, asked.day, known_on=asked.known_on)
    row = _row(report, number)
    suggestions = row.named.recommendation.suggestions
    context = {
        "asked": asked,
        "row": row,
        "framework": report.framework,
        "levels": [(one, SLUGS[one.level], suggestions.get(one.level.value, [])) for one in row.levels],
        "history": progress.history_of(row.named.recommendation, request.municipality),
        "may_set": may(request.user, Act.SET_STATUS),
        "evidence": evidence.in_force(request.municipality, asked.day).filter(
            recommendation=row.named.recommendation
        ),
        "crumbs": crumbs_to(_all_recommendations(), (short(number), "")),
    }
    return render(request, "plans/status/recommendation.html", context)


@page(reads=["GET"], writes=["POST"], act=Act.SET_STATUS)
def set_recommendation(request: StaffRequest, number: int, level: str) -> HttpResponse:
    """Say how far one level of a recommendation is."""
    if level not in LEVELS:
        raise Http404(level)
    named = _named(request, number)
    found = named.recommendation
    at = timezone.now()
    today = telling.today(request.municipality, at)
    before = progress.history_of(found, request.municipality).filter(level=LEVELS[level])
    latest = before.first()
    initial = {"responsible": latest.responsible, "next_on": latest.next_on} if latest else None
    form = RecommendationStatusForm(request.POST or None, today=today, initial=initial)
    if request.method == "POST" and form.is_valid():
        telling.set_recommendation_status(found, LEVELS[level], form.statement(), by=request.user, at=at)
        messages.success(request, _("The status is saved, and the earlier ones are kept."))
        return redirect("plans:status_recommendation", number)
    back = (short(number), reverse("plans:status_recommendation", args=[number]))
    crumbs = crumbs_to(_all_recommendations(), back, (str(LEVELS[level].label), ""))
    context = {"form": form, "named": named, "level": LEVELS[level], "history": before, "crumbs": crumbs}
    return render(
        request, "plans/status/set_recommendation.html", context, status=422 if form.errors else 200
    )


def _all_recommendations() -> tuple[str, str]:
    return _("The recommendations"), reverse("plans:status_recommendations")


def _named(request: StaffRequest, number: int) -> Named:
    for one in recommendations_of(request.municipality):
        if one.number == number:
            return one
    raise Http404(number)


def _row(report: FrameworkReport, number: int) -> RecommendationStanding:
    for row in report.rows:
        if row.named.number == number:
            return row
    raise Http404(number)
