"""Status: the overview, the recommendations and the action plans, for whoever follows the work."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.guard import may
from beredskab.access.page import StaffRequest, page
from plans import access
from plans.forms.status import DayForm, RecommendationStatusForm, StatusForm
from plans.implementation import progress, telling
from plans.implementation.charts import by_level
from plans.implementation.frameworks import Named, recommendations_of
from plans.implementation.progress import FrameworkReport, MeasureStanding, PlanReport, RecommendationStanding
from plans.implementation.sums import NEEDS_A_DECISION
from plans.models import Measure
from plans.vocabulary import Level, Status

# Danish in addresses, English in code.
LEVELS = {"organisation": Level.ORGANISATION, "ledelse": Level.LEADERS, "medarbejdere": Level.STAFF}
SLUGS = {level: slug for slug, level in LEVELS.items()}


@dataclass(frozen=True)
class Asked:
    """The day a page is drawn for, and whether somebody chose it."""

    today: dt.date
    day: dt.date
    form: DayForm

    @property
    def is_past(self) -> bool:
        return self.day < self.today

    @property
    def code(self) -> int:
        """The answer's status: today is shown instead of a day that is none."""
        return 422 if self.form.errors else 200

    @property
    def query(self) -> str:
        """For links that keep the chosen day."""
        return f"?{urlencode({'day': self.day.isoformat()})}" if self.is_past else ""


@dataclass(frozen=True)
class Decision:
    """Something late, at risk or never told, with the one sentence said about it."""

    status: Status
    title: str
    sentence: str
    responsible: str
    url: str


@page(reads=["GET"], act=Act.SEE_STATUS)
def overview(request: StaffRequest) -> HttpResponse:
    """What needs a decision first, then the recommendations and every action plan."""
    asked = _asked(request)
    report = progress.framework_at(request.municipality, asked.day)
    plans = progress.plans_at(list(access.action_plans_for(request.user)), asked.day)
    context = {
        "asked": asked,
        "form": asked.form,
        "figures": _figures(report, plans),
        "report": report,
        "levels": by_level(report),
        "plans": plans,
        "decisions": _decisions(report, plans, asked),
        "untold": [row for row in report.rows if row.status is Status.UNKNOWN],
        "stale": [row for row in report.rows if any(level.stale for level in row.levels)],
        "follows_reading": may(request.user, Act.FOLLOW_READING),
        "overdue": [row for plan in plans for row in plan.rows if row.overdue],
    }
    return render(request, "plans/status/overview.html", context, status=asked.code)


@page(reads=["GET"], act=Act.SEE_STATUS)
def recommendations(request: StaffRequest) -> HttpResponse:
    """All recommendations under their focus areas: three levels, who, what next, and the past quarters."""
    asked = _asked(request)
    report = progress.framework_at(request.municipality, asked.day, quarters=8)
    context = {
        "asked": asked,
        "form": asked.form,
        "report": report,
        "levels": list(Level),
        "crumbs": _crumbs((_("The recommendations"), "")),
    }
    return render(request, "plans/status/recommendations.html", context, status=asked.code)


