"""bin/pytest: the test runner, with the environment and a database cluster up meanwhile."""

import os

from deploy import children, cluster, environment, nodes, prepare
from deploy.paths import ROOT


def main(arguments: list[str]) -> int:
    """Run pytest with these arguments from the root of the tree; its exit code is ours."""
    with prepare.surroundings(development=True) as surrounding:
        nodes.ensure()
        os.chdir(ROOT)
        command = [str(environment.PYTHON), "-m", "pytest", *arguments]
        return children.run_to_end(command, test_environment(surrounding))


def test_environment(surrounding: prepare.Environment) -> prepare.Environment:
    """One superuser connection that takes the role app; tests/database.py makes the databases.

    On a server of one's own DATABASE_TEST_URL names a superuser there.
    """
    superuser = os.environ.get("DATABASE_TEST_URL") or cluster.url(cluster.ADMIN, "postgres")
    kept = {key: value for key, value in surrounding.items() if not key.startswith("DATABASE_")}
    return {
        **kept,
        "DATABASE_URL": superuser,
        "DATABASE_ROLE": "app",
        "DATABASE_ONE_CONNECTION": "1",
        "DATABASE_MAX_AGE": "0",
        "DEMO": "0",
        "LOCAL_ACCOUNTS": "1",
    }
