"""Run the parts and print what they found."""

import argparse
import json
import os
import sys

import django

from bench.registry import PARTS, Measure


def main(arguments: list[str]) -> int:
    """0 when every goal is met, 1 when one is not, 2 when there is no such part."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beredskab.settings")
    django.setup()
    from bench import parts  # noqa: F401 - registers them

    options = _parser().parse_args(arguments)
    found = [measure for name in options.parts or PARTS for measure in PARTS[name]()]
    print(json.dumps([one.as_json() for one in found], indent=1) if options.json else _table(found))
    return 1 if any(one.is_met is False for one in found) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/bench", description="Measure the portal against its goals.")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="part", help=", ".join(PARTS))
    parser.add_argument("--json", action="store_true", help="standard output is a JSON list and no more")
    return parser


def _table(found: list[Measure]) -> str:
    rows = [("part", "name", "value", "unit", "goal", "met")]
    words = {True: "yes", False: "NO", None: ""}
    for one in found:
        goal = str(one.goal) if one.goal else ""
        rows.append((one.part, one.name, f"{one.value:g}", one.unit, goal, words[one.is_met]))
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
