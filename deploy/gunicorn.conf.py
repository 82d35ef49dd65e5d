"""The web server: few processes with threads, nothing written to disk or log about a request."""

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
