"""bin/run: everything that is not there yet is made, then the portal runs until Ctrl-C or TERM.

    PORT=8000 BIND=127.0.0.1 DEMO=1 bin/run [--fresh]

--fresh throws the demo database of this folder away first. With DATABASE_URL nothing of the database
is made: what is missing is named, with the command that makes it.
"""

import argparse
import errno
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address

from deploy import children, cluster, environment, prepare
from deploy.paths import ROOT, VAR, Stop, say

_START_SECONDS = 60
# What each child gets: neither may change the schema, and the web process has but one role.
_KEPT_FROM_WEB = {"DATABASE_OWNER_URL", "DATABASE_CLOCK_URL", "DATABASE_AUDITOR_URL"}
_KEPT_FROM_WORKER = {"DATABASE_OWNER_URL"}


def main(arguments: list[str]) -> int:
    """Run until stopped; 0 after Ctrl-C or TERM, 1 when a part of us died."""
    options = _parser().parse_args(arguments)
    bind, port = os.environ.get("BIND") or "127.0.0.1", _port()
    _refuse_open_demo(bind)
    _refuse_taken_port(bind, port)
    children.heed_signals()
    try:
        with _prepared(fresh=options.fresh) as surrounding:
            return _serve({**surrounding, "BIND": bind, "PORT": str(port)})
    except children.Stopped:
        say("stopped")
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bin/run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fresh", action="store_true", help="throw away this folder's database first")
    return parser


def _port() -> int:
    value = os.environ.get("PORT") or "8000"
    if not value.isdigit() or not 1 <= int(value) <= 65535:
        raise Stop(f"PORT must be a number from 1 to 65535, not {value!r}")
    return int(value)


def _refuse_open_demo(bind: str) -> None:
    """Demo people sign in without a password: nobody else may reach them."""
    is_demo = os.environ.get("DEMO", "1" if prepare.uses_own_cluster() else "0") == "1"
    if not is_demo or bind == "localhost":
        return
    try:
        is_here = ip_address(bind).is_loopback
    except ValueError:
        is_here = False
    if not is_here:
        raise Stop(
            f"the demo signs people in without a password, so it runs on this machine only; "
            f"BIND={bind} needs DEMO=0"
        )


def _refuse_taken_port(bind: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used: {error.strerror}"
            raise Stop(
                f"{bind}:{port} {why}. Try PORT={port + 1 if port < 65535 else 8000} bin/run"
            ) from None


@contextmanager
def _prepared(*, fresh: bool) -> Iterator[prepare.Environment]:
    if fresh:
        _throw_away()
    with prepare.surroundings() as surrounding:
        prepare.static_files(surrounding)
        if prepare.uses_own_cluster():
            prepare.own_database(surrounding)
        elif prepare.django(surrounding, "ready") != 0:
            raise Stop("this place is not ready, see above")
        yield surrounding


def _throw_away() -> None:
    if not prepare.uses_own_cluster() or os.environ.get("DEMO", "1") != "1":
        raise Stop("--fresh is for the demo of this folder; DATABASE_URL or DEMO=0 is set")
    with cluster.in_use():
        cluster.run_sql(f'DROP DATABASE IF EXISTS "{cluster.DATABASE}" WITH (FORCE);', "postgres")
    for name in ("migrated", "demo", "prepared", "roles", "people"):
        (VAR / "stamps" / name).unlink(missing_ok=True)
    for folder in ("keys", "mail", "rendered"):
        shutil.rmtree(VAR / folder, ignore_errors=True)


def _serve(surrounding: prepare.Environment) -> int:
    python = str(environment.PYTHON)
    without = _without(surrounding, _KEPT_FROM_WEB)
    configuration = str(ROOT / "deploy" / "gunicorn.conf.py")
    command = [python, "-m", "gunicorn", "--config", configuration, "--chdir", str(ROOT)]
    family = [children.start([*command, "beredskab.wsgi"], without)]
    web = family[0]
    try:
        _wait_until_it_answers(web, surrounding)
        # Only now: on a small machine both would start half as fast, and people wait for the first.
        family.append(_start_worker(surrounding))
        _announce(surrounding)
        while web.poll() is None:
            time.sleep(0.5)
            if family[-1].poll() is not None:
                say(f"the worker ended with {family[-1].returncode}; starting it again")
                time.sleep(2)
                family[-1] = _start_worker(surrounding)
        say(f"the web server ended with {web.returncode}")
        return 1
    finally:
        children.stop(family)


def _start_worker(surrounding: prepare.Environment) -> "subprocess.Popen[bytes]":
    command = [str(environment.PYTHON), prepare.MANAGE, "work"]
    return children.start(command, _without(surrounding, _KEPT_FROM_WORKER))


def _without(surrounding: prepare.Environment, names: set[str]) -> prepare.Environment:
    return {key: value for key, value in surrounding.items() if key not in names}


def _wait_until_it_answers(web: "subprocess.Popen[bytes]", surrounding: prepare.Environment) -> None:
    address = f"{_address(surrounding)}/sundhed/levende/"
    give_up = time.monotonic() + _START_SECONDS
    while time.monotonic() < give_up:
        if web.poll() is not None:
            raise Stop("the web server does not start, see above")
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 - our own address
        except urllib.error.HTTPError as error:
            raise Stop(f"the web server answers with {error.code}") from None
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise Stop(f"the web server does not answer on {address}")


def _address(surrounding: prepare.Environment) -> str:
    bind = surrounding["BIND"]
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(bind, f"[{bind}]" if ":" in bind else bind)  # noqa: S104
    return f"http://{host}:{surrounding['PORT']}"


def _announce(surrounding: prepare.Environment) -> None:
    """Address and demo people, on standard output: that is what was asked for."""
    port = surrounding["PORT"]
    is_here = surrounding["BIND"] in {"127.0.0.1", "localhost", "::1"}
    print(f"\nBeredskabsportalen: {f'http://localhost:{port}' if is_here else _address(surrounding)}/")
    if surrounding.get("DEMO") == "1":
        print(f"Demo people sign in with one click:\n\n{prepare.demo_people(surrounding)}")
        print(f"Frida's municipality answers at http://nabo.localhost:{port}/")
    print("Ctrl-C stops everything.", flush=True)
