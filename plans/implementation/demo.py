"""The demo's work with the recommendations: an invented action plan and half a year of invented statuses."""

import datetime as dt
from zoneinfo import ZoneInfo

from beredskab.administration.staffing import away
from beredskab.organisation.models import Municipality, Staff, Unit
from plans import reading
from plans.demo import CHANGED_SECTION
from plans.following import disseminating
from plans.following.disseminating import Told
from plans.following.people import book_of, people_of
from plans.implementation import demo_frameworks, evidence, rounds
from plans.implementation.evidence import Shown
from plans.implementation.frameworks import CATALOGUE, NATIONAL, framework_named
from plans.implementation.importing import import_measures
from plans.implementation.measure_files import read
from plans.implementation.measures import name_responsible
from plans.implementation.measures_at import Place
from plans.implementation.reports import making
from plans.implementation.reports.content import Wanted
from plans.implementation.telling import Statement, set_measure_status, set_recommendation_status
from plans.models import ActionPlan, Dissemination, Measure, Recommendation
from plans.vocabulary import Level, Occasion, Status, Task

MEASURES = CATALOGUE.parent / "demo-measures.csv"
PLAN = "Handleplan for børns sikkerhed 2026–2028"
MANAGER, READER, AWAY = "dorte", "tove", "signe"
ORG, LEAD, CREW = Level.ORGANISATION, Level.LEADERS, Level.STAFF
Day = tuple[int, int, int]
SPRING, SUMMER, AUTUMN = (2026, 3, 31), (2026, 6, 30), (2026, 11, 2)
LATELY = (2026, 11, 9)
HOUSES = ("solsikken", "bakkeskolen", "maelkeboetten")
REPORTED: tuple[tuple[Day, Day, tuple[str, ...]], ...] = (
    (SUMMER, (2026, 7, 1), ("Arbejdet er begyndt i alle fire fokusområder.",)),
    (
        (2026, 11, 12),
        (2026, 11, 12),
        (
            "Tre anbefalinger er gennemført; kurserne er forsinkede, fordi der mangler undervisere.",
            "Der mangler et roligt rum til samtaler med børn; udvalget bedes tage stilling til lokalet.",
        ),
    ),
)
IN_HOUSES = (
    (Status.DONE, "Reglerne er skrevet og ligger i mappen til nye."),
    (Status.AT_RISK, "Er begyndt, men når det ikke inden fristen."),
)
DAY_CARE, SCHOOLS, COUNSELLING, CHIEF = (
    "Dagtilbudschef",
    "Skolechef",
    "Leder af Familierådgivningen",
    "Børne- og ungechef",
)

