"""The demo's own recommendations, invented: against negative social control, with what Dorte says of them."""

import datetime as dt

from beredskab.organisation.models import Municipality, Staff
from plans.implementation import framework_making as making
from plans.implementation.framework_making import AreaFacts, FrameworkFacts, RecommendationFacts
from plans.implementation.telling import Statement, set_recommendation_status
from plans.models import Framework
from plans.vocabulary import Level, Status

FACTS = FrameworkFacts("NSK", "Anbefalinger mod negativ social kontrol", "Børne- og Ungeforvaltningen", 2026)
AREAS = ("Forebyggelse og viden", "Når nogen er bekymret")
# Focus area, title, for whom, why, suggestions by level.
WORDS: tuple[tuple[int, str, str, str, dict[str, list[str]]], ...] = (
    (
        0,
        "Børn og unge kender deres rettigheder",
        "Skoler, klubber og ungdomstilbud",
        "Den, der ved, hvad andre må bestemme over en, siger lettere til.",
        {
            "organisation": ["Læg emnet i læseplanen for 5. og 8. klasse."],
            "leaders": ["Sæt tid af til et forløb om året.", "Aftal, hvem der holder oplæg for forældre."],
            "staff": ["Tal om ret til venner, kæreste og fritid.", "Brug eksempler, som børnene kender."],
        },
    ),
    (
        0,
        "Alle, der møder unge, kender tegnene",
        "Ledere og medarbejdere",
        "Kontrol ses sjældent. Den viser sig som fravær, aflysninger og en telefon, der hele tiden ringer.",
        {
            "organisation": ["Tilbyd samme kursus til skole, klub og sundhedspleje."],
            "leaders": ["Gennemgå tegnene på et personalemøde om året."],
            "staff": ["Skriv ned, hvad du ser, og sig det til din leder samme uge."],
        },
    ),
    (
        1,
        "Ingen taler med familien, før det er vurderet, om det er farligt",
        "Alle, der møder børn og unge",
        "En samtale hjemme kan gøre det værre for den unge.",
        {
            "organisation": ["Skriv det ind i handlekortene."],
            "leaders": ["Ring til Modtagelsen, før forældrene bliver inviteret."],
            "staff": ["Spørg den unge, hvem der må vide det."],
        },
    ),
    (
        1,
        "Der er én at ringe til, som kender området",
        "Familierådgivningen og politiet",
        "Hurtig sparring afgør, om en ung tør komme igen.",
        {"organisation": ["Udpeg to rådgivere, og sæt deres nummer i planen."]},
    ),
)
DAY = dt.date(2026, 11, 2)
SAID: tuple[tuple[int, Level, Status, str, str], ...] = (
    (1, Level.ORGANISATION, Status.IN_PROGRESS, "Forløbet ligger i udkastet til læseplanen.", "Skolechef"),
    (1, Level.STAFF, Status.NOT_STARTED, "Begynder, når læseplanen er vedtaget.", "Skolechef"),
    (2, Level.ORGANISATION, Status.LATE, "Kurset i oktober er aflyst.", "Børne- og ungechef"),
    (
        3,
        Level.ORGANISATION,
        Status.DONE,
        "Står på handlekortene fra november.",
        "Leder af Familierådgivningen",
    ),
    (3, Level.LEADERS, Status.DONE, "Gennemgået på ledermødet i oktober.", "Leder af Familierådgivningen"),
    (3, Level.STAFF, Status.IN_PROGRESS, "Kortene er delt ud i halvdelen af husene.", "Dagtilbudschef"),
)


def add(municipality: Municipality, dorte: Staff, at: dt.datetime) -> Framework:
    """The set in force from a moment on; it is made once only."""
    found = Framework.objects.filter(municipality=municipality, name=FACTS.name).first()
    if found is not None:
        return found
    made = making.make_framework(FACTS, by=dorte, at=at)
    areas = [
        making.save_area(made, AreaFacts(number, title), by=dorte, at=at)
        for number, title in enumerate(AREAS, start=1)
    ]
    for number, (area, title, whom, why, suggestions) in enumerate(WORDS, start=1):
        facts = RecommendationFacts(number, title, areas[area], whom, why, suggestions)
        making.save_recommendation(made, facts, by=dorte, at=at)
    return making.put_in_force(made, by=dorte, at=at)


def say(framework: Framework, dorte: Staff, at: dt.datetime) -> None:
    """How far they are in November."""
    found = {one.number: one for one in framework.recommendations.select_related("framework")}
    for number, level, status, sentence, responsible in SAID:
        statement = Statement(status, sentence, DAY, responsible)
        set_recommendation_status(found[number], level, statement, by=dorte, at=at)
