"""`python -m beredskab.vault.agent`: runs until TERM. Everything is read from the environment.

KEY_AGENT_SOCKET  where it listens        KEYS              the key folder, its own user's alone
DATABASE_URL      as the role app         KEY_AGENT_USERS   who may ask: user names or numbers, commas
KEY_AGENT_LOG     a file; else stderr     KEY_AGENT_HOURLY  notifications one person may open in an hour
"""

import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path

from beredskab import env
from beredskab.vault import keyfiles
from beredskab.vault.agent.door import Door
from beredskab.vault.agent.pace import Pace
from beredskab.vault.agent.server import Agent, Server, uids_of

HOURLY = 120


def main() -> int:
    """0 after TERM, 1 with one sentence when it cannot start."""
    place = Path(env.required("KEY_AGENT_SOCKET", "it is where the key agent listens"))
    address = env.required("DATABASE_URL", "the key agent asks the database who may open what")
    try:
        users = uids_of(env.words("KEY_AGENT_USERS", str(os.geteuid())))
    except KeyError as unknown:
        raise env.BadEnvironment("KEY_AGENT_USERS", f"names a user that is not there: {unknown}") from None
    keys = keyfiles.folder(Path(env.required("KEYS", "it is the folder of the private keys")))
    os.chmod(keys, 0o700)
    _log_to(env.text("KEY_AGENT_LOG"))
    pace = Pace(env.number("KEY_AGENT_HOURLY", HOURLY, low=1, high=100_000))
    with Server(place, Agent(keys, Door(address), users, pace)) as server:
        signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
        server.serve_forever()
    place.unlink(missing_ok=True)
    return 0


def _log_to(path: str) -> None:
    """Times in UTC, one line of JSON for each question."""
    handler: logging.Handler = logging.FileHandler(path) if path else logging.StreamHandler()
    if path:
        os.chmod(path, 0o600)
    line = logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    line.converter = time.gmtime
    handler.setFormatter(line)
    logger = logging.getLogger("key-agent")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False


if __name__ == "__main__":
    sys.exit(main())
