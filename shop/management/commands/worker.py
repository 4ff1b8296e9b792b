"""`manage.py worker`: do what can wait. Run one or several beside the web server; stop with Ctrl+C or SIGTERM."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from shop.mail.send import send_due_mails


class Command(BaseCommand):
    help = "Send the mails that wait in the outbox, now and whenever new ones come."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due and stop.")
        parser.add_argument("--every", type=float, default=1.0, metavar="SECONDS", help="How long to rest between two rounds (1).")

    def handle(self, *args: Any, once: bool, every: float, **options: Any) -> None:
        stop = threading.Event()
        if not once:
            signal.signal(signal.SIGTERM, lambda *_: stop.set())
            signal.signal(signal.SIGINT, lambda *_: stop.set())
        while not stop.is_set():
            close_old_connections()
            sent = send_due_mails(at=timezone.now())
            if once:
                self.stdout.write(f"{sent} mails sent.")
                return
            stop.wait(every)