# Recommendation, level, day, status, sentence, responsible, next step.
SAID: tuple[tuple[int, Level, Day, Status, str, str, Day | None], ...] = (
    (1, ORG, SPRING, Status.IN_PROGRESS, "Trygge rammer er med ved alle tilsyn fra i år.", DAY_CARE, SUMMER),
    (1, LEAD, SPRING, Status.NOT_STARTED, "Kortlægningen venter på en fælles skabelon.", DAY_CARE, SUMMER),
    (1, ORG, AUTUMN, Status.DONE, "Trygge rammer er et fast punkt ved alle tilsyn.", DAY_CARE, (2027, 9, 1)),
    (
        1,
        LEAD,
        AUTUMN,
        Status.PARTLY_DONE,
        "14 af 22 huse har kortlagt deres hverdag.",
        DAY_CARE,
        (2027, 2, 1),
    ),
    (
        1,
        CREW,
        AUTUMN,
        Status.IN_PROGRESS,
        "Reglerne for samvær er på vej ud i husene.",
        DAY_CARE,
        (2027, 2, 1),
    ),
    (2, ORG, SUMMER, Status.DONE, "Alle tilbud har adgang til det samme materiale.", SCHOOLS, None),
    (2, LEAD, AUTUMN, Status.DONE, "Emnet er i årshjulet i alle skoler og dagtilbud.", SCHOOLS, (2027, 6, 1)),
    (2, CREW, AUTUMN, Status.DONE, "Forløbet er holdt på alle klassetrin.", SCHOOLS, (2027, 6, 1)),
    (4, ORG, SPRING, Status.IN_PROGRESS, "Tre kurser er planlagt.", CHIEF, SUMMER),
    (
        4,
        ORG,
        AUTUMN,
        Status.LATE,
        "To af tre kurser er aflyst, fordi der mangler undervisere.",
        CHIEF,
        (2027, 1, 15),
    ),
    (
        4,
        LEAD,
        AUTUMN,
        Status.IN_PROGRESS,
        "Spørgsmålet er på dagsordenen for drøftelser.",
        CHIEF,
        (2027, 1, 15),
    ),
    (5, CREW, SPRING, Status.IN_PROGRESS, "Arbejdet er begyndt i fire huse.", DAY_CARE, None),
    (7, ORG, SUMMER, Status.IN_PROGRESS, "Fast sparring i to af fire distrikter.", "Leder af PPR", AUTUMN),
    (
        7,
        ORG,
        AUTUMN,
        Status.PARTLY_DONE,
        "Fast sparring i tre af fire distrikter.",
        "Leder af PPR",
        (2027, 3, 1),
    ),
    (
        7,
        LEAD,
        AUTUMN,
        Status.PARTLY_DONE,
        "Lederne kender tiderne i tre distrikter.",
        "Leder af PPR",
        (2027, 3, 1),
    ),
    (
        7,
        CREW,
        AUTUMN,
        Status.IN_PROGRESS,
        "Sparringen bliver brugt mest i dagtilbud.",
        "Leder af PPR",
        (2027, 3, 1),
    ),
    (8, ORG, SPRING, Status.IN_PROGRESS, "Portalen er valgt som fast vej for underretninger.", CHIEF, SUMMER),
    (8, ORG, AUTUMN, Status.DONE, "Alle underretninger har én vej med telefon døgnet rundt.", CHIEF, None),
    (8, LEAD, AUTUMN, Status.IN_PROGRESS, "Vejen er øvet i halvdelen af husene.", CHIEF, (2027, 2, 1)),
    (
        8,
        CREW,
        AUTUMN,
        Status.IN_PROGRESS,
        "Halvdelen har øvet at skrive en underretning.",
        CHIEF,
        (2027, 2, 1),
    ),
    (
        9,
        ORG,
        AUTUMN,
        Status.IN_PROGRESS,
        "Andelen, der vurderes inden 24 timer, følges hver måned.",
        COUNSELLING,
        None,
    ),
    (9, LEAD, AUTUMN, Status.IN_PROGRESS, "Opfølgning er sat på tjeklisten før lukning.", COUNSELLING, None),
    (9, CREW, AUTUMN, Status.PARTLY_DONE, "Alle rådgivere bruger den nye skabelon.", COUNSELLING, None),
    (
        10,
        ORG,
        AUTUMN,
        Status.AT_RISK,
        "Der mangler et roligt rum til samtaler med børn.",
        COUNSELLING,
        (2026, 12, 15),
    ),
    (
        10,
        LEAD,
        AUTUMN,
        Status.IN_PROGRESS,
        "Samtaler med børn følges op hver måned.",
        COUNSELLING,
        (2026, 12, 15),
    ),
    (10, CREW, AUTUMN, Status.IN_PROGRESS, "Rådgiverne har haft én temadag.", COUNSELLING, (2026, 12, 15)),
    (
        11,
        ORG,
        SUMMER,
        Status.DONE,
        "Aftalen med politi og børnehus er skrevet under.",
        COUNSELLING,
        (2027, 6, 1),
    ),
    (
        11,
        LEAD,
        SUMMER,
        Status.DONE,
        "Vejen til børnehuset er gennemgået med alle rådgivere.",
        COUNSELLING,
        None,
    ),
    (11, CREW, AUTUMN, Status.DONE, "Alle rådgivere har besøgt børnehuset.", COUNSELLING, None),
    (
        12,
        ORG,
        AUTUMN,
        Status.NOT_STARTED,
        "Begynder, når handleplanens punkt 11 er på plads.",
        COUNSELLING,
        (2027, 1, 15),
    ),
    (
        12,
        LEAD,
        AUTUMN,
        Status.NOT_STARTED,
        "Begynder sammen med det organisatoriske niveau.",
        COUNSELLING,
        (2027, 1, 15),
    ),
    (
        12,
        CREW,
        AUTUMN,
        Status.NOT_STARTED,
        "Begynder sammen med det organisatoriske niveau.",
        COUNSELLING,
        (2027, 1, 15),
    ),
    (14, ORG, SPRING, Status.DONE, "Planen er revideret og vedtaget 24. februar 2026.", CHIEF, (2030, 2, 1)),
    (14, LEAD, SPRING, Status.DONE, "Alle chefer har meldt rettelser ind.", CHIEF, None),
    (14, CREW, SPRING, Status.DROPPED, "Niveauet følges under anbefaling 15.", CHIEF, None),
    (15, ORG, SPRING, Status.IN_PROGRESS, "Portalen tages i brug hus for hus.", CHIEF, SUMMER),
    (
        15,
        ORG,
        AUTUMN,
        Status.PARTLY_DONE,
        "Portalen er i brug i alle dagtilbud og halvdelen af skolerne.",
        CHIEF,
        (2027, 1, 15),
    ),
    (
        15,
        LEAD,
        AUTUMN,
        Status.PARTLY_DONE,
        "To ud af tre ledere har holdt deres personalemøde.",
        CHIEF,
        (2027, 1, 15),
    ),
    (15, CREW, AUTUMN, Status.IN_PROGRESS, "Seks ud af ti har læst alle deres afsnit.", CHIEF, (2027, 1, 15)),
)
MEASURED: tuple[tuple[str, Day, Status, str], ...] = (
    ("1", SUMMER, Status.IN_PROGRESS, "Materiale til mødet er sendt ud."),
    ("1", AUTUMN, Status.PARTLY_DONE, "31 af 40 ledere har holdt mødet."),
    ("2", AUTUMN, Status.IN_PROGRESS, "Punktet har været på ét møde af to."),
    ("3", AUTUMN, Status.DONE, "Det sker i alle huse, der har ansat nye siden sommer."),
    ("4", AUTUMN, Status.LATE, "To af tre kurser er aflyst, fordi der mangler undervisere."),
    ("5", SUMMER, Status.IN_PROGRESS, "Kortene er trykt og bliver delt ud."),
    ("5", AUTUMN, Status.DONE, "Kortene hænger i alle personalerum."),
    ("6", AUTUMN, Status.AT_RISK, "Seks huse når det ikke inden fristen."),
    ("7", AUTUMN, Status.IN_PROGRESS, "Alle skoler har lagt forløbet i årsplanen."),
    ("8", AUTUMN, Status.PARTLY_DONE, "Tre af fire distrikter er i gang."),
    ("9", SUMMER, Status.DROPPED, "Aftalen er dækket af anbefaling 7 og handlekortene."),
    ("10", AUTUMN, Status.NOT_STARTED, "Den første øvelse er aftalt til januar."),
)


