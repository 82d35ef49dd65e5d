"""The national code lists, by version, and how our own words become their codes. Pure.

Notifier: table UND1 of Statistics Denmark; 12 and 13 replace 7 from 2024. The reasons of UND3 have no public
list of codes that we could check, so that reasons are exported in our own words and say so.
"""

from dataclasses import dataclass

from notifications.vocabulary import AgeBand, Topic


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list as it stands from one year on."""

    version: str
    since: int
    labels: dict[str, str]


_ALWAYS = {
    "1": "Mellemkommunal underretning eller anden kommunal forvaltning",
    "2": "Skole eller andet uddannelsessted",
    "3": "Dagpleje, daginstitution, fritidshjem, ungdomsklub eller SFO",
    "4": "Sundhedsvæsenet",
    "5": "Sundhedsplejerske eller tandlæge",
    "6": "Politi eller domstol",
}
_LATER = {
    "8": "Anonym",
    "9": "Anbringelsessted",
    "10": "Foreninger, frivillige organisationer, krise-, misbrugs- og asylcentre",
    "11": "Andre",
}
ANONYMOUS, NOT_KNOWN = "8", "99"
_UNKNOWN = {NOT_KNOWN: "Uoplyst"}
NOTIFIERS = (
    CodeList(
        "UND1-2017",
        2017,
        {**_ALWAYS, "7": "Familie, barn selv eller bekendtskabskreds", **_LATER, **_UNKNOWN},
    ),
    CodeList(
        "UND1-2024",
        2024,
        {
            **_ALWAYS,
            **_LATER,
            "12": "Barnet eller den unge selv",
            "13": "Familie eller bekendtskabskreds",
            **_UNKNOWN,
        },
    ),
)

# What somebody works as, or what the team wrote of a notification on behalf of another -> UND1.
OF_NOTIFIER = {
    "myndighed": "1",
    "municipality": "1",
    "laerer": "2",
    "ppr": "2",
    "paedagog": "3",
    "fritid": "3",
    "koekken": "3",
    "sundhedsplejerske": "5",
    "tandpleje": "5",
    "plejefamilie": "9",
    "botilbud": "9",
    "child": "12",
    "family": "13",
    "private": "13",
    "anonymous": "8",
    "ssp": "1",
    "ungekonsulent": "1",
    "leder": "11",
}
#: Before a code that somebody chose, in what the database counts.
ASKED = "und1-"
AGES = tuple(band.value for band in AgeBand)
TOPICS = tuple(topic.value for topic in Topic)


def notifiers_of(year: int) -> CodeList:
    """The list that holds for a year."""
    return next(one for one in reversed(NOTIFIERS) if one.since <= year or one is NOTIFIERS[0])


def notifier_code(word: str, year: int) -> str:
    """The code of whoever notified: 99 for what is not known; before 2024 family and child are one code.

    A code that was asked when the notification was taken down stands as it is.
    """
    code = (
        word.removeprefix(ASKED) if word.startswith(ASKED) else OF_NOTIFIER.get(word, "11" if word else "99")
    )
    known = notifiers_of(year).labels
    return code if code in known else "7"
