import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error
from django.utils import timezone

from beredskab.administration.checks import BACKUP
from beredskab.administration.safekeeping import backing_up, drilling, typing_shares
from beredskab.outbox import observing
from beredskab.vault import shares
from deploy.paths import Stop


class Command(BaseCommand):
    help = (
        "Bring a backup back for trial, into a database server of its own that is thrown away afterwards: "
        "the rows are as many as they were, the log holds to its head and to every anchor, without keys "
        "nothing is readable, and with two sheets of the recovery key everything. The health page is told. "
        "Exit 0 whole, 1 not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "backup", type=Path, metavar="FOLDER", help="a backup, or the folder of which the newest is tried"
        )
        parser.add_argument(
            "--key-file", type=Path, metavar="FILE", help="the private backup key; else it is typed, unseen"
        )
        parser.add_argument("--share", action="append", default=[], type=Path, metavar="FILE")
        parser.add_argument(
            "--with-shares", action="store_true", help="two sheets are typed, unseen, by who keep them"
        )
        parser.add_argument("--anchors", action="append", default=[], type=Path, metavar="PATH")
        parser.add_argument("--anchor-key", default="", metavar="HEX")
        parser.add_argument(
            "--tell-nobody", action="store_true", help="on a machine from which the portal is not reached"
        )
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        backup = self._backup(options["backup"])
        try:
            two = typing_shares.read_two(options["share"]) if self._wants_shares(options) else ()
            verdict = drilling.drill(
                backup,
                typing_shares.backup_key(options["key_file"]),
                two,
                anchors=options["anchors"],
                anchor_key=options["anchor_key"],
            )
        except (drilling.DrillFailed, typing_shares.NotAKey, shares.NotAShare, Stop) as reason:
            verdict = {"faults": [str(reason)]}
        except OSError as fault:
            raise CommandError(f"{fault.filename}: {fault.strerror}.") from fault
        verdict |= {
            "backup": backup.name,
            "taken_at": drilling.age_of(backup).isoformat(),
            "seconds": round((timezone.now() - now).total_seconds(), 1),
            "with_shares": self._wants_shares(options),
        }
        if not options["tell_nobody"]:
            self._leave(verdict)
        self._tell(verdict, as_json=options["json"])
        if verdict["faults"]:
            raise SystemExit(1)

    def _wants_shares(self, options: dict[str, Any]) -> bool:
        return bool(options["share"] or options["with_shares"])

    def _backup(self, path: Path) -> Path:
        found = path if (path / backing_up.MANIFEST).exists() else backing_up.newest(path)
        if found is None:
            raise CommandError(f"There is no backup in {path}.")
        return found

    def _leave(self, verdict: dict[str, Any]) -> None:
        told = {name: verdict[name] for name in ("backup", "taken_at", "with_shares", "seconds")}
        try:
            observing.leave(BACKUP, is_well=not verdict["faults"], at=timezone.now(), **told)
        except Error as fault:
            raise CommandError(
                f"The portal's database could not be told ({type(fault).__name__}); see --tell-nobody."
            ) from fault

    def _tell(self, verdict: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(verdict))
            return
        for fault in verdict["faults"]:
            self.stdout.write(fault)
        self.stdout.write(
            f"backup {verdict['backup']}: {verdict.get('opened', 0)} of {verdict.get('fields', 0)} fields "
            f"opened, {verdict.get('links', 0)} links of the log, {verdict.get('anchors', 0)} anchors, "
            f"{verdict.get('files', 0)} files, {len(verdict['faults'])} faults, {verdict['seconds']} s"
        )
