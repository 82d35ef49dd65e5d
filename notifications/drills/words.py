"""The words of a drill: what one can answer, and what it can show. Pure."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from notifications.vocabulary import Word


class Ask(Word):
    """The questions that the plan has an answer to."""

    FIRST = "first", _("What to do first")
    CALL = "call", _("Whom to call")
    DANGER = "danger", _("Whether the child is in danger")
    CERTAINTY = "certainty", _("Concern, suspicion or knowledge")
    TOPICS = "topics", _("What it is about")
    SUSPECTS = "suspects", _("Against whom the suspicion is directed")
    PARENTS = "parents", _("What the parents may be told")


class First(Word):
    """What somebody does first."""

    ALARM = "alarm", _("I call 112")
    CALL = "call", _("I call the number that the plan gives")
    LEADER = "leader", _("I go to my leader")
    PARENTS = "parents", _("I talk with the parents")
    ASK_SUSPECT = "ask_suspect", _("I ask whoever is suspected")
    QUESTION_CHILD = "question_child", _("I question the child until I am sure")
    WAIT = "wait", _("I write it down and wait to see more")


class Hurdle(Word):
    """What stood in the way. A closed list: nobody can write about a real child here."""

    PLAN = "plan", _("I could not find the plan")
    WORDS = "words", _("I could not find what the plan says about this")
    NUMBER = "number", _("I did not know which number to call")
    NO_ANSWER = "no_answer", _("The number is one that nobody answers")
    FORM = "form", _("I did not know where to notify")
    LAW = "law", _("I did not know what I may say to the parents")
    TIME = "time", _("I had no time or no quiet place for it")


#: The numbers that a participant can choose between, by the slug of the contact.
NUMBERS = (
    "alarm-112",
    "politi-114",
    "familieraadgivningen",
    "sociale-vagt",
    "tvaergaaende-team",
    "fagchef",
    "ssp-infohus",
)
#: Nobody is called.
NO_CALL = "none"


class Gap(StrEnum):
    """What a drill can show to be missing, besides the questions (`Ask`) and hurdles (`Hurdle`)."""

    ANSWERED = "answered"
    OPENED = "opened"
    ROUTED = "routed"
    NO_ROUTE = "no_route"
    CLAIMED = "claimed"
    ASSESSED = "assessed"
    URGENCY = "urgency"
