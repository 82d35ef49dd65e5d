"""The words of a concern: what is stored in English and shown in the reader's language.

Pure: nothing here reads the database or the clock. Danish slugs (printed in plans, typed on the
command line) are read by ``Word.read``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UnknownWord(ValueError):
    """The word is neither a stored value nor one of its Danish slugs."""


class Word(TextChoices):
    """A closed list of words. ``read`` takes the stored value or the Danish slug."""

    @classmethod
    def danish(cls) -> dict[str, str]:
        """Danish slug -> stored value; empty where no Danish slug is in use."""
        return DANISH.get(cls.__name__, {})

    @property
    def slug(self) -> str:
        """The Danish slug for addresses; the stored value where there is none."""
        return next((danish for danish, value in self.danish().items() if value == self.value), self.value)

    @classmethod
    def read(cls, word: str) -> Self:
        """The member for a stored value or a Danish slug; raises UnknownWord."""
        asked = word.strip().lower()
        try:
            return cls(cls.danish().get(asked, asked))
        except ValueError:
            known = ", ".join([*cls.values, *cls.danish()])
            raise UnknownWord(f"{word!r} is not one of: {known}") from None


class Danger(Word):
    """Q1: is the child in danger right now?"""

    YES = "yes", _("Yes")
    MAYBE = "maybe", _("Maybe")
    NO = "no", _("No")


class Certainty(Word):
    """How sure the filer is: bekymring, mistanke, viden. Suspicion and knowledge get one advice."""

    CONCERN = "concern", pgettext_lazy("certainty", "Concern")
    SUSPICION = "suspicion", pgettext_lazy("certainty", "Suspicion")
    KNOWLEDGE = "knowledge", pgettext_lazy("certainty", "Knowledge")

    @property
    def rank(self) -> int:
        """0 for a concern, 2 for knowledge: the strictest of two is the greater rank."""
        return list(Certainty).index(self)


class Suspect(Word):
    """Q3: against whom the suspicion is directed. One or several."""

    HOME = "home", _("A parent or another adult in the home")
    SIBLING = "sibling", _("A brother or sister")
    EMPLOYEE = "employee", _("An employee, substitute or volunteer, with us or elsewhere")
    LEADER = "leader", _("A leader")
    CHILD = "child", _("Another child or a young person under 18")
    PLACEMENT = "placement", _("A foster parent or an employee where the child is placed")
    OTHER = "other", _("Another person")
    UNKNOWN = "unknown", _("I do not know")


class Topic(Word):
    """Q5: what it may be about. Absence has an entry of its own and is not offered in Q5."""

    PHYSICAL = "physical", _("Physical violence")
    PSYCHOLOGICAL = "psychological", _("Psychological violence")
    WITNESSED = "witnessed", _("The child sees or hears violence at home")
    SEXUAL = "sexual", _("Sexual abuse or violation")
    ONLINE = "online", _("Violation online")
    NEGLECT = "neglect", _("Neglect")
    MISUSE = "misuse", _("Substance abuse or serious illness of an adult at home")
    DISTRESS = "distress", _("The child is not thriving or harms itself")
    CONTROL = "control", _("Negative social control")
    HONOUR = (
        "honour",
        _("Honour conflict, forced marriage, journey against the child's will, cutting"),
    )
    EXTREMISM = "extremism", _("Extremism or radicalisation")
    ABSENCE = "absence", _("Absence from school")
    OTHER = "other", _("Something else")
    UNKNOWN = "unknown", _("I do not know")


class Part(Word):
    """What somebody else is in the matter. Each person has a part of their own; no word judges a child."""

    EXPOSED = "exposed", _("A child who may be exposed to it too")
    OTHER_CHILD = "other_child", _("The other child in what happened")
    SIBLING = "sibling", _("A brother or sister of the child")
    PARENT = "parent", _("A parent")
    HOME_ADULT = "home_adult", _("Another adult in the home")
    POINTED_AT = "pointed_at", _("Somebody the suspicion is directed against")
    WITNESS = "witness", _("Somebody who has seen or heard it")
    SAFE = "safe", _("An adult the child feels safe with")
    OTHER = "other", _("Somebody else")


#: Children who may need a notification of their own (STOP E: one for each child).
CHILD_PARTS: frozenset[Part] = frozenset({Part.EXPOSED, Part.OTHER_CHILD, Part.SIBLING})


class Together(Word):
    """Q4: will the child be with the person (or at home) today?"""

    YES = "yes", _("Yes")
    NOW = "now", _("Yes, they are together now")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("I do not know")


class AgeBand(Word):
    """The child's age as lists may show it; the birth date itself is sealed."""

    UNBORN = "unborn", _("Unborn child")
    BABY = "0-2", _("0–2 years")
    SMALL = "3-5", _("3–5 years")
    SCHOOL = "6-9", _("6–9 years")
    MIDDLE = "10-14", _("10–14 years")
    YOUNG = "15-17", _("15–17 years")
    UNKNOWN = "unknown", _("Age not known")


