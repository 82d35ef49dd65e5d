"""bin/manage: one management command, with the environment and the database up meanwhile."""

import sys

from deploy import children, environment, prepare
from deploy.paths import Stop, say

# These come before a migrated database, or do without one.
_BEFORE_THE_DATABASE = frozenset(
    {"migrate", "makemigrations", "showmigrations", "sqlmigrate", "squashmigrations"}
    | {"check", "help", "--help", "-h", "--version", "version", "make_keys", "load_demo"}
    | {"makemessages", "compilemessages", "collectstatic", "diffsettings", "ready"}
)


def main(arguments: list[str]) -> int:
    """Run the command; its exit code is ours, its standard output is untouched."""
    with prepare.surroundings() as surrounding:
        first = arguments[0] if arguments else "help"
        is_late = first not in _BEFORE_THE_DATABASE
        if prepare.uses_own_cluster() and is_late and not prepare.is_prepared():
            _try_to_prepare(surrounding)
        command = [str(environment.PYTHON), prepare.MANAGE, *arguments]
        return children.run_to_end(command, surrounding)


def _try_to_prepare(surrounding: prepare.Environment) -> None:
    """What fails here is said, and the command still runs: it may be the one that mends it."""
    try:
        prepare.own_database(surrounding)
    except Stop as reason:
        say(str(reason))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
