"""What the check of the plans has to know of the guided form; plans themselves know nothing of concerns."""

import datetime as dt
from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from beredskab.administration import personal_data, rules
from beredskab.administration.personal_fields import Words
from beredskab.organisation.models import Municipality
from notifications import filing
from notifications.consulting import asking
from notifications.drafting import rescue
from notifications.drills import facts as drill_facts
from notifications.drills import running
from notifications.guide import path, questions, stops
from notifications.numbers import number_uses, personal_numbers
from notifications.routes import coverage, who_calls
from notifications.statistics import facts
from notifications.vocabulary import Outcome
from plans import checking
from plans.implementation import facts as plan_facts
from plans.numbers import contacting
from plans.paper import who_calls as paper
from plans.vocabulary import YearlyKind
from plans.yearly import happening


def tell() -> None:
    """Called once when the portal starts."""
    letters = [code.value for code in stops.Code if code is not stops.Code.SAME_PATH]
    steps = {slug: _words(step) for slug, step in path.BY_SLUG.items()}
    checking.guided_form(steps=steps, opens="notifications:at_step", letters=letters)
    checking.register(coverage.ROUTING)
    checking.register(personal_numbers.PERSONAL_NUMBERS)
    contacting.register_uses(number_uses.uses_of)
    paper.register(who_calls.matrix)
    personal_data.register_days("notifications", _kept)
    personal_data.register_days(
        "sparring", lambda place: [(_("Questions, after the last line"), asking.LIVES)]
    )
    personal_data.register_days(
        "drills", lambda place: [(_("Who took part and what they answered, after the drill"), running.KEPT)]
    )
    rules.tell_outcomes({one.value: one.label for one in Outcome} | {"undecided": _("No decision")})
    plan_facts.register(facts.count, facts.MEANINGS)
    plan_facts.register(drill_facts.count, drill_facts.MEANINGS)
    plan_facts.register_months(facts.months)
    happening.register(YearlyKind.DRILL, drill_facts.held)


def _kept(place: Municipality) -> Iterator[tuple[Words, dt.timedelta]]:
    """How long what stands about a child is kept here; deletion and this page read the same numbers."""
    yield _("A draft, after it was last saved"), filing.DRAFT_LIVES
    yield _("Text that was rescued when a session ended"), rescue.KEPT
    after = _("A closed case, after: %(outcome)s")
    for name, words in rules.outcomes().items():
        yield after % {"outcome": words}, dt.timedelta(days=place.days_kept(name))


def _words(step: path.Step) -> Promise:
    """How an editor recognises the step: where it stands in the form, and what the page asks or says."""
    return format_lazy("{} · {}", int(step.section), _title(step))


def _title(step: path.Step) -> Promise:
    if step.question is not None:
        return questions.TITLES[step.question]
    advice: dict[stops.Moment | None, Promise] = {
        stops.Moment.DANGER: _("STOP advice when the child is in danger"),
        stops.Moment.TOPIC: _("STOP advice after what it may be about"),
        stops.Moment.TODAY: _("STOP advice about whom the suspicion is against and about today"),
    }
    if step.moment is not None:
        return advice[step.moment]
    last: dict[path.Kind, Promise] = {
        path.Kind.ADULT: _("When the young person is over 18"),
        path.Kind.AGREED: _("What was agreed instead of a notification"),
    }
    return last.get(step.kind, _("Check and send"))