class State(Word):
    """Where a concern stands. Moves between states live in ``lifecycle``."""

    DRAFT = "draft", pgettext_lazy("concern state", "Draft")
    FILED = "filed", pgettext_lazy("concern state", "New")
    CLAIMED = "claimed", pgettext_lazy("concern state", "Being assessed")
    ASSESSED = "assessed", pgettext_lazy("concern state", "Assessed")
    DECIDED = "decided", pgettext_lazy("concern state", "Screened")
    HANDED_OVER = "handed_over", pgettext_lazy("concern state", "Handed over")
    CLOSED = "closed", pgettext_lazy("concern state", "Closed")


class Move(Word):
    """What can be done with a concern; the only way from one state to another."""

    FILE = "file", _("Send")
    CLAIM = "claim", _("Take the case")
    RELEASE = "release", _("Give the case back")
    TRANSFER = "transfer", _("Transfer to another team")
    ASSESS = "assess", _("Record the 24-hour assessment")
    DECIDE = "decide", _("Record the decision")
    HAND_OVER = "hand_over", _("Hand over")
    CLOSE = "close", _("Close the case")
    REOPEN = "reopen", _("Reopen the case")


class DeadlineKind(Word):
    """What must happen in time: two legal clocks from the moment of receipt, feedback from the decision."""

    ASSESSMENT = "assessment", _("24-hour assessment")
    RECEIPT = "receipt", _("Receipt to the notifier")
    FEEDBACK = "feedback", _("Feedback to the notifier")


class Intake(Word):
    """By which form a notification came in: the ordinary one, or one of the law's own (rule N-67)."""

    GUIDED = "guided", _("The guided form")
    ABSENCE = "absence", _("Absence from school of 15 per cent or more")
    ON_BEHALF = "on_behalf", _("Taken down for somebody else")


class ArrivedBy(Word):
    """How a notification reached the municipality when somebody took it down."""

    PHONE = "phone", _("By phone")
    PAPER = "paper", _("On paper")
    DIGITAL = "digital", _("By Digital Post or mail")
    IN_PERSON = "in_person", _("In person")


class Notifier(Word):
    """Who notified, as far as the law tells them apart: what they are told back depends on it (N-41)."""

    PROFESSIONAL = "professional", _("A professional")
    MUNICIPALITY = "municipality", _("Another municipality")
    PRIVATE = "private", _("A private person")
    ANONYMOUS = "anonymous", _("Somebody who gave no name")


class Letter(Word):
    """The letters that the team sends by template."""

    RECEIPT = "receipt", _("Receipt")
    STARTED = "started", _("Feedback: something has been started")
    NOT_STARTED = "not_started", _("Feedback: nothing has been started")


class Outcome(Word):
    """What the screening came to (the words of barnets lov §§ 18-20)."""

    NOTHING = "nothing", _("No reason to do more")
    CLEAR = "clear", _("Can be settled without further inquiry")
    INQUIRY = "inquiry", _("Inquiry (section 19)")
    EXAMINATION = "examination", _("Child welfare examination (section 20)")
    ONGOING = "ongoing", _("Part of a running case")
    ELSEWHERE = "elsewhere", _("Sent to the child's municipality")


class Talk(Word):
    """The talk with the child itself (barnets lov § 137): held, agreed, or left out for a reason."""

    HELD = "held", _("The talk has been held")
    PLANNED = "planned", _("The talk is agreed")
    LEFT_OUT = "left_out", _("There is no talk with the child")


class Emergency(Word):
    """Why somebody outside the team opens a concern in an emergency. Named beforehand, judged afterwards."""

    ON_CALL = "on_call", _("I am on call, and the team cannot be reached")
    IN_DANGER = "in_danger", _("The child is in danger now, and I have to know what is known")
    LEADER_ASKED = "leader_asked", _("The leader of the team has asked me to step in")


class Channel(Word):
    """How a concern gets into the case system."""

    FOLDER = "folder", _("A folder that the case system reads")
    WEBHOOK = "webhook", _("Sent to the case system")
    DOWNLOAD = "download", _("Downloaded and put in by hand")
    NOTHING = "nothing", _("Not handed over, by a recorded decision")


class Purpose(Word):
    """Why a case is opened. Kept with every reading; the last ones are never asked, the portal knows them."""

    STAND_IN = "stand_in", _("I stand in for a colleague")
    SECOND = "second", _("I assess the case as the second person")
    ASKED = "asked", _("A colleague has asked me for advice")
    QUALITY = "quality", _("I check the quality of the team's work")
    HANDLING = "handling", _("Handling of the case")
    EMERGENCY = "emergency", _("Emergency access")
    INFORMED = "informed", _("The team is informed of the case")
    HANDOVER = "handover", _("Hand-over to the case system")
    CONVERSATION = "conversation", _("Conversation with the notifier")
    FILING = "filing", _("The notifier's own reading")


