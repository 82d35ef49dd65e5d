"""Where a recommendation stands, whichever set it is of. `{% load ways %}{{ named|recommendation_url }}`."""

from django import template
from django.urls import reverse

from plans.implementation.frameworks import Named, mark_of
from plans.models import Framework, Recommendation

register = template.Library()


@register.filter
def recommendation_url(one: Named | Recommendation) -> str:
    """Its page. The framework has to be fetched with it."""
    framework = one.framework
    if framework.municipality_id is None:
        return reverse("plans:status_recommendation", args=[one.number])
    return reverse("plans:framework_recommendation", args=[framework.pk, one.number])


@register.filter
def status_url(one: Named, level: str) -> str:
    """Where the status of a level is said; `level` as addresses have it."""
    if one.framework.municipality_id is None:
        return reverse("plans:set_recommendation_status", args=[one.number, level])
    return reverse("plans:set_framework_status", args=[one.framework.pk, one.number, level])


@register.filter
def framework_url(framework: Framework) -> str:
    """The page of all its recommendations."""
    if framework.municipality_id is None:
        return reverse("plans:status_recommendations")
    return reverse("plans:framework_status", args=[framework.pk])


register.filter("mark", mark_of)
