"""Status: what needs a decision first, then the recommendations and every action plan."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.guard import may
from beredskab.access.page import StaffRequest, page
from plans.implementation import access, dashboards, measures_at, progress
from plans.implementation.charts import bars, by_level
from plans.implementation.measures_at import MeasureStanding, PlanReport
from plans.implementation.progress import FrameworkReport, RecommendationStanding
from plans.implementation.reports.comparing import compare
from plans.implementation.reports.content import items_in, items_of
from plans.implementation.sums import NEEDS_A_DECISION
from plans.templatetags.ways import recommendation_url
from plans.views.status.pieces import Asked, asked_of, short
from plans.vocabulary import Change, Status


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
    asked = asked_of(request)
    reports = progress.frameworks_at(request.municipality, asked.day, known_on=asked.known_on)
    report, own = reports[0], reports[1:]
    rows = [row for one in reports for row in one.rows]
    running = access.action_plans_for(request.user).exclude(followed_by__starts_on__lte=asked.day)
    plans = measures_at.plans_at(list(running), asked.day, known_on=asked.known_on)
    context = {
        "asked": asked,
        "form": asked.form,
        "figures": _figures(reports, plans),
        "report": report,
        "own": [(one, by_level(one)) for one in own],
        "charts": _charts(report),
        "plan_charts": _plan_charts(plans),
        "faded": dashboards.not_told_lately(plans),
        "changes": _changes(request, plans),
        "plans": plans,
        "decisions": _decisions(rows, plans, asked),
        "untold": [row for row in rows if row.status is Status.UNKNOWN],
        "stale": [row for row in rows if any(level.stale for level in row.levels)],
        "follows_reading": may(request.user, Act.FOLLOW_READING),
        "may_edit": may(request.user, Act.EDIT_MEASURES),
        "overdue": [row for plan in plans for row in plan.rows if row.overdue],
    }
    return render(request, "plans/status/overview.html", context, status=asked.code)


def _charts(report: FrameworkReport) -> list[SafeString]:
    areas = [(one.name, one.told) for one in dashboards.by_area(report)]
    return [by_level(report), bars(_("Recommendations by focus area"), areas)]


def _plan_charts(plans: list[PlanReport]) -> list[SafeString]:
    charts: list[SafeString] = []
    worst = dashboards.by_responsible(plans)[:8]
    if worst:
        title = _("Measures by responsible, those that call for somebody first")
        charts.append(bars(title, [(one.name, one.told) for one in worst]))
    places = dashboards.by_municipality(plans)
    if places:
        charts.append(bars(_("Measures by municipality"), [(one.name, one.told) for one in places]))
    return charts


def _changes(request: StaffRequest, plans: list[PlanReport]) -> dict[str, object] | None:
    """What moved since the latest approved report on one of the plans; None without one."""
    by_plan = {one.plan.pk: one for one in plans}
    approved = access.reports_for(request.user).filter(approved_at__isnull=False, plan__in=by_plan)
    last = approved.order_by("-as_of", "-pk").first()
    if last is None or last.plan_id is None:
        return None
    before, after = items_of(last.content, "measures"), items_in(by_plan[last.plan_id])
    told = compare(before, after)
    counts = [(change, told.counts[change]) for change in Change if told.counts[change]]
    return {"report": last, "counts": counts, "changed": told.changed}


def _figures(reports: list[FrameworkReport], plans: list[PlanReport]) -> list[dict[str, str]]:
    told = reports[0].distribution
    everything = [*(one.distribution for one in reports), *(one.distribution for one in plans)]
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


def _decisions(rows: list[RecommendationStanding], plans: list[PlanReport], asked: Asked) -> list[Decision]:
    found = [
        Decision(
            status=level.status,
            title=f"{_title(row)} – {level.level.label}",
            sentence=level.entry.sentence,
            responsible=level.entry.responsible,
            url=recommendation_url(row.named) + asked.query,
        )
        for row in rows
        for level in row.levels
        if level.entry and level.status in NEEDS_A_DECISION[:2]
    ]
    found += [_of_measure(row) for plan in plans for row in plan.rows if row.status in NEEDS_A_DECISION[:2]]
    return sorted(found, key=lambda one: NEEDS_A_DECISION.index(one.status))


def _title(row: RecommendationStanding) -> str:
    words = short(row.named.mark)
    return f"{words}: {row.named.title}" if row.named.title else words


def _of_measure(row: MeasureStanding) -> Decision:
    number = _("Measure %(number)s") % {"number": row.measure.number}
    return Decision(
        status=row.status,
        title=f"{number}: {row.measure.title}",
        sentence=row.sentence or _("Told by its places or parts."),
        responsible=", ".join(row.roles),
        url=reverse("plans:measure", args=[row.measure.pk]),
    )
