"""The municipality's colours as a style sheet of four properties, and the check that they can be read."""

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from beredskab.access.page import StaffRequest, page
from beredskab.organisation.models import Municipality

HEX = re.compile(r"#[0-9a-fA-F]{6}")
SLUG = re.compile(r"[\w-]{1,60}", re.ASCII)
WHITE = "#ffffff"
TEXT_ON_BUTTONS = 4.5  # WCAG 1.4.3, text to background
FOCUS_MARK = 3.0  # WCAG 1.4.11, focus mark to page
FALLBACK = {"primary": "#0b4f6c", "dark": "#083c52", "focus": "#454545"}


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 (black) to 1 (white), as WCAG 2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def validate_primary(colour: str) -> None:
    """White text on a button in this colour must be readable. Raises ValidationError."""
    _validate_hex(colour)
    if contrast(colour, WHITE) < TEXT_ON_BUTTONS:
        raise ValidationError(
            _("The colour is too light. White text on buttons cannot be read. Choose a darker colour."),
            code="too_light",
        )


def validate_focus(colour: str) -> None:
    """The mark around what has focus must be seen on white. Raises ValidationError."""
    _validate_hex(colour)
    if contrast(colour, WHITE) < FOCUS_MARK:
        raise ValidationError(
            _(
                "The colour is too light. The mark around the chosen field cannot be seen. "
                "Choose a darker colour."
            ),
            code="too_light",
        )


def _validate_hex(colour: str) -> None:
    if not HEX.fullmatch(colour):
        raise ValidationError(
            _("Write the colour as # and six digits, for example #0b4f6c"), code="not_a_colour"
        )


def tint(colour: str, share: float = 0.09) -> str:
    """The colour mixed with white: a light ground for hover and chosen rows."""
    mixed = [round(255 + (int(colour[i : i + 2], 16) - 255) * share) for i in (1, 3, 5)]
    return "#" + "".join(f"{part:02x}" for part in mixed)


def shade(colour: str, share: float = 0.72) -> str:
    """The colour mixed with black: for hover and borders, where a colour carries white text already."""
    return "#" + "".join(f"{round(int(colour[i : i + 2], 16) * share):02x}" for i in (1, 3, 5))


@dataclass(frozen=True)
class Theme:
    """Four colours. What is not a colour falls back to ours: nothing typed reaches the style sheet."""

    primary: str
    dark: str
    focus: str

    @classmethod
    def of(cls, municipality: Municipality) -> "Theme":
        return cls(
            primary=_colour(municipality.primary_colour, "primary"),
            dark=_colour(municipality.primary_dark_colour, "dark"),
            focus=_colour(municipality.focus_colour, "focus"),
        )

    def css(self) -> str:
        return (
            f":root{{--kommune-primaer:{self.primary};--kommune-primaer-moerk:{self.dark};"
            f"--kommune-lys:{tint(self.primary)};--kommune-fokus:{self.focus}}}\n"
        )

    @property
    def version(self) -> str:
        return hashlib.sha256(self.css().encode()).hexdigest()[:12]


def _colour(value: str, name: str) -> str:
    return value if HEX.fullmatch(value or "") else FALLBACK[name]


def theme_url(municipality: Municipality) -> str:
    """The address of a municipality's style sheet; it changes with the colours and is kept for a year."""
    query = urlencode({"kommune": municipality.slug, "v": Theme.of(municipality).version})
    return f"{reverse('theme')}?{query}"


@require_safe
@page(public=True)
def theme(request: StaffRequest) -> HttpResponse:
    """`/tema.css`: four custom properties, the same for everybody of a municipality."""
    slug = request.GET.get("kommune", "")
    municipality = Municipality.objects.filter(slug=slug).first() if SLUG.fullmatch(slug) else None
    found = Theme.of(municipality or request.municipality)
    etag = f'"{found.version}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    response = HttpResponse(found.css(), content_type="text/css; charset=utf-8")
    response["ETag"] = etag
    fresh = request.GET.get("v") == found.version
    response["Cache-Control"] = "public, max-age=31536000, immutable" if fresh else "no-cache"
    return response


# Not by @page: what is the same for everybody may lie in every cache.
theme.declared = {"public": True, "act": None, "methods": ["GET", "HEAD"]}  # type: ignore[attr-defined]
