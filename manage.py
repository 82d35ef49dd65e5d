#!/usr/bin/env python3
"""Django's commands. `bin/manage` calls this with the environment and the database up."""

import os
import sys

from beredskab.env import OWNER_COMMANDS, connect_as_owner


def main() -> None:
    """Run one management command; commands that change the schema connect as `owner`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beredskab.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        connect_as_owner()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
