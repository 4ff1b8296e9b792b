"""Run the stand-in by itself: `python -m demo.stripe_standin --port 8001 --webhook-url … --webhook-secret … --api-key …`."""

import argparse
import errno
import logging
import signal
import sys
import threading
from pathlib import Path

from demo.stripe_standin.account import Account
from demo.stripe_standin.server import StripeStandin
from demo.stripe_standin.state import StateIsUnreadable


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m demo.stripe_standin", description="A stand-in for Stripe. No money moves.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--webhook-url", required=True, help="where the shop takes Stripe's webhooks")
    parser.add_argument("--webhook-secret", required=True)
    parser.add_argument("--api-key", required=True)
    parser.add_argument("--debit-seconds", type=float, default=20, help="until the bank answers a debit (20)")
    parser.add_argument("--state", type=Path, help="a file that keeps the payments over a restart")
    return parser.parse_args()


def main() -> None:
    """Serve until interrupted; ends with a sentence and status 1 if the port is taken or the state file is unusable."""
    logging.basicConfig(level=logging.WARNING, format="stripe stand-in: %(message)s")
    given = _arguments()
    try:
        standin = StripeStandin(
            host=given.host,
            port=given.port,
            webhook_url=given.webhook_url,
            webhook_secret=given.webhook_secret,
            api_key=given.api_key,
            state_path=given.state,
            account=Account(debit_seconds=given.debit_seconds),
        )
        standin.start()
    except StateIsUnreadable as error:
        raise SystemExit(f"The stand-in for Stripe cannot start: {error}.") from error
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise SystemExit(f"The stand-in for Stripe cannot start: {error}.") from error
        message = f"Port {given.port} is in use, perhaps by another stand-in; stop it or give another with --port."
        raise SystemExit(message) from error
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    sys.stdout.write(f"The stand-in for Stripe listens on {standin.url} (no money moves). Stop it with Ctrl+C.\n")
    sys.stdout.flush()  # whoever started it may read this from a pipe
    stop.wait()
    standin.stop()


if __name__ == "__main__":
    main()
