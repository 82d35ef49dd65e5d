"""The people of every story (design: the cast). Gert and Frida are why leaks get found.

`town` is the municipality with its units, teams and contacts; asking for a person brings the town along.
"""

from dataclasses import dataclass

import pytest

from beredskab.access import grants
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.organisation.models import (
    Contact,
    Membership,
    Municipality,
    Profession,
    Staff,
    Team,
    Unit,
)

ALWAYS = {"always": True}
WEEKDAYS_8_15 = {day: [["08:00", "15:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


@dataclass
class Town:
    """Eksempel Kommune: Børn og Unge over a kindergarten, a school and Familierådgivningen; its teams."""

    municipality: Municipality
    department: Unit
    kindergarten: Unit
    school: Unit
    counselling: Unit
    reception: Team
    other_team: Team
    cross_cutting: Team
    closed: Team
    management: Team


def make_contact(municipality: Municipality, slug: str, function: str, phone: str, **more: object) -> Contact:
    defaults = {"hours": WEEKDAYS_8_15, "audience": Contact.Audience.PUBLIC}
    return Contact.objects.create(
        municipality=municipality, slug=slug, function=function, phone=phone, **{**defaults, **more}
    )


def make_town(name: str = "Eksempel Kommune", slug: str = "eksempel", host: str = "") -> Town:
    """A municipality as it is the day it starts: units, teams, professions and numbers."""
    place = Municipality.objects.create(
        name=name, slug=slug, host=host, short_address=f"beredskab.{slug}.example"
    )
    make_contact(place, "alarm-112", "Alarm", "112", hours=ALWAYS)
    make_contact(place, "politi-114", "Politiet", "114", hours=ALWAYS)
    make_contact(place, "sociale-vagt", "Den sociale vagt", "12 34 56 78", hours=ALWAYS)
    counselling_phone = make_contact(place, "familieraadgivningen", "Familierådgivningen", "12 34 56 79")
    chief_phone = make_contact(
        place, "fagchef", "Fagchefen", "12 34 56 73", audience=Contact.Audience.INTERNAL
    )
    cross_phone = make_contact(place, "tvaergaaende-team", "Det tværgående team", "12 34 56 74")
    make_contact(place, "ssp-infohus", "SSP og Infohus", "12 34 56 72")
    for profession, danish in PROFESSIONS.items():
        Profession.objects.create(municipality=place, slug=profession, name_da=danish)
    department = Unit.objects.create(municipality=place, name="Børn og Unge", slug="boern-og-unge")

    def unit(label: str, unit_slug: str) -> Unit:
        return Unit.objects.create(municipality=place, parent=department, name=label, slug=unit_slug)

    def team(label: str, team_slug: str, kind: str, phone: Contact) -> Team:
        return Team.objects.create(municipality=place, name=label, slug=team_slug, kind=kind, phone=phone)

    return Town(
        municipality=place,
        department=department,
        kindergarten=unit("Børnehuset Solsikken", "solsikken"),
        school=unit("Bakkeskolen", "bakkeskolen"),
        counselling=unit("Familierådgivningen", "familieraadgivningen"),
        reception=team("Modtagelsen", "modtagelsen", Team.Kind.RECEPTION, counselling_phone),
        other_team=team("Ungeteamet", "ungeteamet", Team.Kind.RECEPTION, counselling_phone),
        cross_cutting=team("Det tværgående team", "tvaergaaende", Team.Kind.CROSS_CUTTING, cross_phone),
        closed=team("Den lukkede gruppe", "lukket", Team.Kind.CLOSED, counselling_phone),
        management=team("Fagchefen", "fagchef", Team.Kind.MANAGEMENT, chief_phone),
    )


PROFESSIONS = {
    "paedagog": "Pædagog",
    "laerer": "Lærer",
    "sundhedsplejerske": "Sundhedsplejerske",
    "tandpleje": "Tandpleje",
    "ppr": "PPR",
    "leder": "Leder",
    "myndighed": "Myndighedsrådgiver",
    "koekken": "Køkken og rengøring",
}


def make_person(
    name: str,
    unit: Unit | None,
    profession: str,
    *roles: Role,
    municipality: Municipality | None = None,
) -> Staff:
    """A person of the cast with the password "hemmelig kode 1"."""
    home = municipality or (unit.municipality if unit else Municipality.objects.get())
    email = f"{name.split()[0].lower()}@{home.slug}.example"
    staff = Staff.objects.create(municipality=home, email=email, name=name, phone="12 34 56 00")
    if unit is not None:
        found = Profession.objects.get(municipality=home, slug=profession)
        Membership.objects.create(staff=staff, unit=unit, profession=found)
    RoleAssignment.objects.bulk_create([RoleAssignment(staff=staff, role=role) for role in roles])
    return staff


def lead(staff: Staff, unit: Unit) -> None:
    """Make somebody the leader of a unit, in the tree and by grant."""
    Unit.objects.filter(pk=unit.pk).update(leader=staff)
    grants.grant(staff, "lead_unit", unit)


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


@pytest.fixture
def neighbour(town: Town) -> Town:
    return make_town("Nabo Kommune", "nabo", "nabo.localhost")


@pytest.fixture
def anna(town: Town) -> Staff:
    """Pædagog in Børnehuset Solsikken."""
    return make_person("Anna Andersen", town.kindergarten, "paedagog")


@pytest.fixture
def bo(town: Town) -> Staff:
    """Leader of Anna's unit."""
    bo = make_person("Bo Bang", town.kindergarten, "leder", Role.LEADER)
    lead(bo, town.kindergarten)
    return bo


@pytest.fixture
def cia(town: Town) -> Staff:
    """Adviser in the receiving team."""
    cia = make_person("Cia Clausen", town.counselling, "myndighed", Role.CASEWORKER)
    grants.grant(cia, "handle_concerns", town.reception)
    return cia


@pytest.fixture
def dorte(town: Town) -> Staff:
    """Director: above Bo in the line, follows the 15, approves editions, is the management team."""
    dorte = make_person(
        "Dorte Dahl",
        town.department,
        "leder",
        Role.MANAGER,
        Role.APPROVER,
        Role.LEADER,
        Role.CASEWORKER,
    )
    lead(dorte, town.department)
    grants.grant(dorte, "handle_concerns", town.management)
    return dorte


@pytest.fixture
def emil(town: Town) -> Staff:
    """Adviser in another team of the same municipality."""
    emil = make_person("Emil Eriksen", town.counselling, "myndighed", Role.CASEWORKER)
    grants.grant(emil, "handle_concerns", town.other_team)
    return emil


@pytest.fixture
def frida(neighbour: Town) -> Staff:
    """Adviser in another municipality."""
    frida = make_person("Frida Friis", neighbour.counselling, "myndighed", Role.CASEWORKER)
    grants.grant(frida, "handle_concerns", neighbour.reception)
    return frida


@pytest.fixture
def gert(town: Town) -> Staff:
    """System administrator, and superuser in Django's sense: still reads no concern."""
    gert = make_person("Gert Gram", town.department, "leder", Role.ADMINISTRATOR)
    Staff.objects.filter(pk=gert.pk).update(is_superuser=True)
    gert.refresh_from_db()
    return gert


@pytest.fixture
def hanne(town: Town) -> Staff:
    """Plan editor."""
    return make_person("Hanne Holm", town.department, "leder", Role.EDITOR)


@pytest.fixture
def ole(town: Town) -> Staff:
    """Anna's colleague, the one a suspicion may be about."""
    return make_person("Ole Olsen", town.kindergarten, "paedagog")


@pytest.fixture
def ida(town: Town) -> Staff:
    """Second member of the receiving team."""
    ida = make_person("Ida Iversen", town.counselling, "myndighed", Role.CASEWORKER)
    grants.grant(ida, "handle_concerns", town.reception)
    return ida
