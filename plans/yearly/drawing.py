"""The wheel as SVG: presentation attributes only, so that the strict policy holds and paper shows the same.

A turn is a number in its month, and the number is a row of the table beside. State is a shape first: full,
outlined, a square with a thick edge, dashed; colour comes third, so the drawing works in black and white.
"""

import math
from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plans.vocabulary import TurnState
from plans.yearly.turns import school_year
from plans.yearly.wheel import Turn, Wheel

SIZE, MIDDLE = 520, 260
OUTER, INNER, LABELS = 222, 84, 240
DOT = 13
STEP = 31  # from one ring of numbers to the next
MOST = 8  # numbers in a month; more would stand on each other, and the table has them all
INK, GREEN, RED, BLUE, LINE = "#1a1a1a", "#2b6900", "#cc0000", "#004d99", "#8c8c8c"


def draw(wheel: Wheel) -> SafeString:
    """The whole drawing. Its words for who does not see it: how many turns, and the table has the rest."""
    spoken = _("Annual wheel %(year)s: %(count)d turns, %(held)d held, %(missed)d missed.") % {
        "year": wheel.name,
        "count": len(wheel.turns),
        "held": wheel.count(TurnState.HELD),
        "missed": len(wheel.missed),
    }
    sectors = [_sector(place, month, turns) for place, (month, turns) in enumerate(wheel.by_month)]
    return format_html(
        '<svg class="wheel" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>',
        SIZE,
        SIZE,
        spoken,
        format_html_join("", "{}", ((one,) for one in sectors)),
        _today(wheel),
        _centre(wheel),
    )


def shape(state: TurnState, number: int | str, x: float, y: float, size: float = DOT) -> SafeString:
    """A number in the shape of its state."""
    x, y = round(x, 1), round(y, 1)
    ink = "#fff" if state is TurnState.HELD else INK
    text = format_html(
        '<text x="{}" y="{}" text-anchor="middle" font-size="{}" font-weight="600" fill="{}">{}</text>',
        x,
        round(y + size * 0.37, 1),
        round(size * 1.05, 1),
        ink,
        number,
    )
    return format_html("{}{}", _outline(state, x, y, size), text)


def _outline(state: TurnState, x: float, y: float, size: float) -> SafeString:
    if state is TurnState.MISSED:
        return format_html(
            '<rect x="{}" y="{}" width="{}" height="{}" fill="#fff" stroke="{}" stroke-width="4"/>',
            round(x - size, 1),
            round(y - size, 1),
            2 * size,
            2 * size,
            RED,
        )
    looks = {
        TurnState.HELD: (GREEN, GREEN, 1, "none"),
        TurnState.CALLED_OFF: ("#fff", INK, 1.5, "3 3"),
        TurnState.SOON: ("#fff", BLUE, 4, "none"),
        TurnState.COMING: ("#fff", INK, 1.5, "none"),
    }
    fill, stroke, width, dashes = looks[state]
    return format_html(
        '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="{}" stroke-dasharray="{}"/>',
        x,
        y,
        size,
        fill,
        stroke,
        width,
        dashes,
    )


def _sector(place: int, month: object, turns: Iterable[Turn]) -> SafeString:
    first, last = _angle(place), _angle(place + 1)
    x, y = _point(LABELS, (first + last) / 2)
    return format_html(
        '<path d="{}" fill="{}" stroke="{}" stroke-width="1"/>'
        '<text x="{}" y="{}" text-anchor="middle" font-size="17" fill="{}">{}</text>{}',
        _ring(first, last),
        "#f4f4f4" if place % 2 else "#fff",
        LINE,
        x,
        round(y + 6, 1),
        INK,
        date_format(month, "M").rstrip("."),  # type: ignore[arg-type]  # a date
        format_html_join("", "{}", ((one,) for one in _numbers(place, list(turns)))),
    )


def _numbers(place: int, turns: list[Turn]) -> Iterable[SafeString]:
    """Two beside each other on a ring as long as there is room, from the edge to the middle."""
    for number, one in enumerate(turns[:MOST]):
        ring, side = divmod(number, 2)
        is_alone = number == len(turns[:MOST]) - 1 and side == 0
        radius = OUTER - 22 - ring * STEP
        turned = 0.0 if is_alone else math.degrees(15.5 / radius) * (1 if side else -1)
        x, y = _point(radius, _angle(place) + 15 + turned)
        yield shape(one.state, one.number, x, y)


def _today(wheel: Wheel) -> SafeString:
    first, last = school_year(wheel.year)
    if not first <= wheel.today <= last:
        return SafeString("")
    month = next(n for n, (day, _t) in enumerate(wheel.by_month) if day == wheel.today.replace(day=1))
    angle = _angle(month) + 30 * (wheel.today.day - 1) / 31
    (x, y), (far_x, far_y) = _point(INNER, angle), _point(OUTER + 6, angle)
    line = '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="3"/>'
    return format_html(line, x, y, far_x, far_y, INK)


def _centre(wheel: Wheel) -> SafeString:
    words = _("%(held)d of %(all)d held") % {
        "held": wheel.count(TurnState.HELD),
        "all": len(wheel.turns),
    }
    return format_html(
        '<text x="{0}" y="{1}" text-anchor="middle" font-size="28" font-weight="600" fill="{2}">{3}</text>'
        '<text x="{0}" y="{4}" text-anchor="middle" font-size="16" fill="{2}">{5}</text>',
        MIDDLE,
        MIDDLE - 2,
        INK,
        wheel.name,
        MIDDLE + 24,
        words,
    )


def _angle(place: float) -> float:
    """August begins at the top; clockwise."""
    return place * 30 - 90


def _point(radius: float, angle: float) -> tuple[float, float]:
    turned = math.radians(angle)
    return round(MIDDLE + radius * math.cos(turned), 1), round(MIDDLE + radius * math.sin(turned), 1)


def _ring(first: float, last: float) -> str:
    (ax, ay), (bx, by) = _point(OUTER, first), _point(OUTER, last)
    (cx, cy), (dx, dy) = _point(INNER, last), _point(INNER, first)
    return f"M{ax} {ay}A{OUTER} {OUTER} 0 0 1 {bx} {by}L{cx} {cy}A{INNER} {INNER} 0 0 0 {dx} {dy}Z"


def legend() -> list[tuple[SafeString, str]]:
    """Each shape with its word."""
    found = []
    for state in TurnState:
        drawn = format_html(
            '<svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true" focusable="false">{}</svg>',
            _outline(state, 16, 16, 12),
        )
        found.append((drawn, str(state.label)))
    return found


def marker(turn: Turn) -> SafeString:
    """A turn's number in its shape, for a row of the table; the word stands beside."""
    return format_html(
        '<svg width="30" height="30" viewBox="0 0 32 32" aria-hidden="true" focusable="false">{}</svg>',
        shape(turn.state, turn.number, 16, 16, 13),
    )
