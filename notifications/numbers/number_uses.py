"""Where the guided form and its receipts use a number: told to whoever is about to change it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from beredskab.organisation.models import Contact, Team, Unit
from notifications.models import RoutingRule
from notifications.receipts import APPEAL, FAMILY, HEAD, HELP, ON_CALL
from plans.numbers.contacting import Use

ON_RECEIPTS = (HEAD, FAMILY, ON_CALL, APPEAL, HELP)


def uses_of(contact: Contact) -> Iterable[Use]:
    """Receipts, the number a rule sends a filer to, the number of a team, the supervision of a unit."""
    if contact.slug in ON_RECEIPTS and contact.unit_id is None:
        yield Use("told", _("Receipts of notifications"))
    for rule in RoutingRule.objects.filter(phone=contact):
        yield Use("told", _("Routing rule: %(name)s") % {"name": rule.name})
    for team in Team.objects.filter(phone=contact):
        yield Use("told", _("The team %(name)s") % {"name": team.name})
    for unit in Unit.objects.filter(supervision_contact=contact):
        yield Use("told", _("Supervision of %(name)s") % {"name": unit.name})
