"""Deliver events to the shop as Stripe does: signed, at least once, in no promised order, again and again until a 2xx comes."""

import hashlib
import heapq
import hmac
import http.client
import json
import logging
import threading
import time
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from demo.stripe_standin.events import find_event
from demo.stripe_standin.faults import Faults
from demo.stripe_standin.messages import Json
from demo.stripe_standin.state import Delivery, Job, State

logger = logging.getLogger(__name__)

WORKERS = 3  # so that one delivery that hangs does not hold up the others
NO_ANSWER = 0
Receive = Callable[[bytes, str], int]  # a body and its Stripe-Signature -> the HTTP status


def sign(*, payload: bytes, secret: str, at: int) -> str:
    """The Stripe-Signature header for `payload`: an HMAC-SHA256 over `at` (seconds since 1970), a dot and the body."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + payload, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


class Deliverer:
    """Sends what is planned in `state`; an empty `url` means that nobody listens yet, and events wait."""

    def __init__(
        self, *, state: State, url: str, secret: str, faults: Callable[[], Faults], receive: Receive | None = None
    ) -> None:
        """`receive` takes events in this process, in place of a server at `url`; what it raises, the one who delivers gets."""
        self._state = state
        self.receive = receive
        self.url = url
        self.secret = secret
        self._faults = faults
        self.timeout = 10.0  # seconds for one attempt
        self.retry_delays = (0.3, 1.0, 3.0, 10.0, 30.0, 60.0, 300.0, 900.0)  # seconds before the next attempt; then it gives up
        self._stopping = False
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to deliver in the background."""
        self._stopping = False
        self._threads = [threading.Thread(target=self._run, name="stripe-standin-webhooks", daemon=True) for _ in range(WORKERS)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Begin nothing new; an attempt that is under way gets two seconds to end."""
        with self._state.lock:
            self._stopping = True
            self._state.news.notify_all()
        for thread in self._threads:
            thread.join(timeout=2)

    def deliver(self, event_id: str) -> int:
        """Send an event now, whatever faults are set, and record it; its HTTP status, 0 for no answer. Raises KeyError."""
        with self._state.lock:
            event = self._find(event_id)
            if event is None:
                raise KeyError(event_id)
        return self._record(event, self._send(event))

    def deliver_each(self, event_ids: Iterable[str]) -> list[int]:
        """Send events now, one after the other in this order, repeated ones again; their HTTP statuses. Raises KeyError."""
        return [self.deliver(event_id) for event_id in event_ids]

    def signed(self, event_id: str) -> tuple[bytes, str]:
        """The body of an event and its Stripe-Signature of now, without sending or recording anything. Raises KeyError."""
        with self._state.lock:
            event = self._find(event_id)
            if event is None:
                raise KeyError(event_id)
            payload = json.dumps(event, indent=2).encode()
        # The real clock, not the one that tests move: the SDK compares it with its own.
        return payload, sign(payload=payload, secret=self.secret, at=int(time.time()))

    def deliver_pending(self, *, newest_first: bool = False) -> int:
        """Send now, one after the other, every event that was not delivered yet; how many arrived."""
        with self._state.lock:
            waiting = [event["id"] for event in self._state.events if event["pending_webhooks"]]
        return sum(200 <= self.deliver(event_id) < 300 for event_id in (reversed(waiting) if newest_first else waiting))

    def wait_for_first(self, *, kind: str, object_id: str, seconds: float) -> bool:
        """Wait until the event of `kind` about an object was tried once; whether it was. At once False if nobody listens."""
        event = find_event(self._state, kind=kind, object_id=object_id)
        if event is None or not self._is_heard() or not self._threads:
            return False
        with self._state.lock:
            return self._state.news.wait_for(lambda: self._stopping or self._state.attempts[event["id"]] > 0, timeout=seconds)

    def _is_heard(self) -> bool:
        return bool(self.url) or self.receive is not None

    def _find(self, event_id: str) -> Json | None:
        return next((event for event in reversed(self._state.events) if event["id"] == event_id), None)

    def _run(self) -> None:
        while True:
            event = self._next_event()
            if event is None:
                return
            try:
                self._attempt(event)
            except Exception:  # the thread must outlive one bad attempt, such as a state file on a full disk
                logger.exception("defect while delivering %s", event["id"])

    def _next_event(self) -> Json | None:
        """Wait for the next due event that still needs a delivery; None when stopping."""
        jobs = self._state.jobs
        with self._state.lock:
            while not self._stopping:
                wait = jobs[0].due - time.monotonic() if jobs and self._is_heard() else None
                if wait is None or wait > 0:
                    self._state.news.wait(wait)
                    continue
                job = heapq.heappop(jobs)
                event = self._find(job.event_id)
                if event is None or not event["pending_webhooks"] or self._is_put_off(job):
                    continue
                return event
        return None

    def _is_put_off(self, job: Job) -> bool:
        faults = self._faults()
        is_first = self._state.attempts[job.event_id] == 0
        if job.is_delayed or not is_first or not faults.take("delayed_deliveries"):
            return False
        self._state.plan_delivery(job.event_id, after=faults.delay_seconds, is_delayed=True)
        return True

    def _attempt(self, event: Json) -> None:
        faults = self._faults()
        if faults.take("dropped_deliveries"):
            status = self._record(event, NO_ANSWER)
        else:
            status = self._record(event, self._send(event))
            if faults.take("duplicated_deliveries"):
                status = max(status, self._record(event, self._send(event)))
        if event["pending_webhooks"] == 0:
            return
        tried = self._state.attempts[event["id"]]
        if tried <= len(self.retry_delays):
            self._state.plan_delivery(event["id"], after=self.retry_delays[tried - 1])
        logger.info("event %s (%s) was answered %s at attempt %s", event["id"], event["type"], status, tried)

    def _record(self, event: Json, status: int) -> int:
        with self._state.changing():
            self._state.attempts[event["id"]] += 1
            self._state.deliveries.append(Delivery(event["id"], self._state.attempts[event["id"]], status))
            if 200 <= status < 300:
                event["pending_webhooks"] = 0
        return status

    def _send(self, event: Json) -> int:
        """POST `event`; redirects are not followed, as Stripe does not. The lock is not held: the shop calls back meanwhile."""
        payload, signature = self.signed(event["id"])
        if self.receive is not None:
            return self.receive(payload, signature)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (the stand-in of the demo)",
            "Stripe-Signature": signature,
        }
        parts = urlsplit(self.url)
        connect = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection = connect(parts.hostname or "", parts.port, timeout=self.timeout)
            try:
                connection.request("POST", target, payload, headers)
                return connection.getresponse().status
            finally:
                connection.close()
        except (OSError, http.client.HTTPException) as error:
            logger.info("event %s found nobody: %s", event["id"], error)
            return NO_ANSWER