class Stage(Word):
    """Where a drill stands; read from its times, never stored."""

    PLANNED = "planned", pgettext_lazy("drill", "Planned")
    RUNNING = "running", pgettext_lazy("drill", "Running")
    FINISHED = "finished", pgettext_lazy("drill", "Finished")
    ABORTED = "aborted", pgettext_lazy("drill", "Stopped")


class Step(Word):
    """The pages a participant goes through, in order."""

    FIRST = "first", _("The first minutes")
    JUDGE = "judge", _("Your judgement")
    PARENTS = "parents", _("The parents")
    HURDLES = "hurdles", _("What stood in the way")


class Urgency(Word):
    """How soon the team acts."""

    NOW = "now", _("Now: somebody goes there or calls at once")
    TODAY = "today", _("Today, before the child goes home")
    LATER = "later", _("Within the next days")


#: Topics that put a concern on the path of a suspicion (violence, abuse, control, honour).
STRICT_TOPICS: frozenset[Topic] = frozenset(
    {
        Topic.PHYSICAL,
        Topic.PSYCHOLOGICAL,
        Topic.WITNESSED,
        Topic.SEXUAL,
        Topic.ONLINE,
        Topic.CONTROL,
        Topic.HONOUR,
    }
)

#: Topics where the family itself must not be contacted (STOP J).
FAMILY_TOPICS: frozenset[Topic] = frozenset({Topic.CONTROL, Topic.HONOUR})

DANISH: dict[str, dict[str, str]] = {
    "Letter": {"kvittering": "receipt", "sat-i-gang": "started", "ikke-sat-i-gang": "not_started"},
    "Notifier": {
        "fagperson": "professional",
        "kommune": "municipality",
        "privat": "private",
        "anonym": "anonymous",
    },
    "Danger": {"ja": "yes", "maaske": "maybe", "måske": "maybe", "nej": "no"},
    "Certainty": {"bekymring": "concern", "mistanke": "suspicion", "viden": "knowledge"},
    "Suspect": {
        "hjem": "home",
        "hjemmet": "home",
        "foraelder": "home",
        "forælder": "home",
        "soeskende": "sibling",
        "søskende": "sibling",
        "ansat": "employee",
        "leder": "leader",
        "barn": "child",
        "andet-barn": "child",
        "anbragt": "placement",
        "anbringelse": "placement",
        "plejefamilie": "placement",
        "anden": "other",
        "ukendt": "unknown",
    },
    "Topic": {
        "fysisk": "physical",
        "fysisk-vold": "physical",
        "vold": "physical",
        "psykisk": "psychological",
        "psykisk-vold": "psychological",
        "vold-i-hjemmet": "witnessed",
        "seksuelt": "sexual",
        "seksuelt-overgreb": "sexual",
        "overgreb": "sexual",
        "nettet": "online",
        "omsorgssvigt": "neglect",
        "vanroegt": "neglect",
        "vanrøgt": "neglect",
        "misbrug": "misuse",
        "mistrivsel": "distress",
        "kontrol": "control",
        "social-kontrol": "control",
        "aere": "honour",
        "ære": "honour",
        "ekstremisme": "extremism",
        "fravaer": "absence",
        "fravær": "absence",
        "andet": "other",
        "ukendt": "unknown",
    },
}


class Question(StrEnum):
    """Ids of the questions of the guided form, as stored beside each sealed answer."""

    RECEIVED = "received"  # taken down for somebody else: who, how, and when it truly arrived
    ABSENCE = "absence"  # a head of school: the absence record
    DANGER = "danger"  # Q1
    CERTAINTY = "certainty"  # Q2
    DOUBT_TOLD = "doubt_told"  # helper 1 of »I am in doubt«
    DOUBT_SHOWN = "doubt_shown"  # helper 2
    DOUBT_SEEN = "doubt_seen"  # helper 3
    TOPIC = "topic"  # Q5
    SUSPECT = "suspect"  # Q3
    PERSON = "person"  # Q3b
    TOGETHER = "together"  # Q4
    CHILDS_WORDS = "childs_words"  # Q7
    CHILDS_FEAR = "childs_fear"  # Q7, the child asked the filer not to tell
    ACCOUNT = "account"  # Q6
    ENDS = "ends"  # the three ends of a concern
    WHEN_WHERE = "when_where"  # Q8 and Q9
    CHILD = "child"  # Q11
    OTHERS = "others"  # Q11, other children and persons, each with a part of their own
    INTERPRETER = "interpreter"  # Q12
    TALKED = "talked"  # Q13
    THEY_KNOW = "they_know"  # Q13, somebody knows who should hear no more
    FILER = "filer"  # Q14
