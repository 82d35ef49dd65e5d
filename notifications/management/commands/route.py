import json
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from beredskab.organisation.models import Municipality, Staff, Unit
from notifications.management import arguments
from notifications.routes import receivers
from notifications.routes.reasons import reason_for
from notifications.routing import Facts, Kept, NoFallback, Route
from notifications.vocabulary import Certainty, Suspect, Topic


class Command(BaseCommand):
    help = (
        "Which team receives a concern with these facts, by which rule, why, whom the filer is told to "
        "call, and who is kept out of it. Asks the very functions that filing asks, and changes nothing. "
        f"Topics and suspects may be given several times. {arguments.EXIT_CODES}"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        several: dict[str, Any] = {"action": "extend", "nargs": "+", "default": []}
        parser.add_argument("--topic", type=arguments.word(Topic), required=True, **several)
        parser.add_argument("--suspect", type=arguments.word(Suspect), required=True, **several)
        parser.add_argument("--certainty", type=arguments.word(Certainty), required=True)
        parser.add_argument("--acute", action="store_true", help="the child is in danger now")
        parser.add_argument("--named", metavar="EMAIL", help="who is suspected, when it is known", **several)
        parser.add_argument(
            "--unsure", action="store_true", help="somebody besides the named may be suspected"
        )
        parser.add_argument("--unit", metavar="UNIT", help="slug or name of where the child goes")
        parser.add_argument("--filer", metavar="EMAIL", help="who files; their unit and profession count")
        parser.add_argument("--at", metavar="TIME", help="for example 2026-04-01T14:05; now when left out")
        arguments.add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        municipality = arguments.municipality(options["municipality"])
        asked = _asked(municipality, options)
        typed = options["at"]
        at = arguments.moment(typed, ZoneInfo(municipality.timezone)) if typed else timezone.now()
        try:
            route = receivers.choose(asked, municipality, at=at)
        except NoFallback:
            raise CommandError(f"{municipality} has no rule that always fits, or no team.") from None
        with translation.override("en"):
            answer = as_json(route, municipality)
        self.stdout.write(
            json.dumps(answer, indent=2, ensure_ascii=False) if options["json"] else _as_text(answer)
        )


def as_json(route: Route, municipality: Municipality) -> dict[str, Any]:
    """The route as plain values; excluded people by address, whole units as all of their people."""
    return {
        "team": municipality.teams.get(pk=route.desk.team).slug,
        "team_name": route.desk.name,
        "rule": route.rule.name,
        "reason": reason_for(route),
        "phone": route.phone,
        "excluded": receivers.addresses_kept_out(route, municipality),
        "excluded_because": _causes(route, municipality),
        "somebody_has_to_be_called": route.is_last_resort,
    }


def _asked(municipality: Municipality, options: dict[str, Any]) -> receivers.Asked:
    named = arguments.people(municipality, options["named"])
    filers = arguments.people(municipality, [options["filer"]] if options["filer"] else [])
    filer = filers[0] if filers else None
    facts = Facts(
        certainty=options["certainty"],
        topics=frozenset(options["topic"]),
        suspects=frozenset(options["suspect"]),
        is_acute=options["acute"],
        professions=filer.professions() if filer else frozenset(),
        filer=filer.pk if filer else None,
        named=frozenset(person.pk for person in named),
        is_unsure_who=options["unsure"],
    )
    child_unit = arguments.unit(municipality, options["unit"]) if options["unit"] else None
    return receivers.Asked(facts, child_unit, filer.unit if filer else None)


def _causes(route: Route, municipality: Municipality) -> list[dict[str, str]]:
    emails = dict(Staff.objects.filter(municipality=municipality).values_list("pk", "email"))
    units = dict(Unit.objects.filter(municipality=municipality).values_list("pk", "slug"))

    def line(kept: Kept) -> dict[str, str]:
        who = {"person": emails[kept.staff]} if kept.staff else {"unit": units[kept.unit or 0]}
        return {**who, "cause": kept.cause.value}

    return [line(kept) for kept in route.excluded]


def _as_text(answer: dict[str, Any]) -> str:
    excluded = ", ".join(answer["excluded"]) or "nobody"
    return f"{answer['team_name']}. {answer['reason']}\nCall: {answer['phone'] or '-'}. Kept out: {excluded}."
