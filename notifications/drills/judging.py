"""Is an answer of a drill what the plan says? Pure: the case and the answer in, right or wrong out.

What counts is what follows from an answer. Suspicion and knowledge get one advice, so either is right where
the other is. What the parents may hear, and which advice is due, is asked of the guided form's own rules.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from notifications.drills.words import NO_CALL, Ask, First
from notifications.guide import parents, stops
from notifications.guide.answers import Answers
from notifications.guide.parents import Towards
from notifications.guide.stops import Code
from notifications.routing import Facts
from notifications.vocabulary import Certainty, Danger, Suspect, Together, Topic, Urgency

#: Question -> the codes that were chosen.
Said = Mapping[str, Sequence[str]]
ALARM = "alarm-112"
#: Both keep silent towards the family.
SILENT = frozenset({Towards.NO_CONTACT, Towards.NOT_TOLD})
AT_HOME = frozenset({Suspect.HOME, Suspect.SIBLING, Suspect.PLACEMENT, Suspect.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Case:
    """What is true in the invented case, or what somebody takes it for."""

    danger: Danger
    certainty: Certainty
    topics: frozenset[Topic]
    suspects: frozenset[Suspect]
    together: Together = Together.NO

    @property
    def answers(self) -> Answers:
        """As the guided form reads it."""
        return Answers(
            danger=self.danger,
            certainty=self.certainty,
            topics=self.topics,
            suspects=self.suspects,
            together=self.together,
        )

    @property
    def facts(self) -> Facts:
        """As routing reads it."""
        certainty = self.answers.path_certainty or self.certainty
        return Facts(certainty, self.topics, self.suspects, is_acute=self.is_acute)

    @property
    def is_acute(self) -> bool:
        return self.danger in (Danger.YES, Danger.MAYBE)

    @property
    def towards(self) -> Towards:
        """What the plan says about the parents."""
        return parents.towards_parents(self.answers).code


def judged(case: Case, said: Said) -> Case:
    """The case as a participant takes it; where it leads is asked of the routing."""
    return replace(
        case,
        danger=Danger(said[Ask.DANGER][0]),
        certainty=Certainty(said[Ask.CERTAINTY][0]),
        topics=frozenset(Topic(one) for one in said[Ask.TOPICS]),
        suspects=frozenset(Suspect(one) for one in said[Ask.SUSPECTS]),
    )


def advice_due(case: Case) -> tuple[Code, ...]:
    """The plan's STOP advice for this case, each once, in the order of the form; without our own note."""
    found = [code for moment in stops.Moment for code in stops.due(moment, case.answers)]
    return tuple(code for code in dict.fromkeys(found) if code is not Code.SAME_PATH)


def marks(said: Said, case: Case, numbers: Collection[str]) -> dict[str, bool]:
    """Question -> whether the plan says so, for the questions that were answered.

    `numbers` are the contacts that the plan and the routing name for this case.
    """
    right = {Ask.FIRST: right_first(case), Ask.CALL: right_calls(case, numbers)}
    found = {ask.value: said[ask][0] in right[ask] for ask in right if said.get(ask)}
    if said.get(Ask.PARENTS):
        found[Ask.PARENTS.value] = Towards(said[Ask.PARENTS][0]) in right_towards(case)
    if said.get(Ask.DANGER):
        found |= _judgement(case, judged(case, said))
    return found


def right_first(case: Case) -> frozenset[First]:
    """Calling is always right; the leader unless suspected; the parents only where the plan says so."""
    right = {First.CALL}
    if case.is_acute:
        return frozenset(right | {First.ALARM})
    if not case.answers.leader_out:
        right.add(First.LEADER)
    if case.towards is Towards.INVOLVE_FIRST:
        right.add(First.PARENTS)
    return frozenset(right)


def right_calls(case: Case, numbers: Collection[str]) -> frozenset[str]:
    """What the plan names; 112 where the child is in danger; nobody only where nothing else is known."""
    named = set(numbers) - {"", ALARM}
    if case.is_acute:
        named.add(ALARM)
    return frozenset(named or {NO_CALL})


def right_towards(case: Case) -> frozenset[Towards]:
    """What may be answered about the parents: one word, or either of the two that keep silent."""
    return SILENT if case.towards in SILENT else frozenset({case.towards})


def right_urgency(case: Case) -> frozenset[Urgency]:
    """How soon the team has to act."""
    if case.danger is Danger.YES or case.together is Together.NOW:
        return frozenset({Urgency.NOW})
    goes_home = case.together in (Together.YES, Together.UNKNOWN) and bool(case.suspects & AT_HOME)
    if case.danger is Danger.MAYBE or (case.answers.is_suspicion and goes_home):
        return frozenset({Urgency.NOW, Urgency.TODAY})
    return frozenset({Urgency.TODAY, Urgency.LATER})


def _judgement(case: Case, taken: Case) -> dict[str, bool]:
    same_leader = (Suspect.LEADER in taken.suspects) == (Suspect.LEADER in case.suspects)
    nobody = not case.suspects and not taken.suspects
    return {
        Ask.DANGER.value: taken.is_acute == case.is_acute,
        Ask.CERTAINTY.value: taken.answers.is_suspicion == case.answers.is_suspicion,
        Ask.TOPICS.value: bool(taken.topics & case.topics),
        Ask.SUSPECTS.value: nobody or (bool(taken.suspects & case.suspects) and same_leader),
    }
