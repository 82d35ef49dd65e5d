import os
import signal
import socket
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from beredskab.outbox import worker


class Command(BaseCommand):
    help = "The worker: hands over mail, does what is due, seals the log, runs jobs. Several may run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then stop (exit 0)")
        parser.add_argument("--every", type=float, default=2.0, help="seconds between two rounds")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stopping = threading.Event()
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        if options["once"]:
            self.look_round()
            self.run_jobs()
            return
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signal_number, lambda *_: self.stopping.set())
        jobs = threading.Thread(target=self.run_jobs_until_stopped, args=(options["every"],), daemon=True)
        jobs.start()
        while not self.stopping.is_set():
            self.look_round()
            self.stopping.wait(options["every"])

    def look_round(self) -> None:
        """One sweep; a database that is away for a moment is no reason to die."""
        close_old_connections()
        try:
            now = timezone.now()
            worker.beat(self.name, at=now)
            worker.deliver(at=now)
            worker.do_duties(at=now)
            worker.seal()
            worker.observe(at=now)
            worker.other_parts(at=now)
        except Exception as fault:  # the promise stands in the database; the next round tries again
            self.stderr.write(f"worker: {type(fault).__name__}, trying again")

    def run_jobs_until_stopped(self, pause: float) -> None:
        while not self.stopping.is_set():
            try:
                self.run_jobs()
            except Exception as fault:  # see look_round
                self.stderr.write(f"worker jobs: {type(fault).__name__}, trying again")
            self.stopping.wait(pause)

    def run_jobs(self) -> None:
        """Run the jobs that are ready, then return."""
        Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.name[:64],
            excluded_queue_names=[],
        ).run()