@page(reads=["GET"], act=Act.SEE_STATUS)
def recommendation(request: StaffRequest, number: int) -> HttpResponse:
    """One recommendation: why, for whom, suggestions, how far each level is, and all that was said."""
    asked = _asked(request)
    report = progress.framework_at(request.municipality, asked.day)
    row = _row(report, number)
    suggestions = row.named.recommendation.suggestions
    context = {
        "asked": asked,
        "row": row,
        "framework": report.framework,
        "levels": [(one, SLUGS[one.level], suggestions.get(one.level.value, [])) for one in row.levels],
        "history": progress.history_of(row.named.recommendation, request.municipality),
        "may_set": may(request.user, Act.SET_STATUS),
        "crumbs": _crumbs(_all_recommendations(), (_short(number), "")),
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
    back = (_short(number), reverse("plans:status_recommendation", args=[number]))
    crumbs = _crumbs(_all_recommendations(), back, (str(LEVELS[level].label), ""))
    context = {"form": form, "named": named, "level": LEVELS[level], "history": before, "crumbs": crumbs}
    return render(
        request, "plans/status/set_recommendation.html", context, status=422 if form.errors else 200
    )


@page(reads=["GET"], act=Act.SEE_STATUS)
def action_plans(request: StaffRequest) -> HttpResponse:
    """The action plans; where there is one, it is opened at once."""
    asked = _asked(request)
    plans = list(access.action_plans_for(request.user))
    if len(plans) == 1:
        return redirect(reverse("plans:action_plan", args=[plans[0].pk]) + asked.query)
    reports = progress.plans_at(plans, asked.day)
    crumbs = _crumbs((_("Action plans"), ""))
    context = {"asked": asked, "form": asked.form, "reports": reports, "crumbs": crumbs}
    return render(request, "plans/status/action_plans.html", context, status=asked.code)


@page(reads=["GET"], act=Act.SEE_STATUS)
def action_plan(request: StaffRequest, plan: int) -> HttpResponse:
    """The measures of an action plan by chapter, all of them or those with one status."""
    asked = _asked(request)
    found = get_object_or_404(access.action_plans_for(request.user), pk=plan)
    report = progress.plan_at(found, asked.day)
    shown = request.GET.get("show", "")
    rows = [row for row in report.rows if shown in ("", row.status.value)]
    context = {
        "asked": asked,
        "form": asked.form,
        "report": report,
        "chapters": _by_chapter(rows),
        "filters": _filters(report, shown, asked),
        "crumbs": _crumbs((found.name, "")),
    }
    return render(request, "plans/status/action_plan.html", context, status=asked.code)


@page(reads=["GET"], writes=["POST"], act=Act.SEE_STATUS)
def measure(request: StaffRequest, measure: int) -> HttpResponse:
    """One measure with its history; whoever may, says how far it is."""
    plans = access.action_plans_for(request.user)
    found = get_object_or_404(Measure.objects.select_related("plan", "chapter"), plan__in=plans, pk=measure)
    at = timezone.now()
    today = telling.today(request.municipality, at)
    may_set = may(request.user, Act.SET_STATUS)
    form = StatusForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        telling.set_measure_status(found, form.statement(), by=request.user, at=at)
        messages.success(request, _("The status is saved, and the earlier ones are kept."))
        return redirect("plans:measure", found.pk)
    history = list(progress.history_of_measure(found))
    context = {
        "measure": found,
        "current": next((entry for entry in history if entry.as_of <= today), None),
        "history": history,
        "form": form if may_set else None,
        "responsible": found.responsible.all(),
        "serves": found.recommendations.order_by("number"),
        "crumbs": _crumbs(
            (found.plan.name, reverse("plans:action_plan", args=[found.plan_id])),
            (_("Measure %(number)s") % {"number": found.number}, ""),
        ),
    }
    return render(request, "plans/status/measure.html", context, status=422 if form.errors else 200)


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Status"), reverse("plans:status")), *more]


def _all_recommendations() -> tuple[str, str]:
    return _("The recommendations"), reverse("plans:status_recommendations")


def _short(number: int) -> str:
    return _("Recommendation %(number)d") % {"number": number}


def _asked(request: StaffRequest) -> Asked:
    today = telling.today(request.municipality, timezone.now())
    form = DayForm(request.GET if "day" in request.GET else None, today=today, initial={"day": today})
    chosen = form.cleaned_data["day"] if form.is_bound and form.is_valid() else None
    return Asked(today, chosen or today, form)


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


def _figures(report: FrameworkReport, plans: list[PlanReport]) -> list[dict[str, str]]:
    told = report.distribution
    everything = [told, *(plan.distribution for plan in plans)]
    words = {"count": told.following_the_plan, "all": told.denominator}
    decisions = sum(one.count(Status.LATE, Status.AT_RISK) for one in everything)
    unknown = sum(one.count(Status.UNKNOWN) for one in everything)
    return [
        {
            "number": _("%(count)d of %(all)d") % words,
            "text": _("recommendations done or going to plan"),
        },
        {"number": str(decisions), "text": _("recommendations and measures late or at risk")},
        {"number": str(unknown), "text": _("recommendations and measures with unknown status")},
    ]


def _decisions(report: FrameworkReport, plans: list[PlanReport], asked: Asked) -> list[Decision]:
    found = [
        Decision(
            status=level.status,
            title=f"{_title(row)} – {level.level.label}",
            sentence=level.entry.sentence,
            responsible=level.entry.responsible,
            url=reverse("plans:status_recommendation", args=[row.named.number]) + asked.query,
        )
        for row in report.rows
        for level in row.levels
        if level.entry and level.status in NEEDS_A_DECISION[:2]
    ]
    found += [
        _of_measure(row)
        for plan in plans
        for row in plan.rows
        if row.entry and row.status in NEEDS_A_DECISION[:2]
    ]
    return sorted(found, key=lambda one: NEEDS_A_DECISION.index(one.status))


def _title(row: RecommendationStanding) -> str:
    words = _short(row.named.number)
    return f"{words}: {row.named.title}" if row.named.title else words


def _of_measure(row: MeasureStanding) -> Decision:
    assert row.entry is not None
    number = _("Measure %(number)s") % {"number": row.measure.number}
    return Decision(
        status=row.status,
        title=f"{number}: {row.measure.title}",
        sentence=row.entry.sentence,
        responsible=", ".join(row.roles),
        url=reverse("plans:measure", args=[row.measure.pk]),
    )


def _by_chapter(rows: list[MeasureStanding]) -> list[tuple[str, list[MeasureStanding]]]:
    """Chapters in the order of the plan; measures without one come first."""
    chapters: dict[tuple[int, str], list[MeasureStanding]] = {}
    for row in rows:
        chapter = row.measure.chapter
        key = (chapter.position, chapter.title) if chapter else (0, "")
        chapters.setdefault(key, []).append(row)
    return [(title, chapters[place, title]) for place, title in sorted(chapters)]


def _filters(report: PlanReport, shown: str, asked: Asked) -> list[dict[str, object]]:
    day = {"day": asked.day.isoformat()} if asked.is_past else {}
    choices = [("", _("All"), report.distribution.denominator)]
    choices += [(x.status.value, str(x.status.label), x.count) for x in report.distribution.shares if x.count]
    return [
        {
            "label": label,
            "url": f"?{urlencode({**day, **({'show': value} if value else {})})}",
            "current": value == shown,
            "count": count,
        }
        for value, label, count in choices
    ]
