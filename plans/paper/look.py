"""How a municipality looks: its colour on pages and paper, its logo on paper. Both are checked first.

A colour must carry white text, or it is refused. A logo is drawn anew as a PNG, so nothing that came with the
file reaches a page, and it must be dark enough to be seen on a grey printer.
"""

import datetime as dt
import hashlib
import io

from PIL import Image, UnidentifiedImageError

from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import require
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from beredskab.ui.theme import shade, validate_focus, validate_primary
from plans.models import PaperWords
from plans.paper import posters
from plans.paper.own_words import ChangedMeanwhile

WIDEST, HIGHEST = 900, 300  # pixels; a logo is printed at most 45 x 15 mm
DARK_ENOUGH = 3.0  # contrast to paper of the darkest twentieth of the logo, in grey
LARGEST = 2 * 1024 * 1024


class NotAPicture(ValueError):
    """The file is neither a PNG nor a JPEG that can be read, or it is too large."""


class TooLight(ValueError):
    """On a grey printer nobody would see the logo."""


@act
def save(
    municipality: Municipality,
    *,
    colour: str,
    focus: str,
    logo: bytes | None,
    logo_text: str,
    seen_revision: int,
    by: Staff,
    at: dt.datetime,
) -> PaperWords:
    """Save them; `logo` is a file as it came, b"" takes the logo away, None leaves it as it is.

    Raises Forbidden, ChangedMeanwhile, NotAPicture, TooLight, or ValidationError for a colour on which white
    text cannot be read, or a focus mark that cannot be seen. The darker
    shade for hover and borders is made from the colour.
    """
    require(by, Act.EDIT_LOOK)
    validate_primary(colour)
    validate_focus(focus)
    found = PaperWords.objects.select_for_update().filter(municipality=municipality).first()
    if (found.revision if found else 0) != seen_revision:
        raise ChangedMeanwhile
    words = found or PaperWords(municipality=municipality, revision=0)
    if logo is not None:
        words.logo = drawn_anew(logo) if logo else None
        words.logo_key = hashlib.sha256(words.logo).hexdigest()[:16] if words.logo else ""
    words.logo_text = logo_text if words.logo else ""
    words.revision += 1
    words.changed_at, words.changed_by = at, by
    words.save()
    if (colour, focus) != (municipality.primary_colour, municipality.focus_colour):
        colours = {
            "primary_colour": colour,
            "primary_dark_colour": shade(colour),
            "focus_colour": focus,
        }
        Municipality.objects.filter(pk=municipality.pk).update(**colours)
    posters.ask_for_refresh(municipality, at=at)
    trail.record(by.pk, "look.changed", words.pk, at=at, colour=colour, focus=focus, logo=words.logo_key)
    return words


def drawn_anew(file: bytes) -> bytes:
    """The picture as a small PNG on white. Raises NotAPicture or TooLight."""
    if len(file) > LARGEST:
        raise NotAPicture("too large")
    try:
        with Image.open(io.BytesIO(file), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > 40_000_000:
                raise NotAPicture("too many pixels")
            picture = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as fault:
        raise NotAPicture("not a picture") from fault
    picture.thumbnail((WIDEST, HIGHEST))
    white = Image.new("RGBA", picture.size, "white")
    plain = Image.alpha_composite(white, picture).convert("RGB")
    if contrast_in_grey(plain) < DARK_ENOUGH:
        raise TooLight
    made = io.BytesIO()
    plain.save(made, "PNG", optimize=True)
    return made.getvalue()


def contrast_in_grey(picture: Image.Image) -> float:
    """Contrast to white of the darkest twentieth of what is drawn at all, 1 to 21."""
    histogram = picture.convert("L").histogram()
    drawn = sum(histogram[:250])
    seen = 0
    for grey, count in enumerate(histogram[:250]):
        seen += count
        if seen and seen >= drawn / 20:
            channel = grey / 255
            light = channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
            return 1.05 / (light + 0.05)
    return 1.0
