"""The advice pages between two questions: the words of the plan, put together for this moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest
from notifications.forms.filing import PassForm
from notifications.guide import stops, wording
from notifications.guide.path import Step
from notifications.guide.stops import Code, Moment
from notifications.guide.wording import in_sentence
from notifications.numbers import instead
from notifications.routing import ON_CALL as ROUND_THE_CLOCK
from notifications.views.filing_draft import Draft
from notifications.vocabulary import STRICT_TOPICS, Suspect, Topic
from plans.stops import StopAdvice, StopPhone, all_advice

FAMILY, ON_CALL = "familieraadgivningen", "sociale-vagt"
LONG_NOTE = 20  # words of our own note, when it stands on the page


@dataclass(frozen=True)
class Block:
    """One advice as the page shows it: numbers that are not shown above, then the words."""

    code: Code
    version: int
    title: str | SafeString
    phones: tuple[StopPhone, ...]
    parts: tuple[SafeString, ...]
    language: str
    level: int
    closed: tuple[str, ...] = ()  # »the family unit is closed now; call who is on call instead«


def show(request: StaffRequest, one: Draft, here: Step, frame: dict[str, object]) -> HttpResponse:
    """The blocks that are due now, not seen before; all of them when somebody comes back."""
    assert here.moment is not None, "a page of advice"
    shown = shown_now(one, here.moment)
    codes = tuple(shown) or stops.due(here.moment, one.answers)
    context = {
        **frame,
        "blocks": blocks(one, codes),
        "note": Code.SAME_PATH in codes,
        "chosen": _lifting(one),
        "form": PassForm(urgent=Code.A in codes),
    }
    return render(request, "notifications/filing/advice.html", context)


def _lifting(one: Draft) -> list[str]:
    """The topics that put a concern on the path of a suspicion, as words inside a sentence."""
    labels = [str(topic.label) for topic in Topic if topic in one.answers.topics & STRICT_TOPICS]
    return [label[:1].lower() + label[1:] for label in labels]


def shown_now(one: Draft, moment: Moment) -> dict[str, int]:
    """Code -> version of what this page shows: 150 words at most, then a second page."""
    due = stops.unseen(moment, one.answers)
    if not due:
        return {}
    told = _told(one)
    words = [(code, _length(told.get(code))) for code in due]
    page = stops.pages(words)[0]
    return {code.value: told[code].version if code in told else 0 for code in page}


def _length(advice: StopAdvice | None) -> int:
    """Words below the heading; our own short note where the plan has no such advice."""
    if advice is None:
        return LONG_NOTE
    return advice.words - len(strip_tags(advice.title).split())


def _told(one: Draft) -> dict[str, StopAdvice]:
    """The plan's words for this reader, read once per page."""
    if (kept := getattr(one, "_told", None)) is None:
        a = one.answers
        unit = one.staff.unit
        kept = all_advice(
            one.request.municipality,
            professions=one.staff.professions() | ({"leder"} if a.filer_is_leader else set()),
            suspects={str(s) for s in a.suspects} | ({Suspect.LEADER} if a.leader_out else set()),
            private=bool(unit and unit.is_private),
            unit=unit,
            language=get_language() or "da",
            at=one.at,
        )
        one._told = kept  # type: ignore[attr-defined]  # for this request only
    return kept


def blocks(one: Draft, codes: tuple[str, ...]) -> list[Block]:
    told = _told(one)
    shown: set[str] = set()
    blocks: list[Block] = []
    for code in codes:
        if code == Code.SAME_PATH:
            continue
        advice = _around_hidden(told[code], one) if code in told else None
        phones = tuple(p for p in _phones(advice, one) if p.slug not in shown)
        shown |= {p.slug for p in phones}
        blocks.append(
            Block(
                code=Code(code),
                version=advice.version if advice else 0,
                title=advice.title if advice else "",
                phones=phones,
                parts=tuple(_parts(advice, one)) if advice else (),
                language=advice.language if advice else "",
                level=1 if not blocks else 2,
                closed=tuple(_closed(phones, advice)),
            )
        )
    return blocks


def _phones(advice: StopAdvice | None, one: Draft) -> tuple[StopPhone, ...]:
    """Open numbers first; where all are closed the one that answers round the clock leads.

    Where the plan in force has no such advice the page still says whom to call.
    """
    if advice is None:
        wanted = [one.safe_contact(slug) for slug in ("alarm-112", FAMILY, ON_CALL)]
        phones = [instead.shown(contact, one.at) for contact in wanted if contact]
    else:
        phones = list(advice.phones)
    on_call = one.safe_contact(ON_CALL)
    if phones and not any(p.is_open for p in phones) and on_call:
        phones.insert(0, instead.shown(on_call, one.at))
    return tuple(sorted(phones, key=lambda phone: not phone.is_open))


def _closed(phones: Iterable[StopPhone], advice: StopAdvice | None) -> Iterable[str]:
    """The words send the reader to a function that is closed: say so, and who answers (rule N-10)."""
    said = strip_tags(advice.html).lower() if advice else ""
    for phone in phones:
        if phone.instead_of and phone.function.lower() not in said:
            names = {"closed": phone.instead_of, "instead": in_sentence(phone.function)}
            yield _("%(closed)s is closed now. Call %(instead)s instead.") % names


def _parts(advice: StopAdvice, one: Draft) -> list[SafeString]:
    """The paragraphs; where a leader is kept out none of them sends the reader there."""
    if not one.answers.leader_out:
        return list(advice.parts)
    kept = []
    for part in advice.parts:
        words = strip_tags(part)
        spared = wording.spare_leader(words)
        if spared == words:
            kept.append(part)
        elif spared.strip():
            kept.append(format_html("<p>{}</p>", spared))
    return kept


def _around_hidden(advice: StopAdvice, one: Draft) -> StopAdvice:
    """A number that may lead to somebody who is kept out gives way to one that is safe (rule N-29)."""
    stand_in = next((it for slug in (FAMILY, *ROUND_THE_CLOCK) if (it := one.safe_contact(slug))), None)
    hidden = [one.contacts[slug] for slug in one.hidden_phones if slug in one.contacts]
    if stand_in is None or not hidden:
        return advice
    number = instead.answering(stand_in, one.safe_contact(ON_CALL), one.at)
    return instead.around(advice, hidden, stand_in, number)
