"""A tiny shop's end: a server that takes webhooks and checks their signature with the real SDK."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import stripe

SECRET = "whsec_tests"


class Receiver:
    """`received` holds (id, type) of every event whose signature is right; `statuses` are answered first, then 200."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str]] = []
        self.events: list[Any] = []
        self.forged = 0
        self.statuses: list[int] = []
        self.arrived = threading.Condition()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"receiver": self}))
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/webhooks/stripe/"
        threading.Thread(target=self._http.serve_forever, args=(0.005,), daemon=True).start()

    def take(self, payload: bytes, signature: str) -> int:
        try:
            event = stripe.Webhook.construct_event(payload, signature, SECRET)
        except stripe.SignatureVerificationError:
            self.forged += 1
            return 400
        with self.arrived:
            self.received.append((event.id, event.type))
            self.events.append(event)
            status = self.statuses.pop(0) if self.statuses else 200
            self.arrived.notify_all()
        return status

    def wait_for(self, count: int) -> list[str]:
        """The types of the first `count` events, waiting for them at most 5 seconds."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.received) >= count, timeout=5), self.received
            return [kind for _id, kind in self.received[:count]]

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def do_POST(self) -> None:
        payload = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.receiver.take(payload, self.headers.get("Stripe-Signature", ""))
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass
