"""What the machine must have. Root gets it installed, anybody else is told the one line to ask for."""

import ctypes
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from deploy.paths import Stop, say

# WeasyPrint opens these by name.
_PDF_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


@dataclass(frozen=True)
class Need:
    """A thing of the system: its Debian packages, what it is for, whether we go on without."""

    packages: tuple[str, ...]
    purpose: str
    optional: bool = False


PDF = Need(
    ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    "action cards and receipts as PDF",
    optional=True,
)
POSTGRESQL = Need(("postgresql",), "the database")
VENV = Need(("python3-venv",), "the virtual environment")
CHROMIUM = Need(("chromium",), "tests in a browser")
XMLSEC = Need(("xmlsec1",), "signing in with SAML", optional=True)
NODE = Need(("nodejs", "npm"), "tests of signing in at a real OpenID provider", optional=True)
POPPLER = Need(("poppler-utils",), "tests that look at PDFs")


def pdf_is_possible() -> bool:
    """Whether the libraries that draw PDFs are here."""
    try:
        for name in _PDF_LIBRARIES:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def can_make_environments() -> bool:
    """Whether a virtual environment can be made: with uv, or with venv and its pip."""
    return shutil.which("uv") is not None or importlib.util.find_spec("ensurepip") is not None


def has(program: str) -> bool:
    """Whether a program is on the path."""
    return shutil.which(program) is not None


def has_chromium() -> bool:
    """Whether a browser for the tests is here."""
    return any(has(name) for name in ("chromium", "chromium-browser"))


def may_install() -> bool:
    """Whether we can install Debian's packages ourselves."""
    return os.geteuid() == 0 and has("apt-get")


def can_use_postgresql_wheel() -> bool:
    """Whether the server in requirements-postgresql.txt was built for a machine like this."""
    library, version = platform.libc_ver()
    is_new = tuple(map(int, version.split(".")[:2])) >= (2, 34) if version else False
    return platform.machine() == "x86_64" and library == "glibc" and is_new


def provide(needs: Sequence[Need]) -> None:
    """Install what is missing, as root; otherwise name it. Stops only for what is needed."""
    if not needs:
        return
    packages = [package for need in needs for package in need.packages]
    if may_install():
        say(f"installing {' '.join(packages)}")
        if _apt_install(packages):
            return
        say("apt-get could not install that")
    _tell(needs)


def _apt_install(packages: Sequence[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-q"], ["install", "-qy", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", *arguments], env=environment, stdout=sys.stderr)
    return done.returncode == 0


def _tell(needs: Sequence[Need]) -> None:
    required = [need for need in needs if not need.optional]
    chosen = required or needs
    packages = " ".join(package for need in needs for package in need.packages)
    purposes = ", ".join(need.purpose for need in chosen)
    line = f"apt-get install {packages}"
    if required:
        raise Stop(f"this machine lacks what {purposes} needs. Ask an administrator for:\n  {line}")
    say(f"going on without {purposes}. To have it: {line}")
