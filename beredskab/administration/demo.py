"""The invented people and places of the demo. No real person, child or number; 12 34 56 xx is nobody's."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from beredskab.access import grants
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.administration import founding
from beredskab.administration import rules as decided_by_two
from beredskab.administration.importing import lists
from beredskab.administration.models import KeyChange, KeyChangeKind, RightRequest, RuleChange, StaffList
from beredskab.administration.safekeeping import changing as key_changing
from beredskab.administration.staffing import mornings, recertifying, rights
from beredskab.organisation.models import (
    Contact,
    Membership,
    Municipality,
    Profession,
    Staff,
    Team,
    Unit,
)
from beredskab.outbox import mail_texts
from beredskab.outbox.mails import Mail
from beredskab.outbox.models import MailText
from beredskab.outbox.vocabulary import Kind
from beredskab.signin.demo import PASSPHRASE
from beredskab.signin.demo import PEOPLE as SIGN_IN_PEOPLE
from beredskab.signin.models import ProviderChange
from beredskab.signin.providers import changing
from beredskab.vault.sealed import members
from beredskab.vault.sealed import team as closed_team

KEEPERS = ("Kommunaldirektøren", "Databeskyttelsesrådgiveren", "Byarkivet")
ALWAYS = {"always": True}
OFFICE = {day: [["08:00", "15:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


@dataclass(frozen=True)
class Person:
    """`first` is the part of the address before the @."""

    first: str
    unit: str
    profession: str
    roles: tuple[Role, ...] = ()
    teams: tuple[str, ...] = ()
    leads: str = ""
    leads_teams: tuple[str, ...] = ()
    mail: str = ""
    phone: str = "12 34 56 00"


UNITS = {
    "solsikken": "Børnehuset Solsikken",
    "maelkevejen": "Dagplejen Mælkevejen",
    "bakkeskolen": "Bakkeskolen",
    "sundhedsplejen": "Sundhedsplejen",
    "tandplejen": "Den kommunale tandpleje",
    "familieraadgivningen": "Familierådgivningen",
}

CAST = (
    Person("anna", "solsikken", "paedagog"),
    Person("bo", "solsikken", "leder", (Role.LEADER,), leads="solsikken", phone="12 34 56 71"),
    Person("cia", "familieraadgivningen", "myndighed", (Role.CASEWORKER,), ("modtagelsen", "lukket")),
    Person(
        "liv",
        "familieraadgivningen",
        "leder",
        (Role.TEAM_LEADER,),
        leads_teams=("modtagelsen", "lukket"),
        phone="12 34 56 76",
    ),
    Person(
        "dorte",
        "boern-og-unge",
        "leder",
        (Role.MANAGER, Role.APPROVER, Role.LEADER, Role.CASEWORKER),
        ("fagchef",),
        leads="boern-og-unge",
        phone="12 34 56 75",
    ),
    Person("emil", "familieraadgivningen", "myndighed", (Role.CASEWORKER,), ("tvaergaaende",)),
    Person("gert", "boern-og-unge", "leder", (Role.ADMINISTRATOR,)),
    Person("hanne", "boern-og-unge", "leder", (Role.EDITOR,)),
    Person("kaj", "boern-og-unge", "leder", (Role.CONTROLLER,)),
)

# Colleagues who fill the leader's matrix, the directory search and the second place in the receiving team.
COLLEAGUES: tuple[tuple[str, Person], ...] = (
    ("Ole Olsen", Person("ole", "solsikken", "paedagog")),
    ("Pia Poulsen", Person("pia", "solsikken", "paedagog")),
    ("Rasmus Riis", Person("rasmus", "solsikken", "paedagog")),
    ("Signe Sø", Person("signe", "solsikken", "koekken")),
    ("Tove Thomsen", Person("tove", "solsikken", "paedagog")),
    ("Ulla Ulrik", Person("ulla", "bakkeskolen", "laerer")),
    ("Vagn Vind", Person("vagn", "bakkeskolen", "leder", (Role.LEADER,), leads="bakkeskolen")),
    ("Yrsa Yding", Person("yrsa", "sundhedsplejen", "sundhedsplejerske")),
    ("Asta Aagaard", Person("asta", "tandplejen", "tandpleje")),
    (
        "Ida Iversen",
        Person(
            "ida",
            "familieraadgivningen",
            "myndighed",
            (Role.CASEWORKER,),
            ("modtagelsen", "lukket"),
        ),
    ),
)

# slug: function, number, hours, audience, note.
NUMBERS: dict[str, tuple[str, str, Mapping[str, object], str, str]] = {
    "alarm-112": (
        "Alarm 112",
        "112",
        ALWAYS,
        "public",
        "Fare for liv eller helbred. Politi og ambulance.",
    ),
    "politi-114": (
        "Politiet 114",
        "114",
        ALWAYS,
        "public",
        "Politiet, når det haster, men ingen er i livsfare.",
    ),
    "sociale-vagt": (
        "Den sociale vagt",
        "12 34 56 78",
        ALWAYS,
        "public",
        "Når Familierådgivningen har lukket.",
    ),
    "familieraadgivningen": (
        "Familierådgivningen",
        "12 34 56 79",
        OFFICE,
        "public",
        "Råd og underretninger.",
    ),
    "fagchef": ("Fagchefen", "12 34 56 73", OFFICE, "public", "Ved mistanke mod en ansat eller en leder."),
    "tvaergaaende-team": (
        "Det tværgående team",
        "12 34 56 74",
        OFFICE,
        "public",
        "Social kontrol og ære.",
    ),
    "ssp-infohus": ("SSP og Infohus", "12 34 56 72", OFFICE, "public", "Ekstremisme."),
    "lev-uden-vold": ("Lev Uden Vold", "1888", ALWAYS, "public", "Også for fagfolk. Hele døgnet."),
    "support": ("Hjælp til portalen", "12 34 56 70", OFFICE, "public", ""),
    "databeskyttelse": ("Databeskyttelsesrådgiveren", "12 34 56 69", OFFICE, "public", ""),
}

LIST = """navn;email;enhed;profession;overenhed;telefon
Anna Andersen;anna@eksempel.example;Børnehuset Solsikken;Pædagog;Børn og Unge;12 34 56 00
Ole Olsen;ole@eksempel.example;Børnehuset Solsikken;Pædagogmedhjælper;Børn og Unge;12 34 56 00
Pia Poulsen;pia@eksempel.example;Bakkeskolen;Skolepædagog;Børn og Unge;12 34 56 00
Børge Bæk;boerge@eksempel.example;Bakkeskolen;Folkeskolelærer;Børn og Unge;12 34 56 00
Åse Ørsted;aase@eksempel.example;Klubben Ørnen;Klubmedarbejder;Bakkeskolen;12 34 56 00
Jens Jul;jens@eksempel.example;Klubben Ørnen;Gruppekoordinator;Bakkeskolen;
Mona Madsen;mona(at)eksempel.example;Bakkeskolen;Folkeskolelærer;Børn og Unge;
"""

PROVIDER = {
    "protocol": "oidc",
    "name": "Log ind med dit login fra arbejdet",
    "issuer": "https://login.eksempel.example",
    "client_id": "beredskabsportalen",
    "metadata": "",
    "email_claim": "email",
    "name_claim": "name",
    "roles_claim": "roles",
    "level_claim": "acr",
    "substantial": ["Substantial", "High"],
    "mapping": [
        {"value": "http://eksempel.example/roles/jobrole/leder", "role": "leader"},
        {"value": "http://eksempel.example/roles/jobrole/redaktoer", "role": "editor"},
    ],
    "takes_in": False,
    "is_active": True,
}

OWN_WORDS_FOR = Kind.READING_REMINDER
OWN_WORDS = Mail(
    "Har du fem minutter til planen?",
    "Der er afsnit i beredskabsplanen, du ikke har læst endnu. Log ind, og læs dem i ro og mag. "
    "Spørg din leder, hvis du mangler tid til det.",
)

TEAM_PHONES = {
    "modtagelsen": "familieraadgivningen",
    "tvaergaaende": "tvaergaaende-team",
    "lukket": "familieraadgivningen",
    "fagchef": "fagchef",
}


def make_organisation() -> Municipality:
    """Eksempel Kommune and its neighbour with everybody of the cast; running it again changes nothing."""
    place = _place("Eksempel Kommune", "eksempel", "")
    neighbour = _place("Nabo Kommune", "nabo", "nabo.localhost")
    names = {person.email: person.name for person in SIGN_IN_PEOPLE}
    for person in CAST:
        _person(place, names[f"{person.first}@eksempel.example"], person)
    for name, person in COLLEAGUES:
        _person(place, name, person)
    frida = Person("frida", "familieraadgivningen", "myndighed", (Role.CASEWORKER,), ("modtagelsen",))
    _person(neighbour, names["frida@nabo.example"], frida)
    nina = Person("nina", "boern-og-unge", "leder", (Role.EDITOR,))
    niels = Person("niels", "boern-og-unge", "leder", (Role.MANAGER, Role.APPROVER))
    for person in (nina, niels):
        _person(neighbour, names[f"{person.first}@nabo.example"], person)
    for one in (place, neighbour):  # Vera works for both: two logins with one e-mail
        vera = Person("vera", "sundhedsplejen", "sundhedsplejerske", mail="vera@faelles.example")
        _person(one, names[vera.mail], vera)
    _waiting_list(place)
    _waiting_provider(place)
    _waiting_sheets(place)
    _waiting_rules(place)
    _waiting_rights(place)
    _own_words(place)
    _sealed_group(place)
    return place


def _sealed_group(place: Municipality) -> None:
    """The closed group is sealed: Cia and Ida have the passphrase that the page shows in the demo."""
    team = Team.objects.get(municipality=place, slug="lukket")
    people = [Staff.objects.get(email=f"{one}@{place.slug}.example") for one in ("cia", "ida")]
    for one in people:
        if members.key_of(one.pk) is None:
            members.choose(PASSPHRASE, by=one, at=timezone.now())
    closed_team.seal(team, by=people[0], at=timezone.now())


def _waiting_rights(place: Municipality) -> None:
    """Gert has asked that Yrsa joins the receiving team, and that team says again who belongs to it."""
    team = Team.objects.get(municipality=place, slug="modtagelsen")
    gert, yrsa = (Staff.objects.get(email=f"{one}@{place.slug}.example") for one in ("gert", "yrsa"))
    right = rights.Right(team=team, permission=rights.HANDLE)
    if not RightRequest.objects.filter(municipality=place).exists():
        rights.ask(yrsa, right, by=gert, at=timezone.now())
        recertifying.begin(team, by=gert, at=timezone.now())
        mornings.ask_for_a_morning(place, at=timezone.now())


def _waiting_provider(place: Municipality) -> None:
    """What Gert suggests and Dorte has to look at: through whom everybody signs in."""
    gert = Staff.objects.get(email=f"gert@{place.slug}.example")
    if not ProviderChange.objects.filter(municipality=place).exists():
        changing.propose("arbejdslogin", PROVIDER, "", by=gert, at=timezone.now())


def _waiting_sheets(place: Municipality) -> None:
    """The recovery key shall go onto paper: Gert has suggested who keeps the three sheets."""
    gert = Staff.objects.get(email=f"gert@{place.slug}.example")
    if not KeyChange.objects.filter(municipality=place).exists():
        key_changing.propose(KeyChangeKind.RECOVERY, offices=KEEPERS, by=gert, at=timezone.now())


def _waiting_rules(place: Municipality) -> None:
    """Gert suggests that a case which became an examination stays half a year; Dorte has not answered."""
    gert = Staff.objects.get(email=f"gert@{place.slug}.example")
    if RuleChange.objects.filter(municipality=place).exists():
        return
    now = decided_by_two.in_force(place)
    longer = decided_by_two.Rules({**now.days, "examination": 180}, now.exclude_line)
    decided_by_two.propose(longer, by=gert, at=timezone.now())


def _own_words(place: Municipality) -> None:
    """The mail to who has something left to read is in the municipality's own words."""
    gert = Staff.objects.get(email=f"gert@{place.slug}.example")
    if not MailText.objects.filter(municipality=place).exists():
        mail_texts.write(OWN_WORDS_FOR, "da", OWN_WORDS, by=gert, at=timezone.now())


