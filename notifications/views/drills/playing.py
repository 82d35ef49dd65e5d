"""Taking part: the case, one page after the other, then what the plan says. And the team's part."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from notifications.drills import access, judging, playing, receiving
from notifications.drills.answer_key import Key, case_of, key_for
from notifications.drills.playing import DrillIsOver
from notifications.drills.words import Ask
from notifications.forms.drill_parts import AssessForm, StepForm
from notifications.guide.parents import ADVICE
from notifications.models import DrillCase, DrillPlayer
from notifications.views.drills.pieces import crumbs, facts_of
from notifications.vocabulary import Stage, Step, Urgency


@page(reads=["GET"], writes=["POST"])
def play(request: StaffRequest, player: uuid.UUID) -> HttpResponse:
    """My part of a drill, from the mail's address: the page that comes next."""
    mine = access.players_of(request.user).select_related("unit", "team")
    found = get_object_or_404(mine, pk=player)
    found.staff = request.user
    if found.drill.stage is Stage.ABORTED:
        return render(request, "notifications/drills/stopped.html", {"drill": found.drill})
    if found.drill.stage is Stage.FINISHED or found.answered_at is not None:
        return _told(request, found)
    if request.method == "POST" and "begin" in request.POST:
        return _move(request, found, None)
    if found.begun_at is None:
        return render(request, "notifications/drills/begin.html", _frame(found))
    step = playing.next_step(found) or list(Step)[-1]
    sent = request.POST if request.method == "POST" else None
    form = StepForm(sent, step=step, municipality=request.municipality)
    if form.is_bound and form.is_valid():
        return _move(request, found, form)
    number = list(Step).index(step) + 1
    context = {**_frame(found), "form": form, "step": step, "number": number, "of": len(Step)}
    return render(request, "notifications/drills/step.html", context, status=422 if form.errors else 200)


@page(reads=["GET"], writes=["POST"], act=Act.HANDLE_CONCERN)
def case(request: StaffRequest, drill_case: uuid.UUID) -> HttpResponse:
    """What a drill has sent to my team: take it, assess it."""
    found = get_object_or_404(access.cases_for(request.user), pk=drill_case)
    if found.drill.stage is Stage.ABORTED:
        return render(request, "notifications/drills/stopped.html", {"drill": found.drill})
    form = AssessForm(request.POST if "urgency" in request.POST or "assess" in request.POST else None)
    if request.method == "POST" and found.drill.stage is Stage.RUNNING:
        if not form.is_bound:
            receiving.claim(found, by=request.user, at=timezone.now())
            return redirect("notifications:drill_case", drill_case)
        if form.is_valid():
            told = form.cleaned_data
            receiving.assess(
                found,
                Urgency(told["urgency"]),
                is_theirs=told["is_theirs"] == "yes",
                by=request.user,
                at=timezone.now(),
            )
            return redirect("notifications:drill_case", drill_case)
    context = {
        "case": found,
        "drill": found.drill,
        "form": form,
        "facts": facts_of(found.drill) if found.assessed_at else [],
        "right": _right_urgency(found),
        "crumbs": crumbs((found.drill.title, "")),
    }
    return render(request, "notifications/drills/case.html", context, status=422 if form.errors else 200)


def _move(request: StaffRequest, player: DrillPlayer, form: StepForm | None) -> HttpResponse:
    at = timezone.now()
    try:
        if form is None:
            playing.begin(player, by=request.user, at=at)
        else:
            step = Step(form.cleaned_data["step"])
            playing.answer(player, step, form.said(), by=request.user, at=at)
    except DrillIsOver:
        messages.error(request, _("The drill is over. Nobody can answer any longer."))
    return redirect("notifications:play_drill", player.pk)


def _frame(player: DrillPlayer) -> dict[str, Any]:
    return {"player": player, "drill": player.drill}


@dataclass(frozen=True)
class Line:
    """A question, what I answered, what the plan says, and whether it is the same."""

    ask: str
    mine: str
    plan: str
    is_right: bool


def _told(request: StaffRequest, player: DrillPlayer) -> HttpResponse:
    """The plan's own answers beside mine, its advice, and the team that receives such a case."""
    key = key_for(player, request.user)
    context = {
        **_frame(player),
        "lines": _lines(request, player, key),
        "key": key,
        "parents": ADVICE[key.case.towards],
        "crumbs": crumbs((player.drill.title, "")),
    }
    return render(request, "notifications/drills/told.html", context)


def _lines(request: StaffRequest, player: DrillPlayer, key: Key) -> list[Line]:
    case = key.case
    said: dict[str, list[str]] = {}
    right: dict[str, bool] = {}
    for one in player.answers.all():
        said |= one.said
        right |= one.right
    wanted: dict[str, list[str]] = {
        Ask.FIRST.value: sorted(judging.right_first(case)),
        Ask.CALL.value: sorted(judging.right_calls(case, key.numbers)),
        Ask.DANGER.value: [case.danger.value],
        Ask.CERTAINTY.value: [case.certainty.value],
        Ask.TOPICS.value: sorted(case.topics),
        Ask.SUSPECTS.value: sorted(case.suspects),
        Ask.PARENTS.value: [case.towards.value],
    }
    words = _words(request)
    return [
        Line(
            str(ask.label),
            _in_words(ask, said.get(ask.value, []), words),
            _in_words(ask, wanted[ask.value], words),
            right[ask.value],
        )
        for ask in Ask
        if ask.value in right
    ]


def _words(request: StaffRequest) -> dict[str, dict[str, str]]:
    """Question -> code -> its words, as the pages of the drill ask it; one statement."""
    found: dict[str, dict[str, str]] = {}
    for step in Step:
        form = StepForm(step=step, municipality=request.municipality)
        for name, field in form.fields.items():
            choices = getattr(field, "choices", ())
            found[name] = {str(code): str(label) for code, label in choices}
    return found


def _in_words(ask: Ask, codes: list[str], words: dict[str, dict[str, str]]) -> str:
    known = words[ask.value]
    told = [known[code] for code in known if code in codes]
    return "\n".join(told) if told else _("Nothing")


def _right_urgency(case: DrillCase) -> list[str]:
    """What the plan's rules say, told once the team has assessed."""
    if case.assessed_at is None:
        return []
    right = judging.right_urgency(case_of(case.drill))
    return [str(one.label) for one in Urgency if one in right]
