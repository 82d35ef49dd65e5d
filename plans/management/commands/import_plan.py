import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from beredskab.organisation.models import Municipality, Staff
from beredskab.organisation.resolve import municipality_named
from plans.documents import Document, Unreadable, read
from plans.editing.importing import DraftInTheWay, Imported, import_document
from plans.vocabulary import Audience, PlanKind

DANISH = {"overgreb": PlanKind.ABUSE, "social-kontrol": PlanKind.SOCIAL_CONTROL}
KINDS = {**{kind.value: kind for kind in PlanKind}, **DANISH}


class Command(BaseCommand):
    """Make a draft edition from a plan that exists as a document."""

    help = (
        "Make a draft edition from a Word, HTML, Markdown or plain-text document, keeping headings, "
        "paragraphs, lists, tables and notes. Says what it did. Exit code 1, with a sentence, when it cannot."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help=".docx, .html, .md or .txt")
        parser.add_argument("--kind", required=True, choices=sorted(KINDS), help="which plan it is")
        parser.add_argument("--municipality", metavar="NAME", help="name or slug; else the default")
        parser.add_argument("--by", metavar="EMAIL", help="the editor who answers for the import")
        parser.add_argument(
            "--internal", action="store_true", help="blocks for staff only, instead of public ones"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would be made")
        parser.add_argument("--json", action="store_true", help="standard output is JSON and no more")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            municipality = municipality_named(options["municipality"])
            with translation.override("en"):  # what a command says is English
                document = read(_content(options["file"]), options["file"].name)
            if options["dry_run"]:
                self._say(_outline(document), options, _shown(document))
                return
            imported = self._import(document, municipality, options)
        except DraftInTheWay as refusal:
            raise CommandError(
                f"“{refusal}” already has a draft or an edition in review. "
                "Publish it or take it back first; then import again."
            ) from refusal
        except (Unreadable, LookupError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self._say(_facts(imported), options, _told(imported))

    def _import(self, document: Document, municipality: Municipality, options: dict[str, Any]) -> Imported:
        audience = Audience.INTERNAL if options["internal"] else Audience.PUBLIC
        with translation.override("en"):
            return import_document(
                document,
                KINDS[options["kind"]],
                municipality=municipality,
                audience=audience,
                by=_editor(options["by"], municipality),
                at=timezone.now(),
            )

    def _say(self, facts: dict[str, Any], options: dict[str, Any], lines: list[str]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(lines))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError as fault:
        raise LookupError(f"There is no file {file}.") from fault
    except OSError as fault:
        raise LookupError(f"{file} cannot be opened: {fault.strerror}.") from fault


def _editor(email: str | None, municipality: Municipality) -> Staff | None:
    if not email:
        return None
    found = Staff.objects.filter(municipality=municipality, email__iexact=email).first()
    if found is None:
        raise LookupError(f"Nobody in {municipality.name} has the e-mail {email}.")
    return found


def _outline(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "sections": [{"title": s.title, "blocks": len(s.blocks)} for s in document.sections],
        "words": document.words,
        "remarks": list(document.remarks),
    }


def _shown(document: Document) -> list[str]:
    lines = [f"{document.title} ({document.words} words). Nothing is stored."]
    lines += [f"  {s.title} ({len(s.blocks)} blocks)" for s in document.sections]
    return lines + [f"- {remark}" for remark in document.remarks]


def _facts(imported: Imported) -> dict[str, Any]:
    plan = imported.edition.plan
    return {
        "plan": plan.slug,
        "made_plan": imported.made_plan,
        "edition": imported.edition.number,
        "state": imported.edition.state,
        "sections": imported.sections,
        "blocks": imported.blocks,
        "words": imported.words,
        "remarks": list(imported.remarks),
    }


def _told(imported: Imported) -> list[str]:
    plan, edition = imported.edition.plan, imported.edition
    made = "Made the plan" if imported.made_plan else "To the plan"
    return [
        f"{made} “{plan.title}”: draft edition {edition.number} with {imported.sections} sections, "
        f"{imported.blocks} blocks and {imported.words} words.",
        *(f"- {remark}" for remark in imported.remarks),
        "Open it under /redaktion/, read it through, and send it to review.",
    ]
