"""Making a status report, approving it, and letting everybody see it. What was approved never changes."""

import datetime as dt

from django.db import transaction
from django.db.models import Max, QuerySet

from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import Forbidden, require
from beredskab.audit import trail
from beredskab.doors.hooks.announcing import announce
from beredskab.doors.vocabulary import Event
from beredskab.organisation.models import Municipality, Staff
from plans.implementation import facts
from plans.implementation.frameworks import NATIONAL
from plans.implementation.measures_at import action_plans_of
from plans.implementation.reports.content import Wanted, checksum, draw_up
from plans.implementation.telling import today
from plans.models import StatusReport


class RefusedReport(ValueError):
    """The report cannot be made or approved like this; the text says why."""


@act
def make(wanted: Wanted, *, by: Staff, at: dt.datetime) -> StatusReport:
    """Make a report of one's own municipality, to be looked at and approved.

    Made again before it is approved, the same report says what holds now; after that it is given back as
    it is. Raises Forbidden, or RefusedReport for days that have not come.
    """
    require(by, Act.SET_STATUS)
    return make_for(by.municipality, wanted, by=by, at=at)


@transaction.atomic
def make_for(
    municipality: Municipality, wanted: Wanted, *, by: Staff | None, at: dt.datetime
) -> StatusReport:
    """As `make`; `by` is None on the command line."""
    _check(municipality, wanted, at)
    Municipality.objects.select_for_update().get(pk=municipality.pk)  # one number at a time
    now = today(municipality, at)
    if wanted.as_of == now:
        facts.remember(municipality, now, at)
    named = "" if wanted.framework == NATIONAL else wanted.framework
    same = StatusReport.objects.filter(municipality=municipality, plan=wanted.plan, framework=named)
    found = same.filter(as_of=wanted.as_of, published_on=wanted.published_on).first()
    if found is not None and found.approved_at is not None:
        return found
    content = draw_up(municipality, wanted, at=at)
    if found is not None and found.checksum == checksum(content):
        return found
    report = found or StatusReport(municipality=municipality, number=_next(municipality))
    report.plan, report.framework, report.subject = wanted.plan, named, content["subject"]
    report.as_of, report.published_on = wanted.as_of, wanted.published_on
    report.content, report.checksum = content, checksum(content)
    report.made_by, report.made_at = by, at
    report.save()
    report.files.all().delete()
    trail.record(by.pk if by else None, "status_report.made", report.pk, at=at, number=report.number)
    return report


@act
def approve(report: StatusReport, *, by: Staff, at: dt.datetime) -> StatusReport:
    """Stand for the report with one's name; from now on it never changes. Again changes nothing.

    Raises Forbidden.
    """
    found = _own(report, by)
    if found.approved_at is None:
        found.approved_by, found.approved_at = by, at
        found.approved_name = by.name
        found.save(update_fields=["approved_by", "approved_at", "approved_name"])
        found.files.all().delete()
        trail.record(by.pk, "status_report.approved", found.pk, at=at, checksum=found.checksum)
        facts = {"report": found.number, "as_of": found.as_of.isoformat()}
        announce(found.municipality, Event.STATUS_REPORTED, f"report {found.pk}", facts, at=at)
    return found


@act
def discard(report: StatusReport, *, by: Staff, at: dt.datetime) -> None:
    """Throw away a report that nobody has approved. Raises Forbidden, or RefusedReport for another."""
    found = _own(report, by)
    if found.approved_at is not None:
        raise RefusedReport("An approved report stays.")
    trail.record(by.pk, "status_report.discarded", found.pk, at=at, number=found.number)
    found.delete()


@act
def show_everybody(report: StatusReport, is_public: bool, *, by: Staff, at: dt.datetime) -> StatusReport:
    """Put an approved report on a page without login, or take it away again. Raises as discard does."""
    found = _own(report, by)
    if found.approved_at is None:
        raise RefusedReport("Only an approved report is for everybody.")
    if found.is_public != is_public:
        found.is_public = is_public
        found.save(update_fields=["is_public"])
        verb = "status_report.made_public" if is_public else "status_report.taken_back"
        trail.record(by.pk, verb, found.pk, at=at)
    return found


def reports_of(municipality: Municipality) -> "QuerySet[StatusReport]":
    """The reports of a municipality, without what they hold, the newest first."""
    found = StatusReport.objects.filter(municipality=municipality).defer("content")
    return found.select_related("plan", "approved_by")


def before(report: StatusReport) -> StatusReport | None:
    """The approved report about the same thing that was published before this one."""
    same = StatusReport.objects.filter(
        municipality=report.municipality_id, plan=report.plan_id, framework=report.framework
    )
    earlier = same.filter(approved_at__isnull=False, published_on__lte=report.published_on)
    return earlier.filter(as_of__lt=report.as_of).exclude(pk=report.pk).order_by("-as_of", "-pk").first()


def _own(report: StatusReport, by: Staff) -> StatusReport:
    require(by, Act.SET_STATUS)
    if report.municipality_id != by.municipality_id:
        raise Forbidden("another municipality's report")
    return StatusReport.objects.select_for_update(of=("self",)).get(pk=report.pk)


def _check(municipality: Municipality, wanted: Wanted, at: dt.datetime) -> None:
    if wanted.as_of > today(municipality, at):
        raise RefusedReport("The day has not come.")
    if wanted.published_on < wanted.as_of:
        raise RefusedReport("The status is published before the day it holds for.")
    plan = wanted.plan
    if plan is not None and not action_plans_of(municipality).filter(pk=plan.pk).exists():
        raise RefusedReport("Another municipality's action plan.")


def _next(municipality: Municipality) -> int:
    last = StatusReport.objects.filter(municipality=municipality).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
