"""What job titles usually mean, until a municipality says otherwise on its own page."""

from beredskab.administration.importing.reading import folded

# profession: titles as Danish staff systems write them.
USUAL: dict[str, tuple[str, ...]] = {
    "paedagog": (
        "Pædagog",
        "Pædagogmedhjælper",
        "Pædagogisk assistent",
        "Pædagogstuderende",
        "Afdelingspædagog",
        "Børnehavepædagog",
        "Vuggestuepædagog",
        "Specialpædagog",
        "Skolepædagog",
        "Medhjælper",
        "Dagplejer",
        "Barnehagelærer",
    ),
    "laerer": (
        "Lærer",
        "Folkeskolelærer",
        "Lærer, folkeskolen",
        "Børnehaveklasseleder",
        "Lærervikar",
        "Specialskolelærer",
    ),
    "sundhedsplejerske": ("Sundhedsplejerske", "Ledende sundhedsplejerske", "Helsesykepleier"),
    "tandpleje": ("Tandlæge", "Tandplejer", "Klinikassistent", "Specialtandlæge"),
    "ppr": (
        "Psykolog",
        "Talehørelærer",
        "Tale-hørekonsulent",
        "Ergoterapeut",
        "Fysioterapeut",
        "AKT-vejleder",
    ),
    "plejefamilie": ("Plejeforælder", "Familieplejer", "Aflastningsfamilie"),
    "botilbud": ("Omsorgsmedhjælper", "Socialpædagog", "Social- og sundhedsassistent"),
    "fritid": ("Klubpædagog", "Klubmedarbejder", "Fritidspædagog", "SFO-pædagog"),
    "koekken": (
        "Køkkenmedarbejder",
        "Køkkenassistent",
        "Ernæringsassistent",
        "Kok",
        "Rengøringsassistent",
        "Teknisk servicemedarbejder",
        "Pedel",
    ),
    "ssp": ("SSP-konsulent", "SSP-medarbejder", "SLT-koordinator"),
    "ungekonsulent": ("Ungekonsulent", "Ungevejleder", "UU-vejleder", "Gadeplansmedarbejder"),
    "leder": (
        "Leder",
        "Daglig leder",
        "Dagtilbudsleder",
        "Souschef",
        "Skoleleder",
        "Viceskoleleder",
        "Afdelingsleder",
        "Institutionsleder",
        "Pædagogisk leder",
        "Områdeleder",
        "Styrer",
        "Rektor",
    ),
    "myndighed": (
        "Socialrådgiver",
        "Familierådgiver",
        "Myndighedsrådgiver",
        "Socialformidler",
        "Sagsbehandler",
    ),
}

PROFESSION_OF = {folded(title): slug for slug, titles in USUAL.items() for title in titles}
