"""Why a concern went to this team, in sentences: the same for the command, the case page and the table."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from notifications.prose import SUSPECTS
from notifications.routing import Detour, Passed, Route, Rule


def reason_for(route: Route) -> str:
    """The whole reason in the active language. Names teams and rules, never a person."""
    sentences = [_passed_over(passed) for passed in route.passed]
    if route.is_last_resort:
        sentences.append(_("No team is free of the suspicion, so somebody has to be called."))
    elif route.is_stand_in:
        sentences.append(_("%(team)s stands in.") % {"team": route.desk.name})
    if route.informed is not None:
        sentences.append(_("%(team)s is informed as well.") % {"team": route.informed.name})
    return " ".join([_rule(route.rule), *sentences])


def stored_reason(route: Route, language: str) -> str:
    """The reason as the team will read it later, in the municipality's language."""
    with translation.override(language):
        return reason_for(route)


def _rule(rule: Rule) -> str:
    if rule.is_fallback:
        return _("No special rule fits, so “%(rule)s” decides.") % {"rule": rule.name}
    return _("“%(rule)s” fits: %(cells)s.") % {"rule": rule.name, "cells": ", ".join(cells(rule))}


def cells(rule: Rule) -> list[str]:
    """The filled cells of a rule in words."""
    words = [str(SUSPECTS[rule.suspect])] if rule.suspect else []
    words += [str(cell.label) for cell in (rule.topic, rule.certainty) if cell]
    if rule.is_acute is not None:
        words.append(_("the child is in danger now") if rule.is_acute else _("not in danger now"))
    places = (rule.unit_name or rule.unit, rule.area, rule.profession_name or rule.profession)
    words += [place for place in places if place]
    if rule.is_open is not None:
        words.append(pgettext("hours", "open") if rule.is_open else pgettext("hours", "closed"))
    return words


def _passed_over(passed: Passed) -> str:
    text = {
        Detour.MEMBER: _("%(team)s is passed over: somebody suspected belongs to it."),
        Detour.BELOW: _("%(team)s is passed over: somebody suspected leads it or one of its people."),
        Detour.EMPTY: _("%(team)s is passed over: nobody in it may see the concern."),
    }[passed.detour]
    return text % {"team": passed.desk.name}
