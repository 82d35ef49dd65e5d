"""What the tests need of npm: an OpenID provider to sign in at, under var/node, pinned by its lock file."""

import shutil
import subprocess
import sys

from deploy.paths import ROOT, VAR, content_hash, one_at_a_time, read_stamp, say, write_stamp

PROVIDER = ROOT / "tests" / "signin" / "provider"
PLACE = VAR / "node" / "provider"


def ensure() -> None:
    """Install it when its lock file is new here; without npm the tests that need it are skipped."""
    npm = shutil.which("npm")
    if npm is None:
        say("going on without npm: signing in is not tried at a real OpenID provider")
        return
    with one_at_a_time("node"):
        wanted = content_hash([PROVIDER / "package.json", PROVIDER / "package-lock.json"])
        if read_stamp("node") == wanted and (PLACE / "node_modules").is_dir():
            return
        say("installing the OpenID provider of the tests")
        PLACE.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(PROVIDER / name, PLACE / name)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        if subprocess.run(command, cwd=PLACE, stdout=sys.stderr, check=False).returncode == 0:
            write_stamp("node", wanted)
        else:
            say("npm could not install it")
