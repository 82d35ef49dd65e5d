"""What the check of the plans has to know of the guided form; plans themselves know nothing of concerns."""

from notifications.guide import path, stops
from notifications.numbers import number_uses, personal_numbers
from notifications.routes import coverage, who_calls
from notifications.statistics import facts
from plans import checking
from plans.implementation import facts as plan_facts
from plans.numbers import contacting
from plans.paper import who_calls as paper


def tell() -> None:
    """Called once when the portal starts."""
    letters = [code.value for code in stops.Code if code is not stops.Code.SAME_PATH]
    steps = {slug: _words(step) for slug, step in path.BY_SLUG.items()}
    checking.guided_form(steps=steps, opens="notifications:at_step", letters=letters)
    checking.register(coverage.ROUTING)
    checking.register(personal_numbers.PERSONAL_NUMBERS)
    contacting.register_uses(number_uses.uses_of)
    paper.register(who_calls.matrix)
    plan_facts.register(facts.count, facts.MEANINGS)


def _words(step: path.Step) -> str:
    """How an editor recognises the step: where it stands in the form, and its address."""
    return f"{int(step.section)} · {step.slug.replace('-', ' ').capitalize()}"
