"""The recommendations a municipality follows: the catalogue, its gaps, and who fills them."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Case, F, FilteredRelation, Q, QuerySet, Subquery, When

from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import require
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from plans.models import FocusArea, Framework, Recommendation, RecommendationName

CATALOGUE = Path(__file__).parent.parent / "catalogue" / "recommendations.yaml"
NATIONAL = "SISO"


class NotAGap(ValueError):
    """The publication itself gives this recommendation its title; nobody writes another over it."""


@dataclass(frozen=True)
class Named:
    """A recommendation as one municipality sees it: the publication's words, its own in a gap."""

    recommendation: Recommendation
    title: str
    focus_area: FocusArea
    is_gap: bool
    named_here: bool

    @property
    def number(self) -> int:
        return self.recommendation.number

    @property
    def framework(self) -> Framework:
        return self.recommendation.framework

    @property
    def mark(self) -> str:
        """What tells it from every other: »4« of the national ones, »NSK 4« of the municipality's own."""
        return mark_of(self.recommendation)


def mark_of(recommendation: Recommendation) -> str:
    """As `Named.mark`. The framework has to be fetched with it."""
    own = recommendation.framework.municipality_id is not None
    return f"{recommendation.framework.name} {recommendation.number}" if own else str(recommendation.number)


def framework_named(municipality: Municipality, name: str) -> Framework | None:
    """The newest framework in force with that name: the municipality's own before a shared one."""
    return followed(municipality).filter(name__iexact=name).first()


def name_is_taken(municipality: Municipality, name: str) -> bool:
    """Whether a framework answers to that name here, drafts included."""
    theirs = Q(municipality=municipality) | Q(municipality__isnull=True)
    return Framework.objects.filter(theirs, name__iexact=name.strip()).exists()


def followed(municipality: Municipality, at: dt.date = dt.date.max) -> "QuerySet[Framework]":
    """One version of each framework the municipality follows: the one in force on a day.

    Before its first version a framework is drawn with that one, so that a day in the past has the same
    answer whenever it is asked for (rule P-120).
    """
    theirs = Q(municipality=municipality) | Q(municipality__isnull=True)
    begun = Q(in_force_from__lte=at)
    return (
        Framework.objects.filter(theirs, in_force_from__isnull=False)
        .annotate(
            has_begun=Case(When(begun, then=1), default=0),
            nearest=Case(When(begun, then=F("version")), default=-1 * F("version")),
        )
        .order_by("name", F("municipality").asc(nulls_last=True), "-has_begun", "-nearest")
        .distinct("name")
    )


def recommendations_of(
    municipality: Municipality, name: str = NATIONAL, at: dt.date = dt.date.max
) -> list[Named]:
    """A framework's recommendations in its order, gaps with local words; one statement.

    Empty when no framework has that name. Of several versions the one in force on the day is meant.
    """
    every = every_recommendation(municipality, at)
    return [one for one in every if one.framework.name.lower() == name.lower()]


def every_recommendation(municipality: Municipality, at: dt.date = dt.date.max) -> list[Named]:
    """All that the municipality follows on a day, the national ones first; one statement."""
    found = (
        Recommendation.objects.filter(framework__in=Subquery(followed(municipality, at).values("pk")))
        .select_related("framework", "focus_area", "drawn_in")
        .annotate(
            own=FilteredRelation("local_names", condition=Q(local_names__municipality=municipality)),
            own_title=F("own__title"),
            own_area=F("own__focus_area"),
        )
        .order_by(F("framework__municipality").asc(nulls_first=True), "framework", "number")
    )
    rows = list(found)
    areas = {row.drawn_in_id: row.drawn_in for row in rows}
    return [_named(row, areas) for row in rows]


def _named(row: Any, areas: dict[int, FocusArea]) -> Named:
    """`row` is a Recommendation with `own_title` and `own_area`: what the municipality wrote, if it did."""
    is_gap = not row.title
    return Named(
        recommendation=row,
        title=row.title or row.own_title or "",
        focus_area=row.focus_area or areas.get(row.own_area) or row.drawn_in,
        is_gap=is_gap,
        named_here=is_gap and bool(row.own_title),
    )


@act
def name_recommendation(
    recommendation: Recommendation,
    title: str,
    focus_area: FocusArea,
    *,
    by: Staff,
    at: dt.datetime,
) -> RecommendationName:
    """An editor has read the publication and fills a gap, for their own municipality only.

    Raises NotAGap for a recommendation whose title the catalogue has.
    """
    require(by, Act.EDIT_RECOMMENDATIONS)
    if recommendation.title:
        raise NotAGap(f"Recommendation {recommendation.number} has its title from the publication.")
    if focus_area.framework_id != recommendation.framework_id:
        raise ValueError("The focus area belongs to another framework.")
    name, _created = RecommendationName.objects.update_or_create(
        municipality=by.municipality,
        recommendation=recommendation,
        defaults={
            "title": title.strip(),
            "focus_area": recommendation.focus_area or focus_area,
            "named_by": by,
            "named_at": at,
        },
    )
    trail.record(by.pk, "recommendation.named", recommendation.pk, at=at, number=recommendation.number)
    return name


def install_catalogue(registry: Any) -> None:
    """Put the catalogue's framework into the database; doing it again changes nothing.

    `registry` is Django's app registry as a migration sees it. Runs after every `migrate`.
    """
    data = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    about = data["framework"]
    framework, _created = registry.get_model("plans", "Framework").objects.update_or_create(
        municipality=None,
        name=about["name"],
        version=about["version"],
        defaults={key: value for key, value in about.items() if key not in {"name", "version"}},
    )
    areas = {
        area["slug"]: registry.get_model("plans", "FocusArea").objects.update_or_create(
            framework=framework, slug=area["slug"], defaults=area
        )[0]
        for area in data["focus_areas"]
    }
    for entry in data["recommendations"]:
        registry.get_model("plans", "Recommendation").objects.update_or_create(
            framework=framework, number=entry["number"], defaults=_fields(entry, areas)
        )


def _fields(entry: dict[str, Any], areas: dict[str, Any]) -> dict[str, Any]:
    focus_area: str = entry.get("focus_area", "")
    return {
        "title": entry.get("title", ""),
        "focus_area": areas[focus_area] if focus_area else None,
        "drawn_in": areas[entry.get("drawn_in", focus_area)],
        "target_group": entry.get("target_group", ""),
        "reason": entry.get("reason", ""),
        "suggestions": entry.get("suggestions", {}),
        "source_url": entry.get("source_url", ""),
    }