def load(municipality: Municipality) -> None:
    """The action plan, and what Dorte has said about it and the recommendations; again changes nothing."""
    if ActionPlan.objects.filter(municipality=municipality, name=PLAN).exists():
        return
    dorte = Staff.objects.get(email=f"{MANAGER}@{municipality.slug}.example")
    at = _at(municipality, (2026, 2, 25))
    plan = import_measures(read(MEASURES.read_bytes()), PLAN, municipality, at=at).plan
    period = {
        "adopted_on": dt.date(2026, 2, 24),
        "starts_on": dt.date(2026, 3, 1),
        "ends_on": dt.date(2028, 12, 31),
    }
    ActionPlan.objects.filter(pk=plan.pk).update(**period)
    plan.partners.add(*Municipality.objects.filter(slug="nabo").exclude(pk=municipality.pk))
    say_about_recommendations(municipality, dorte)
    live_on(municipality)
    record_meeting(municipality, _at(municipality, (2026, 11, 16)))
    measures = {measure.number: measure for measure in Measure.objects.filter(plan=plan)}
    for number, day, status, sentence in MEASURED:
        statement = Statement(status, sentence, dt.date(*day))
        set_measure_status(measures[number], statement, by=dorte, at=_at(municipality, day))
    carry_out(measures, municipality, dorte)
    framework = demo_frameworks.add(municipality, dorte, _at(municipality, (2026, 9, 1)))
    demo_frameworks.say(framework, dorte, _at(municipality, LATELY))
    report(plan, dorte)