def _waiting_list(place: Municipality) -> None:
    """A list that Gert has uploaded and not said yes to: some are known, some new, one line has a fault."""
    gert = Staff.objects.get(email=f"gert@{place.slug}.example")
    if not StaffList.objects.filter(municipality=place).exists():
        lists.upload(LIST.encode("cp1252"), "medarbejdere-november.csv", by=gert, at=timezone.now())


def _place(name: str, slug: str, host: str) -> Municipality:
    place = founding.found(
        name,
        slug,
        host=host,
        short_address=f"beredskab.{slug}.example",
        citizens_door=f"https://www.{slug}.example/",
    )
    if not place.accessibility_email:
        place.accessibility_email = f"web@{slug}.example"
        place.save(update_fields=["accessibility_email"])
    top = Unit.objects.get(municipality=place, slug="boern-og-unge")
    for unit, label in UNITS.items():
        Unit.objects.get_or_create(municipality=place, slug=unit, defaults={"name": label, "parent": top})
    for contact, (function, phone, hours, audience, note) in NUMBERS.items():
        facts = {
            "function": function,
            "phone": phone,
            "hours": hours,
            "audience": audience,
            "note": note,
        }
        Contact.objects.get_or_create(municipality=place, slug=contact, unit=None, defaults=facts)
    for team, contact in TEAM_PHONES.items():
        phone_contact = Contact.objects.get(municipality=place, slug=contact, unit=None)
        Team.objects.filter(municipality=place, slug=team, phone=None).update(phone=phone_contact)
    return place


def _person(place: Municipality, name: str, person: Person) -> Staff:
    email = person.mail or f"{person.first}@{place.slug}.example"
    staff, made = Staff.objects.get_or_create(
        email=email, municipality=place, defaults={"name": name, "phone": person.phone}
    )
    if made:
        staff.set_unusable_password()
        staff.save(update_fields=["password"])
    unit = Unit.objects.get(municipality=place, slug=person.unit)
    profession = Profession.objects.get(municipality=place, slug=person.profession)
    Membership.objects.get_or_create(staff=staff, unit=unit, profession=profession)
    for role in person.roles:
        RoleAssignment.objects.get_or_create(staff=staff, role=role)
    for team in person.teams:
        grants.grant(staff, "handle_concerns", Team.objects.get(municipality=place, slug=team))
    for team in person.leads_teams:
        grants.grant(staff, "lead_team", Team.objects.get(municipality=place, slug=team))
    if person.leads:
        led = Unit.objects.get(municipality=place, slug=person.leads)
        Unit.objects.filter(pk=led.pk).update(leader=staff)
        grants.grant(staff, "lead_unit", led)
    return staff
