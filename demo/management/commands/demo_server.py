"""`manage.py demo_server`: the whole demo on one machine: web server, worker and the stand-in Stripe."""

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from blog.articles.models import Post
from demo.load_shop import PASSWORD
from demo.stripe_standin import StripeStandin


class Command(BaseCommand):
    help = "Serve the demo shop on http://127.0.0.1:PORT; Ctrl+C stops everything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port", type=int, default=8000, help="The shop's port (8000); the stand-in Stripe takes the next one."
        )

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if settings.SHOP_MODE != "demo":
            raise CommandError("SHOP_MODE is not 'demo'; this command serves the demo only.")
        for needed in (port, port + 1):
            self._check_free(needed)
        site = f"http://127.0.0.1:{port}"
        standin = StripeStandin(
            port=port + 1,
            webhook_url=f"{site}/webhooks/stripe/",
            webhook_secret=settings.STRIPE_WEBHOOK_SECRETS[0],
            api_key=settings.STRIPE_SECRET_KEY,
            state_path=Path(settings.MEDIA_ROOT).parent / "stripe-standin.json",
        )
        standin.start()
        environment = {**os.environ, "SITE_URL": site, "STRIPE_STANDIN_URL": standin.url}
        web = [
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            "python:config.gunicorn",
            "config.wsgi",
            "--bind",
            f"127.0.0.1:{port}",
            "--workers",
            "2",
            "--threads",
            "4",
        ]
        worker = [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker"]
        web += ["--log-level", "warning"]
        processes = [subprocess.Popen(command, env=environment) for command in (web, worker)]  # noqa: S603 -- our own programs
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            self._announce(site, port)
            while all(process.poll() is None for process in processes):
                time.sleep(0.5)
            raise CommandError("A part of the demo stopped; its message stands above.")
        except KeyboardInterrupt:
            self.stdout.write("\nThe demo is closed. 'make demo' opens it again.")
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(10)
            standin.stop()

    def _check_free(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise CommandError(f"Port {port} is in use. Choose another one: make demo PORT=8100") from error

    def _announce(self, site: str, port: int) -> None:
        for _attempt in range(150):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        review = Post.objects.filter(is_draft=False).order_by("-published_at").first()
        lines = [
            "",
            f"  Shop     {site}/",
            f"  Review   {site}{review.get_absolute_url()}" if review else "",
            f"  Admin    {site}/admin/   login 'demo', password '{PASSWORD}'",
            f"  Mails    {settings.BASE_DIR / 'var' / 'mail'} and Admin > Mails",
            "",
            "  Ctrl+C stops the demo.",
            "",
        ]
        self.stdout.write("\n".join(line for line in lines))
        self.stdout.flush()
