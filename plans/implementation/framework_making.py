"""A municipality's own set of recommendations: written as a draft, put in force, revised as a new version.

What is in force never changes: statuses keep pointing at the words they were given for (rule P-120).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from django.db.models import Max

from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import Forbidden, require
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from plans.implementation.frameworks import name_is_taken
from plans.implementation.telling import today
from plans.models import (
    ActionPlan,
    Evidence,
    FocusArea,
    Framework,
    Measure,
    Recommendation,
    RecommendationStatus,
)


class RefusedFramework(ValueError):
    """What was asked for cannot stand; `field` names what is wrong (empty: the whole)."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


@dataclass(frozen=True)
class FrameworkFacts:
    """What is said about a set of recommendations; `name` is the short one it answers to."""

    name: str
    title: str
    publisher: str = ""
    year: int | None = None
    source_url: str = ""


@dataclass(frozen=True)
class AreaFacts:
    """A focus area."""

    number: int
    title: str
    description: str = ""


@dataclass(frozen=True)
class RecommendationFacts:
    """A recommendation; `suggestions` are lists of texts by level.

    `still_the_same`: what was said about it in the version before still counts.
    """

    number: int
    title: str
    focus_area: FocusArea
    target_group: str = ""
    reason: str = ""
    suggestions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    still_the_same: bool = True


@act
def make_framework(facts: FrameworkFacts, *, by: Staff, at: dt.datetime) -> Framework:
    """Begin a set of recommendations of one's own municipality, as a draft.

    Raises Forbidden, or RefusedFramework when the name is taken.
    """
    require(by, Act.EDIT_MEASURES)
    _check_name(by.municipality, facts.name)
    made = Framework.objects.create(
        municipality=by.municipality, language=by.municipality.language, **_clean(facts)
    )
    trail.record(by.pk, "framework.made", made.pk, at=at)
    return made


@act
def change_framework(framework: Framework, facts: FrameworkFacts, *, by: Staff, at: dt.datetime) -> Framework:
    """Correct what is said about a draft; its name only while nothing has been in force. Raises as making."""
    found = _draft(framework, by)
    if facts.name.strip() != found.name:
        if found.version > 1:
            raise RefusedFramework("name", "The name stays: statuses and reports answer to it.")
        if facts.name.strip().lower() != found.name.lower():
            _check_name(by.municipality, facts.name)
    Framework.objects.filter(pk=found.pk).update(**_clean(facts))
    trail.record(by.pk, "framework.changed", found.pk, at=at)
    return Framework.objects.get(pk=found.pk)


@act
def save_area(
    framework: Framework, facts: AreaFacts, *, by: Staff, at: dt.datetime, area: FocusArea | None = None
) -> FocusArea:
    """Add a focus area to a draft, or correct `area`. Raises Forbidden, or RefusedFramework."""
    found = _draft(framework, by)
    others = found.focus_areas.exclude(pk__in=[area.pk] if area else [])
    if others.filter(number=facts.number).exists():
        raise RefusedFramework("number", "The number is taken.")
    saved = area or FocusArea(framework=found, slug=_slug(found))
    saved.number, saved.title = facts.number, facts.title.strip()
    saved.description = facts.description.strip()
    saved.save()
    trail.record(by.pk, "framework.changed", found.pk, at=at)
    return saved


@act
def remove_area(area: FocusArea, *, by: Staff, at: dt.datetime) -> None:
    """Take an empty focus area out of a draft. Raises Forbidden, or RefusedFramework when it is in use."""
    found = _draft(area.framework, by)
    if Recommendation.objects.filter(drawn_in=area).exists():
        raise RefusedFramework("", "Recommendations stand in the focus area.")
    if FocusArea.objects.filter(pk=area.pk).delete()[0]:
        trail.record(by.pk, "framework.changed", found.pk, at=at)


@act
def save_recommendation(
    framework: Framework,
    facts: RecommendationFacts,
    *,
    by: Staff,
    at: dt.datetime,
    recommendation: Recommendation | None = None,
) -> Recommendation:
    """Add a recommendation to a draft, or correct `recommendation`. Raises Forbidden, or RefusedFramework."""
    found = _draft(framework, by)
    others = found.recommendations.exclude(pk__in=[recommendation.pk] if recommendation else [])
    if others.filter(number=facts.number).exists():
        raise RefusedFramework("number", "The number is taken.")
    if facts.focus_area.framework_id != found.pk:
        raise RefusedFramework("focus_area", "The focus area belongs to another framework.")
    saved = recommendation or Recommendation(framework=found)
    saved.number, saved.title = facts.number, facts.title.strip()
    saved.focus_area, saved.drawn_in = facts.focus_area, facts.focus_area
    saved.target_group, saved.reason = facts.target_group.strip(), facts.reason.strip()
    saved.suggestions = {level: list(texts) for level, texts in facts.suggestions.items() if texts}
    if not facts.still_the_same:
        saved.carries_on = None
    saved.save()
    trail.record(by.pk, "framework.changed", found.pk, at=at)
    return saved


