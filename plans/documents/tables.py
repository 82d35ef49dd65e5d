"""A table as a list: a plan is read on phones too, where a table is not."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def as_list(rows: Sequence[Sequence[str]], *, has_heading: bool) -> str:
    """The rows as lines of a list; with a heading row each cell says what it is.

    Two columns become »**Sign**: what to do«, more columns one line per cell below the first.
    """
    filled = [row for row in rows if any(row)]
    if not has_heading or len(filled) < 2:
        return "\n".join(f"- {' · '.join(filter(None, row))}" for row in filled)
    heading, *body = filled
    lines = "\n".join(_row(heading, row) for row in body)
    return f"{' · '.join(filter(None, heading))}:\n\n{lines}" if len(heading) == 2 else lines


def _row(heading: Sequence[str], row: Sequence[str]) -> str:
    if len(row) != len(heading) or not row[0]:
        return f"- {' · '.join(filter(None, row))}"
    first = f"- {_bold(row[0])}"
    if len(row) == 2:
        return f"{first}: {row[1]}" if row[1] else first
    told = [f"  {name}: {cell}" if name else f"  {cell}" for name, cell in zip(heading, row, strict=True)]
    kept = [line for line, cell in zip(told[1:], row[1:], strict=True) if cell]
    return "\\\n".join([first, *kept])


def _bold(cell: str) -> str:
    return cell if "**" in cell or "\n" in cell else f"**{cell}**"


def remark(rows: int) -> str:
    """What the editor is told about it."""
    return ngettext(
        "A table of %(rows)d row became a list.", "A table of %(rows)d rows became a list.", rows
    ) % {"rows": rows}


def picture(alt: str) -> str:
    """What the editor is told about a picture that is not taken over."""
    if not alt:
        return _("A picture without a description was left out.")
    return _("A picture was left out, its description is in the text: ”%(alt)s”.") % {"alt": alt[:80]}
