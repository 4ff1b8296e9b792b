"""`manage.py worker`: do what can wait. Run one or several beside the web server; stop with Ctrl+C or SIGTERM.

It finishes the job or mail it is at, then stops. One that is killed loses nothing: its lease ends, and another takes over.
"""

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from shop.worker.round import do_round, plan_periodic

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send mails, look after payments, end unpaid orders, make invoices: now, and whenever something is due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due and stop.")
        parser.add_argument("--every", type=float, default=1.0, metavar="SECONDS", help="How long to rest between two rounds (1).")

    def handle(self, *args: Any, once: bool, every: float, **options: Any) -> None:
        stop = threading.Event()
        if not once:
            signal.signal(signal.SIGTERM, lambda *_: stop.set())
            signal.signal(signal.SIGINT, lambda *_: stop.set())
        plan_periodic(at=timezone.now())
        while not stop.is_set():
            close_old_connections()
            try:
                jobs, mails = do_round(at=timezone.now(), patient=50 if once else 2, stop=stop.is_set)
            except DatabaseError:
                if once:
                    raise
                logger.exception("the database is away; the worker tries again")
                jobs = mails = 0
            if once:
                self.stdout.write(f"{jobs} jobs done, {mails} mails sent.")
                return
            stop.wait(0 if jobs or mails else every)
