"""bin/bench [part ...] [--json]: measure against the goals, in a database of its own with the demo in it."""

import os

from deploy import children, cluster, environment, prepare
from deploy.paths import ROOT, VAR, Stop, content_hash, one_at_a_time, read_stamp, say, write_stamp

DATABASE = "beredskab_bench"


def main(arguments: list[str]) -> int:
    """0 when every goal is met, 1 when one is not, 2 when there is no such part."""
    if not prepare.uses_own_cluster():
        raise Stop("the bench makes a database of its own; unset DATABASE_URL")
    with prepare.surroundings(development=True) as surrounding:
        prepare.static_files(surrounding)
        os.chdir(ROOT)
        command = [str(environment.PYTHON), "-m", "bench", *arguments]
        return children.run_to_end(command, _bench_environment(surrounding))


def _bench_environment(surrounding: prepare.Environment) -> prepare.Environment:
    """A fresh database whenever the migrations or the demo change, so that runs can be compared."""
    place = {
        **surrounding,
        "DATABASE_URL": cluster.url("app", DATABASE),
        "DATABASE_OWNER_URL": cluster.url("owner", DATABASE),
        "DATABASE_CLOCK_URL": cluster.url("clock", DATABASE),
        "DATABASE_AUDITOR_URL": cluster.url("auditor", DATABASE),
        "BENCH_ADMIN_URL": cluster.url(cluster.ADMIN, DATABASE),
        "DEMO": "1",
        "VAR": str(VAR / "bench"),
        "CLUSTER_VAR": str(VAR),
        "KEYS": str(VAR / "bench" / "keys"),
        "STATIC_ROOT": str(VAR / "static"),
        "EMAIL_URL": f"file://{VAR / 'bench' / 'mail'}",
    }
    wanted = content_hash(
        [*prepare.migration_files(), *ROOT.glob("*/demo*.py"), *ROOT.glob("plans/*/demo.py")]
    )
    with one_at_a_time("bench"):
        if read_stamp("bench") != wanted:
            _make_database(place)
            write_stamp("bench", wanted)
    return place


def _make_database(place: prepare.Environment) -> None:
    say("making a database for the bench")
    cluster.run_sql(f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE);', "postgres")
    cluster.run_sql(f'CREATE DATABASE "{DATABASE}" OWNER owner;', "postgres")
    cluster.run_sql((ROOT / "deploy" / "database.sql").read_text(), DATABASE)
    for command in (["migrate", "--verbosity", "0"], ["load_demo"]):
        if prepare.django(place, *command) != 0:
            raise Stop(f"this failed, see above: {' '.join(command)}")
