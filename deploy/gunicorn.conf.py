"""The web server: few processes with threads, nothing written to disk or log about a request."""

import gc
import os

bind = f"{os.environ.get('BIND') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
if ":" in (os.environ.get("BIND") or ""):
    bind = f"[{os.environ['BIND']}]:{os.environ.get('PORT') or '8000'}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)
preload_app = True
timeout = 60
graceful_timeout = 10
keepalive = 5
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
control_socket_disable = True
proc_name = "beredskab"
accesslog = None  # addresses of pages and people have no place in a log
errorlog = "-"
loglevel = "warning"


def post_fork(server, worker):  # type: ignore[no-untyped-def]  # gunicorn's hook
    """What was loaded before the fork lives for ever: the collector need not walk it again and again.

    A page makes tens of thousands of objects that are gone with it; collecting every 700 of them, as Python
    does by itself, cost a tenth of every page.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
