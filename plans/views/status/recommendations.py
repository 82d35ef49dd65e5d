"""The recommendations of a set: all of them, one of them, and saying how far a level is.

`framework` in an address names a version of the municipality's own set; the one in force on the day is shown.
Without it the national ones are meant.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.guard import may
from beredskab.access.page import StaffRequest, page
from plans.forms.status import RecommendationStatusForm
from plans.implementation import access, evidence, progress, telling
from plans.implementation.frameworks import NATIONAL, Named, recommendations_of
from plans.implementation.progress import FrameworkReport, RecommendationStanding
from plans.models import Framework
from plans.templatetags.ways import framework_url, recommendation_url
from plans.views.status.pieces import asked_of, crumbs_to, short
from plans.vocabulary import Level

# Danish in addresses, English in code.
LEVELS = {"organisation": Level.ORGANISATION, "ledelse": Level.LEADERS, "medarbejdere": Level.STAFF}
SLUGS = {level: slug for slug, level in LEVELS.items()}


@page(reads=["GET"], act=Act.SEE_STATUS)
def recommendations(request: StaffRequest, framework: int | None = None) -> HttpResponse:
    """All recommendations under their focus areas: three levels, who, what next, and the past quarters."""
    asked = asked_of(request)
    name = _name(request, framework)
    report = progress.framework_at(request.municipality, asked.day, name, known_on=asked.known_on, quarters=8)
    title = _title(report.framework)
    context = {
        "asked": asked,
        "form": asked.form,
        "report": report,
        "levels": list(Level),
        "title": title,
        "may_edit": framework is not None and may(request.user, Act.EDIT_MEASURES),
        "crumbs": crumbs_to((title, "")),
    }
    return render(request, "plans/status/recommendations.html", context, status=asked.code)


@page(reads=["GET"], act=Act.SEE_STATUS)
def recommendation(request: StaffRequest, number: int, framework: int | None = None) -> HttpResponse:
    """One recommendation: why, for whom, suggestions, how far each level is, and all that was said."""
    asked = asked_of(request)
    name = _name(request, framework)
    report = progress.framework_at(request.municipality, asked.day, name, known_on=asked.known_on)
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
        "crumbs": crumbs_to(_all_of(report.framework), (short(row.named.mark), "")),
    }
    return render(request, "plans/status/recommendation.html", context)


@page(reads=["GET"], writes=["POST"], act=Act.SET_STATUS)
def set_recommendation(
    request: StaffRequest, number: int, level: str, framework: int | None = None
) -> HttpResponse:
    """Say how far one level of a recommendation is."""
    if level not in LEVELS:
        raise Http404(level)
    named = _named(request, _name(request, framework), number)
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
        return redirect(recommendation_url(named))
    back = (short(named.mark), recommendation_url(named))
    crumbs = crumbs_to(_all_of(named.framework), back, (str(LEVELS[level].label), ""))
    context = {"form": form, "named": named, "level": LEVELS[level], "history": before, "crumbs": crumbs}
    return render(
        request, "plans/status/set_recommendation.html", context, status=422 if form.errors else 200
    )


def _name(request: StaffRequest, framework: int | None) -> str:
    """The name of the set that an address means."""
    if framework is None:
        return NATIONAL
    found = access.frameworks_for(request.user).filter(pk=framework, in_force_from__isnull=False).first()
    if found is None:
        raise Http404(framework)
    return found.name


def _title(framework: Framework) -> str:
    return _("The recommendations") if framework.municipality_id is None else framework.name


def _all_of(framework: Framework) -> tuple[str, str]:
    return _title(framework), framework_url(framework)


def _named(request: StaffRequest, name: str, number: int) -> Named:
    for one in recommendations_of(request.municipality, name):
        if one.number == number:
            return one
    raise Http404(number)


def _row(report: FrameworkReport, number: int) -> RecommendationStanding:
    for row in report.rows:
        if row.named.number == number:
            return row
    raise Http404(number)