def report(plan: ActionPlan, dorte: Staff) -> None:
    """Two reports: the summer's, approved and public, and the autumn's, which waits for a name."""
    for day, told, lines in REPORTED:
        wanted = Wanted(plan, dt.date(*day), dt.date(*told), lines)
        made = making.make(wanted, by=dorte, at=_at(plan.municipality, told))
        if day == SUMMER:
            making.approve(made, by=dorte, at=_at(plan.municipality, told))
            making.show_everybody(made, True, by=dorte, at=_at(plan.municipality, told))
    rounds.open_round(
        plan,
        as_of=dt.date(2026, 11, 20),
        due_on=dt.date(2026, 12, 4),
        note="Tak for hjælpen. Svarene går med i rapporten til udvalget i december.",
        by=dorte,
        at=_at(plan.municipality, (2026, 11, 20)),
    )


def carry_out(measures: dict[str, Measure], municipality: Municipality, dorte: Staff) -> None:
    """Bo answers for a measure, with Dorte as deputy; another is followed house by house; one is shown."""
    at = _at(municipality, AUTUMN)
    bo = Staff.objects.get(email=f"bo@{municipality.slug}.example")
    first, houses = measures["2"], measures["6"]
    name_responsible(
        first, role="Leder af dagtilbud", staff=bo, deputy=dorte, task=Task.CARRIES_OUT, by=dorte, at=at
    )
    units = list(Unit.objects.filter(municipality=municipality, slug__in=HOUSES).order_by("name"))
    Measure.objects.filter(pk=houses.pk).update(is_local=True, budget_note="Vikartimer afsat for 2027.")
    houses.units.set(units)
    for unit, (status, sentence) in zip(units, IN_HOUSES, strict=False):
        place = Place(municipality.pk, unit.pk, unit.name)
        statement = Statement(status, sentence, dt.date(*LATELY), place=place)
        set_measure_status(houses, statement, by=dorte, at=_at(municipality, LATELY))
    minutes = Shown(
        "Referat af ledermødet i oktober",
        dt.date(2026, 10, 8),
        note="Punkt 4. Ligger i ledelsens mappe.",
        expires_on=dt.date(2027, 10, 8),
        owner=bo,
    )
    evidence.add(first, minutes, by=dorte, at=at)
    evidence.comment(first, "Kan vi tage punktet med på mødet i december?", by=bo, at=at)


def live_on(municipality: Municipality) -> None:
    """In Solsikken one has read November's new version, and one is on leave."""
    tove = Staff.objects.get(email=f"{READER}@{municipality.slug}.example")
    at = _at(municipality, (2026, 11, 10))
    for item in reading.reading_of(tove).missing:
        reading.acknowledge(item.line, version_number=item.line.version.number, by=tove, at=at)
    gone = Staff.objects.get(email=f"{AWAY}@{municipality.slug}.example")
    if not gone.absences.exists():
        days = {"since": dt.date(2026, 9, 1), "until": dt.date(2027, 3, 1)}
        gert = Staff.objects.get(email=f"gert@{municipality.slug}.example")
        away.say(gone, **days, stand_in=None, is_leave=True, by=gert, at=at)


def record_meeting(municipality: Municipality, at: dt.datetime) -> Dissemination:
    """Bo has read the new version aloud at the staff meeting in Solsikken."""
    unit = Unit.objects.select_related("leader", "municipality").get(
        municipality=municipality, slug="solsikken"
    )
    assert unit.leader is not None
    lines = [one for one in book_of(municipality).lines if one.section.slug == CHANGED_SECTION]
    there = [one.staff.pk for one in people_of([unit], at.date()) if one.on_leave_until is None][:4]
    given = "Den nye version af »Når et barn fortæller« læst sammen. Alle fik handlekortet."
    told = Told(Occasion.MEETING, at.date(), given, lines, there)
    return disseminating.record(unit, told, by=unit.leader, at=at)


def say_about_recommendations(municipality: Municipality, dorte: Staff) -> None:
    """Two recommendations are gaps, one nobody has said anything about: they stay unknown."""
    framework = framework_named(municipality, NATIONAL)
    found = {one.number: one for one in Recommendation.objects.filter(framework=framework)}
    for number, level, day, status, sentence, responsible, next_on in SAID:
        statement = Statement(
            status, sentence, dt.date(*day), responsible, dt.date(*next_on) if next_on else None
        )
        set_recommendation_status(found[number], level, statement, by=dorte, at=_at(municipality, day))


def _at(municipality: Municipality, day: Day) -> dt.datetime:
    return dt.datetime(*day, 10, 0, tzinfo=ZoneInfo(municipality.timezone))
