"""bin/test: everything that must be green. `bin/test lint types` runs only those steps.

format      ruff's format
lint        ruff
types       mypy --strict
migrations  every model has its migration
deploy      check --deploy with settings as in production, warnings count
tests       pytest with journeys in a browser, translations, architecture, accessibility
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from deploy import children, environment, nodes, prepare
from deploy.commands.pytest import test_environment
from deploy.paths import ROOT, VAR, Stop, say

Step = Callable[[prepare.Environment], int]


def main(arguments: list[str]) -> int:
    """Run the steps, all of them even after a failure; 0 when every one is green."""
    wanted = _parser().parse_args(arguments).steps or list(STEPS)
    unknown = sorted(set(wanted) - set(STEPS))
    if unknown:
        raise Stop(f"there is no step {', '.join(unknown)}; there are {', '.join(STEPS)}")
    os.chdir(ROOT)
    children.heed_signals()
    try:
        with prepare.surroundings(development=True) as surrounding:
            red = [name for name in wanted if not _is_green(name, surrounding)]
    except children.Stopped as reason:
        return 128 + reason.number
    if red:
        say(f"red: {', '.join(red)}")
    return 1 if red else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bin/test", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("steps", nargs="*", metavar="STEP")
    return parser


def _is_green(name: str, surrounding: prepare.Environment) -> bool:
    say(f"--- {name}")
    began = time.monotonic()
    code = STEPS[name]({**surrounding, **_scratch()})
    say(f"--- {name}: {'green' if code == 0 else f'red ({code})'}, {time.monotonic() - began:.0f} s")
    return code == 0


def _scratch() -> prepare.Environment:
    """What the tools remember lies in var/ like everything else that running makes."""
    return {
        "RUFF_CACHE_DIR": str(VAR / "cache" / "ruff"),
        "MYPY_CACHE_DIR": str(VAR / "cache" / "mypy"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(VAR / "cache" / "hypothesis"),
    }


def _python(surrounding: prepare.Environment, *arguments: str) -> int:
    sys.stdout.flush()
    return subprocess.run(
        [str(environment.PYTHON), *arguments], env=surrounding, stdin=subprocess.DEVNULL, check=False
    ).returncode


def _format(surrounding: prepare.Environment) -> int:
    return _python(surrounding, "-m", "ruff", "format", "--check", ".")


def _lint(surrounding: prepare.Environment) -> int:
    return _python(surrounding, "-m", "ruff", "check", ".")


def _types(surrounding: prepare.Environment) -> int:
    return _python(surrounding, "-m", "mypy")


def _migrations(surrounding: prepare.Environment) -> int:
    return _python(surrounding, prepare.MANAGE, "makemigrations", "--check", "--dry-run")


def _deploy(surrounding: prepare.Environment) -> int:
    """As a municipality would run it: TLS in front, mail going out, no demo."""
    with tempfile.TemporaryDirectory() as keys:
        production = {
            "DEMO": "0",
            "DEBUG": "0",
            "HTTPS": "1",
            "BIND": "127.0.0.1",
            "ALLOWED_HOSTS": "beredskab.eksempel.example",
            "DEFAULT_MUNICIPALITY": "eksempel",
            "EMAIL_URL": "smtp://portal:secret@mail.eksempel.example:587",
            "DEFAULT_FROM_EMAIL": "Beredskabsportalen <portal@eksempel.example>",
            "KEYS": keys,
        }
        return _python(
            {**surrounding, **production}, prepare.MANAGE, "check", "--deploy", "--fail-level", "WARNING"
        )


def _tests(surrounding: prepare.Environment) -> int:
    nodes.ensure()
    workers = ["-n", os.environ.get("PYTEST_WORKERS") or "2", "--dist", "worksteal"]
    return _python(test_environment(surrounding), "-m", "pytest", *workers, "--durations=10")


STEPS: dict[str, Step] = {
    "format": _format,
    "lint": _lint,
    "types": _types,
    "migrations": _migrations,
    "deploy": _deploy,
    "tests": _tests,
}