@act
def remove_recommendation(recommendation: Recommendation, *, by: Staff, at: dt.datetime) -> None:
    """Take a recommendation out of a draft; what was said before stays. Raises Forbidden."""
    found = _draft(recommendation.framework, by)
    if Recommendation.objects.filter(pk=recommendation.pk).delete()[0]:
        trail.record(by.pk, "framework.changed", found.pk, at=at)


@act
def put_in_force(framework: Framework, *, by: Staff, at: dt.datetime) -> Framework:
    """From today the draft is what is followed, and it never changes again. Again changes nothing.

    What was last said about a recommendation that is still the same is carried on with its own day and
    name; measures and evidence follow it. Raises Forbidden, or RefusedFramework for an empty draft.
    """
    found = _own(framework, by)
    if found.in_force_from is not None:
        return found
    if not found.recommendations.exists():
        raise RefusedFramework("", "It has no recommendation.")
    before = _in_force(found)
    found.in_force_from = today(by.municipality, at)
    found.save(update_fields=["in_force_from"])
    if before is not None:
        _carry_on(before, found, at)
    trail.record(by.pk, "framework.put_in_force", found.pk, at=at, version=found.version)
    return found


@act
def begin_version(framework: Framework, *, by: Staff, at: dt.datetime) -> Framework:
    """A draft of the next version, with everything as it is in force; one that was begun is given back.

    Raises Forbidden.
    """
    found = _own(framework, by)
    same = Framework.objects.filter(municipality=found.municipality, name=found.name)
    draft = same.filter(in_force_from__isnull=True).first()
    if draft is not None:
        return draft
    latest = same.aggregate(last=Max("version"))["last"]
    source = same.get(version=latest)
    draft = Framework.objects.get(pk=source.pk)
    draft.pk, draft.version, draft.in_force_from = None, latest + 1, None
    draft.save(force_insert=True)
    _copy_contents(source, draft)
    trail.record(by.pk, "framework.version_begun", draft.pk, at=at, version=draft.version)
    return draft


@act
def discard(framework: Framework, *, by: Staff, at: dt.datetime) -> None:
    """Throw a draft away. Raises Forbidden, or RefusedFramework for one that has been in force."""
    found = _draft(framework, by)
    trail.record(by.pk, "framework.discarded", found.pk, at=at, version=found.version)
    found.recommendations.all().delete()  # before the areas that protect them
    found.delete()


def own_frameworks(municipality: Municipality) -> list[Framework]:
    """The municipality's own, the newest version of each first, drafts included."""
    return list(Framework.objects.filter(municipality=municipality).order_by("name", "-version"))


def _clean(facts: FrameworkFacts) -> dict[str, object]:
    told = asdict(facts)
    return {name: " ".join(one.split()) if isinstance(one, str) else one for name, one in told.items()}


def _check_name(municipality: Municipality, name: str) -> None:
    plans = ActionPlan.objects.filter(municipality=municipality, name__iexact=name.strip())
    if name_is_taken(municipality, name) or plans.exists():
        raise RefusedFramework("name", "The name is taken.")


def _own(framework: Framework, by: Staff) -> Framework:
    require(by, Act.EDIT_MEASURES)
    if framework.municipality_id != by.municipality_id:
        raise Forbidden("another municipality's framework")
    return Framework.objects.select_for_update().get(pk=framework.pk)


def _draft(framework: Framework, by: Staff) -> Framework:
    found = _own(framework, by)
    if found.in_force_from is not None:
        raise RefusedFramework("", "What is in force never changes; begin a new version.")
    return found


def _slug(framework: Framework) -> str:
    return f"area-{(framework.focus_areas.aggregate(last=Max('pk'))['last'] or 0) + 1}"


def _in_force(framework: Framework) -> Framework | None:
    same = Framework.objects.filter(municipality=framework.municipality_id, name=framework.name)
    return same.filter(in_force_from__isnull=False).order_by("-version").first()


def _copy_contents(source: Framework, draft: Framework) -> None:
    areas: dict[int, FocusArea] = {}
    for area in source.focus_areas.all():
        old = area.pk
        area.pk, area.framework = None, draft
        area.save(force_insert=True)
        areas[old] = area
    for one in source.recommendations.all():
        first, drawn_in = one.carries_on_id or one.pk, areas[one.drawn_in_id]
        one.pk, one.framework, one.carries_on_id = None, draft, first
        one.focus_area, one.drawn_in = drawn_in, drawn_in
        one.save(force_insert=True)


def _carry_on(before: Framework, after: Framework, at: dt.datetime) -> None:
    """The last line on each level, with measures and evidence, from one version to the next."""
    old = {one.carries_on_id or one.pk: one for one in before.recommendations.all()}
    for one in after.recommendations.exclude(carries_on__isnull=True):
        source = old.get(one.carries_on_id or 0)
        if source is None:
            continue
        said = RecommendationStatus.objects.filter(recommendation=source)
        last = said.order_by("municipality", "level", "-as_of", "-recorded_at", "-pk")
        lines = list(last.distinct("municipality", "level"))
        for line in lines:
            line.pk, line.recommendation, line.recorded_at = None, one, at
            line.published_on = today(line.municipality, at)
        RecommendationStatus.objects.bulk_create(lines)
        Measure.recommendations.through.objects.filter(recommendation=source).update(recommendation=one)
        Evidence.objects.filter(recommendation=source).update(recommendation=one)
