"""Plan text in a template. `{% load prose %}{{ text|prose }}`."""

from django import template
from django.utils.safestring import SafeString

from plans import files
from plans import prose as plan_prose
from plans.models import PlanFile

register = template.Library()


@register.filter
def prose(text: str) -> SafeString:
    """Paragraphs, lists and links, cleaned; gaps are marked."""
    return plan_prose.render(text)


register.filter("inside", plan_prose.inside)


@register.filter
def described(file: PlanFile) -> str:
    """»PDF, 240 kB«."""
    return files.described(file)


@register.filter
def prose_line(text: str) -> SafeString:
    """One line, cleaned; gaps are marked."""
    return plan_prose.render_inline(text)
