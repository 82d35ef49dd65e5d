"""Word: a .docx file becomes HTML by mammoth, after what could do harm or mislead is gone.

Tracked insertions count as accepted, tracked deletions are out, hidden text is out; each is counted
and told. No picture is opened, no outside file is read, no macro is near.
"""

import io
import re
from collections import Counter
from xml.etree.ElementTree import Element, tostring

import mammoth
from defusedxml import DefusedXmlException
from defusedxml import ElementTree as Safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.documents.html import write
from plans.documents.numbering import Numbers, mark_lists_that_go_on, told_of_headings
from plans.documents.packed import Damaged, main_part, packed, unpacked
from plans.documents.pieces import Heading, Paragraph, Piece, Stream
from plans.documents.tree import tree_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BOLD_LINE = re.compile(r"\*\*([^*\n]{3,100})\*\*$")
_DEEPEST = 200  # elements inside each other; Word itself writes fewer than thirty
STYLES = "word/styles.xml"
NUMBERING = "word/numbering.xml"


def read_word(content: bytes) -> Stream:
    """Headings by their style, lists, tables, notes. Raises packed.Damaged with a sentence."""
    parts = unpacked(content)
    trees = {name: _parsed(data) for name, data in parts.items()}
    main = main_part(parts)
    facts = _facts(trees[main])
    facts["hidden"] = _drop_hidden(trees[main])
    numbers = Numbers(trees.get(NUMBERING), trees.get(STYLES))
    remarks = told_of_headings(trees[main], numbers)
    mark_lists_that_go_on(trees[main], numbers)
    parts[main] = tostring(trees[main])
    html = _converted(packed(parts), _style_map(trees.get(STYLES)))
    stream = write(tree_of(html))
    _guess_headings(stream)
    stream.remarks += [*remarks, *_told(facts), *_told_around(trees, trees[main])]
    return stream


def _parsed(data: bytes) -> Element:
    try:
        root: Element = Safe.fromstring(data, forbid_dtd=True)
    except DefusedXmlException as fault:
        raise Damaged(
            _("The document holds something that a Word document never has. Save it anew.")
        ) from fault
    except (Safe.ParseError, ValueError, LookupError) as fault:
        raise Damaged(_("The document is damaged. Open it in Word and save it anew.")) from fault
    if _is_deeper(root, _DEEPEST):
        raise Damaged(_("The document is damaged. Open it in Word and save it anew."))
    return root


def _is_deeper(root: Element, limit: int) -> bool:
    level = [root]
    for _depth in range(limit):
        level = [child for one in level for child in one]
        if not level:
            return False
    return True


def _converted(file: bytes, style_map: str) -> str:
    without_picture = mammoth.images.img_element(lambda _image: {"src": ""})
    try:
        found = mammoth.convert_to_html(
            io.BytesIO(file),
            style_map=style_map,
            convert_image=without_picture,
            external_file_access=False,
        )
    except Exception as fault:  # a library meets whatever somebody made; the sentence is the same
        raise Damaged(_("The document is damaged. Open it in Word and save it anew.")) from fault
    return str(found.value)


def _style_map(styles: Element | None) -> str:
    """Title and the municipality's own heading styles, by their outline level; contents lists go."""
    lines = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"]
    lines += [f"p[style-name='{word} {n}'] => !" for word in ("toc", "TOC") for n in range(1, 10)]
    lines += ["p[style-name='TOC Heading'] => !", "p[style-name='toc heading'] => !"]
    for style in styles.findall(f"{_W}style") if styles is not None else []:
        name = style.get(f"{_W}styleId", "")
        level = style.find(f"{_W}pPr/{_W}outlineLvl")
        value = level.get(f"{_W}val", "") if level is not None else ""
        if re.fullmatch(r"[\w-]+", name) and value in "012345" and value:
            lines.append(f"p.{name} => h{int(value) + 1}:fresh")
    return "\n".join(lines)


def _facts(document: Element) -> Counter[str]:
    """How often there is what a reader of the plan will not find."""
    counted = Counter(one.tag.rsplit("}", 1)[-1] for one in document.iter())
    names = ("ins", "del", "commentReference", "object", "chart", "oMath", "txbxContent", "relIds")
    return Counter({name: counted[name] for name in names if counted[name]})


def _drop_hidden(document: Element) -> int:
    gone = 0
    for parent in list(document.iter()):
        for run in parent.findall(f"{_W}r"):
            hidden = run.find(f"{_W}rPr/{_W}vanish")
            if hidden is not None and hidden.get(f"{_W}val") not in ("0", "false"):
                parent.remove(run)
                gone += 1
    return gone


def _told(facts: Counter[str]) -> list[str]:
    told = {
        "ins": ngettext(
            "%(count)d tracked insertion was taken in as accepted.",
            "%(count)d tracked insertions were taken in as accepted.",
            facts["ins"],
        ),
        "del": ngettext(
            "%(count)d tracked deletion was left out.",
            "%(count)d tracked deletions were left out.",
            facts["del"],
        ),
        "commentReference": ngettext(
            "%(count)d comment in the margin was left out.",
            "%(count)d comments in the margin were left out.",
            facts["commentReference"],
        ),
        "hidden": ngettext(
            "%(count)d piece of hidden text was left out.",
            "%(count)d pieces of hidden text were left out.",
            facts["hidden"],
        ),
        "object": _("Objects from other programs were left out: %(count)d."),
        "chart": _("Charts were left out: %(count)d."),
        "oMath": _("Formulas were left out: %(count)d."),
        "relIds": _("SmartArt drawings were left out: %(count)d. Write what they say as steps."),
    }
    return [sentence % {"count": facts[name]} for name, sentence in told.items() if facts[name]]


def _told_around(trees: dict[str, Element], document: Element) -> list[str]:
    """Page heads and feet, and the automatic table of contents."""
    told = []
    around = [name for name in trees if re.match(r"word/(header|footer)\d*\.xml$", name)]
    if any("".join(trees[name].itertext()).strip() for name in around):
        told.append(_("The head and the foot of the pages were left out."))
    if any("TOC " in (one.text or "") for one in document.iter(f"{_W}instrText")):
        told.append(_("The table of contents was left out: the portal makes its own."))
    return told


def _guess_headings(stream: Stream) -> None:
    """A document without heading styles has its headings as bold lines; the guess is told."""
    if any(isinstance(piece, Heading) for piece in stream.pieces[1:]):
        return
    guessed = [_guessed(piece) for piece in stream.pieces]
    count = sum(isinstance(piece, Heading) for piece in guessed)
    if count > sum(isinstance(piece, Heading) for piece in stream.pieces):
        stream.pieces = guessed
        stream.remarks.append(
            _("The document uses no heading styles: bold lines were taken as headings (%(count)d).")
            % {"count": count}
        )


def _guessed(piece: Piece) -> Piece:
    found = _BOLD_LINE.match(piece.text) if isinstance(piece, Paragraph) else None
    if found and not found[1].rstrip().endswith((".", "!", "?", ";", ",", ":")):
        return Heading(2, found[1].strip())
    return piece
