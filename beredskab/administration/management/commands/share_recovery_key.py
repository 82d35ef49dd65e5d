import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from beredskab.access.acting import as_role
from beredskab.administration.models import KeyChange, KeyChangeKind
from beredskab.administration.safekeeping import changing, typing_shares
from beredskab.organisation.models import Municipality
from beredskab.organisation.resolve import municipality_named
from beredskab.vault import keys, recovery, shares
from beredskab.vault.models import KeyHolder


class Command(BaseCommand):
    help = (
        "Make a new recovery key that exists on three sheets of paper alone; any two of them give it back. "
        "Everything is sealed to it, and the one before is deleted from this machine. Two persons have "
        "approved it under /administration/noegler/. Where a key agent runs, as its user and without "
        "KEY_AGENT_SOCKET. Exit 0 or 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--municipality", help="name or slug; the default municipality when left out")
        parser.add_argument(
            "--out", type=Path, required=True, metavar="FOLDER", help="where the three sheets are written"
        )
        parser.add_argument(
            "--share",
            action="append",
            default=[],
            type=Path,
            metavar="FILE",
            help="two of the old sheets, when the key in use is on paper; else you are asked to type them",
        )
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            municipality = municipality_named(options["municipality"])
            sheets, holder = self._share(municipality, options)
        except (LookupError, shares.NotAShare) as refusal:
            raise CommandError(str(refusal)) from refusal
        except recovery.WrongShares as wrong:
            raise CommandError("These shares are of another recovery key. Nothing was changed.") from wrong
        except keys.KeyMissing as missing:
            raise CommandError(f"This key is not here: {missing}. Nothing was changed.") from missing
        except OSError as fault:
            raise CommandError(f"{fault.filename}: {fault.strerror}. Nothing was changed.") from fault
        self._tell(sheets, holder, as_json=options["json"])

    def _share(self, municipality: Municipality, options: dict[str, Any]) -> tuple[list[Path], KeyHolder]:
        """The sheets are on disk before anything is committed; the old key goes after that."""
        now = timezone.now()
        folder: Path = options["out"]
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with as_role("owner") as alias:
            told: dict[str, Any] = {"using": alias, "at": now}
            change = changing.take(municipality, KeyChangeKind.RECOVERY, **told)
            old = typing_shares.for_holder(municipality, options["share"])
            holder, three = recovery.put_on_paper(municipality, old_shares=old, change=str(change.pk), **told)
            sheets = self._write(folder, municipality, holder, three, change)
        with as_role("owner") as alias:
            recovery.forget(municipality, using=alias)
        return sheets, holder

    def _write(
        self,
        folder: Path,
        municipality: Municipality,
        holder: KeyHolder,
        three: tuple[str, ...],
        change: KeyChange,
    ) -> list[Path]:
        offices = change.told.get("offices") or ["", "", ""]
        day = timezone.localdate().isoformat()
        sheets = []
        for number, (share, office) in enumerate(zip(three, offices, strict=True), start=1):
            text = shares.sheet(
                share, number, whose=municipality.name, key=str(holder.pk)[:8], holder=office, day=day
            )
            path = folder / f"{municipality.slug}-{str(holder.pk)[:8]}-{number}.txt"
            recovery.write_sheet(path, text)
            sheets.append(path)
        return sheets

    def _tell(self, sheets: list[Path], holder: KeyHolder, *, as_json: bool) -> None:
        if as_json:
            told = {"key": str(holder.pk), "version": holder.version, "sheets": [str(one) for one in sheets]}
            self.stdout.write(json.dumps(told))
            return
        for one in sheets:
            self.stdout.write(str(one))
        self.stdout.write(
            "Print each, give it to its keeper, and delete the files (shred -u). Any two open everything."
        )
