"""What a place that makes its own database still lacks before the portal can run."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error, connection, connections
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = (
        "Say what is missing before the portal can run, and the command that makes it. Exit 0 ready, 1 not."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        lacks = list(self._lacks())
        for line in lacks:
            self.stderr.write(line)
        if lacks:
            raise SystemExit(1)
        self.stdout.write("ready")

    def _lacks(self) -> Iterator[str]:
        for alias in ("clock", "auditor"):
            if alias not in settings.DATABASES:
                yield f"DATABASE_{alias.upper()}_URL is not set: the worker needs the role {alias}."
        for alias in sorted({"default", "clock", "auditor"} & set(settings.DATABASES)):
            if not self._answers(alias):
                yield f"The database {alias!r} does not answer, or refuses the role. See deploy/roles.sql."
                return
        yield from self._wrong_role()
        yield from self._migrations()
        if not Path(settings.KEYS).is_dir():
            yield f"The key folder {settings.KEYS} is not there: mkdir -m 700 {settings.KEYS}"
        if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists() and not settings.DEBUG:
            yield "Static files are not collected: bin/manage collectstatic --noinput"

    def _answers(self, alias: str) -> bool:
        try:
            connections[alias].ensure_connection()
        except Error:
            return False
        return True

    def _wrong_role(self) -> Iterator[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
            [(too_strong,)] = cursor.fetchall()
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_tables"
                " WHERE schemaname = 'public' AND tableowner = current_user)"
            )
            [(owns,)] = cursor.fetchall()
        if too_strong or owns:
            yield "DATABASE_URL names a superuser or the owner of the tables: it must be the role app."

    def _migrations(self) -> Iterator[str]:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            yield f"{len(waiting)} migrations are missing: DATABASE_OWNER_URL=… bin/manage migrate"
