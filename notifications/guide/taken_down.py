"""The words of the guided form for whoever takes a call or a letter down for somebody else. Pure.

»You« in the form is whoever saw it. The taker has seen nothing, has talked with nobody and stays the adviser:
so the questions ask about whoever notifies, and what the taker cannot answer is not asked.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.guide.answers import Told
from notifications.vocabulary import Question

TITLES: dict[Question, Promise] = {
    Question.DOUBT_TOLD: _(
        "Has the child said clearly that it has happened, has whoever notifies seen it, "
        "or has somebody admitted it?"
    ),
    Question.DOUBT_SEEN: _("Has anybody seen something specific, for example a mark or an incident?"),
    Question.CHILDS_FEAR: _("The child has asked that nobody is told"),
    Question.ACCOUNT: _("What has whoever notifies seen and heard?"),
    Question.TALKED: _("With whom has whoever notifies talked about it?"),
    Question.FILER: _("Is whoever notifies afraid for their own safety?"),
}

#: Field by field, where the ordinary label says »you«.
LABELS: dict[Question, dict[str, Promise]] = {
    Question.CHILDS_WORDS: {
        "words": _("The child's own words, as exactly as they are told"),
        "asked": _("What did the adult say or ask just before?"),
        "told": _("What does the child know about it being passed on?"),
    },
    Question.ACCOUNT: {
        "worry": _("What makes whoever notifies worried?"),
        "tried": _("What has been done already, and did it help?"),
    },
    Question.FILER: {"safety": _("If yes: of whom, and why?")},
}

HELP: dict[Question, dict[str, Promise]] = {
    Question.ACCOUNT: {
        "account": _(
            "Write it as it is told. Ask: did you see it yourself, or did somebody tell you? "
            "The parents can usually read it later."
        ),
    },
}

#: What the child knows of it, without »me«.
TOLD: tuple[tuple[Told, Promise], ...] = (
    (Told.KNOWS, _("The child knows")),
    (Told.ASKED_NOT, _("The child has asked that nobody is told")),
    (Told.NOT_SAID, _("It is not said to the child")),
)

#: Asked of a filer only: the phone and name of whoever notifies stand with how it came.
NOT_ASKED: dict[Question, frozenset[str]] = {
    Question.FILER: frozenset({"phone", "leaves", "others", "workplace"}),
}
