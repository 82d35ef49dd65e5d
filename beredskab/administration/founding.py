"""A municipality on its first day: professions and teams, before anybody is in it. Safe to repeat."""

from beredskab.organisation.models import Municipality, Profession, Team, Unit

# slug: Danish, Norwegian, English, whether the person meets children at work.
PROFESSIONS: dict[str, tuple[str, str, str, bool]] = {
    "paedagog": ("Pædagog", "Barnehagelærer", "Pedagogue", True),
    "laerer": ("Lærer", "Lærer", "Teacher", True),
    "sundhedsplejerske": ("Sundhedsplejerske", "Helsesykepleier", "Health nurse", True),
    "tandpleje": ("Tandpleje", "Tannhelse", "Dental care", True),
    "ppr": ("PPR", "PPT", "Educational psychology", True),
    "plejefamilie": ("Plejefamilie", "Fosterfamilie", "Foster family", True),
    "botilbud": ("Ansat på botilbud", "Ansatt i botiltak", "Residential home staff", True),
    "fritid": ("Fritid og klub", "Fritid og klubb", "Leisure and club", True),
    "koekken": ("Køkken og rengøring", "Kjøkken og renhold", "Kitchen and cleaning", True),
    "ssp": ("SSP", "SLT", "Crime prevention", True),
    "ungekonsulent": ("Ungekonsulent", "Ungdomskonsulent", "Youth adviser", True),
    "leder": ("Leder", "Leder", "Leader", True),
    "myndighed": (
        "Myndighedsrådgiver",
        "Saksbehandler i barneverntjenesten",
        "Social services adviser",
        True,
    ),
}

# slug: name, kind.
TEAMS: dict[str, tuple[str, str]] = {
    "modtagelsen": ("Modtagelsen", Team.Kind.RECEPTION),
    "tvaergaaende": ("Det tværgående team", Team.Kind.CROSS_CUTTING),
    "lukket": ("Den lukkede gruppe", Team.Kind.CLOSED),
    "fagchef": ("Fagchefen", Team.Kind.MANAGEMENT),
}


def found(name: str, slug: str, **settings: object) -> Municipality:
    """The municipality with its top unit, professions and teams; what is there already stays as it is."""
    place, _made = Municipality.objects.get_or_create(slug=slug, defaults={"name": name, **settings})
    Unit.objects.get_or_create(municipality=place, slug="boern-og-unge", defaults={"name": "Børn og Unge"})
    for profession, (da, nb, en, meets_children) in PROFESSIONS.items():
        Profession.objects.get_or_create(
            municipality=place,
            slug=profession,
            defaults={
                "name_da": da,
                "name_nb": nb,
                "name_en": en,
                "meets_children": meets_children,
            },
        )
    for team, (label, kind) in TEAMS.items():
        Team.objects.get_or_create(municipality=place, slug=team, defaults={"name": label, "kind": kind})
    return place
