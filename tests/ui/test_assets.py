"""What is shipped: small, complete, nothing from elsewhere, nothing unused."""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
SHEETS = [*STATIC.glob("css/*.css"), *STATIC.glob("vendor/*/*.css")]
SOURCES = [
    path
    for folder in ("templates", "beredskab", "plans", "notifications")
    for pattern in ("*.html", "*.py")
    for path in (Path(settings.BASE_DIR) / folder).rglob(pattern)
]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_asks_only_for_files_that_lie_there(sheet):
    text = sheet.read_text(encoding="utf-8")
    assert "data:" not in text
    assert "sourceMappingURL" not in text
    assert "@import" not in text
    named = {match.strip("\"'") for match in re.findall(r"url\(([^)]*)\)", text)}
    assert [name for name in named if not (sheet.parent / name).resolve().is_file()] == []


def test_the_licences_lie_beside_what_they_license():
    vendor = STATIC / "vendor/dkfds-11.2.0"
    assert "Danish Business Authority" in (vendor / "LICENSE.md").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in (vendor / "fonts/license.txt").read_text(encoding="utf-8").upper()


def in_sprite() -> set[str]:
    return set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "img/icons.svg").read_text(encoding="utf-8")))


NAMED = re.compile(r"""{%\s*(?:icon|badge\s+"[a-z]+"\s+_\("[^"]*"\))\s+["']([a-z-]+)["']""")


def named_in_templates() -> set[str]:
    templates = [path for path in SOURCES if path.suffix == ".html"]
    return {name for path in templates for name in NAMED.findall(path.read_text(encoding="utf-8"))}


def test_every_icon_that_a_template_names_is_in_the_sprite():
    assert {"info", "edit"} <= named_in_templates()
    assert named_in_templates() - in_sprite() == set()


def test_no_icon_is_shipped_that_nobody_uses():
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    tags = (Path(settings.BASE_DIR) / "beredskab/ui/templatetags/ui.py").read_text(encoding="utf-8")
    used = {
        name
        for name in in_sprite()
        if re.search(rf"""\bicon["']?[ =:]+["']{name}["']""", text) or f'"{name}"' in tags
    } | named_in_templates()
    assert {name for name in in_sprite() - used if not name.startswith("status-")} == set()


def weight(*names: str) -> int:
    return sum(len(brotli.compress((STATIC / name).read_bytes())) for name in names)


def test_the_weight_stays_within_its_budget():
    assert weight("vendor/dkfds-11.2.0/dkfds-portal.min.css", "css/portal.css") <= 20_000
    assert weight("js/portal.js") <= 8_000


def test_templates_hold_no_inline_style_or_script():
    bad = [
        path.name
        for path in SOURCES
        if path.suffix == ".html"
        and "print" not in path.parts
        and re.search(
            r"""\sstyle=["']|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=["']|data:image""",
            path.read_text(encoding="utf-8"),
        )
    ]
    assert bad == []
