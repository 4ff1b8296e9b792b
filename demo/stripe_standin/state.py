"""Everything the stand-in knows: Stripe's objects as plain dictionaries, kept under one lock and, if wished, in one file."""

import heapq
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from demo.stripe_standin.messages import Json

VERSION = 1
EVENT_LIFE = 30 * 24 * 3600  # seconds; Stripe lists events of the last 30 days
KEY_LIFE = 24 * 3600  # seconds; Stripe may forget an idempotency key after this
TABLES = ("sessions", "line_items", "intent_data", "payment_intents", "charges", "refunds", "idempotency")


class StateIsUnreadable(Exception):
    """The state file is no JSON, or of another version."""


class Delivery(NamedTuple):
    """One attempt to deliver an event; `attempt` counts from 1, `status` is the HTTP status or 0 for no answer."""

    event_id: str
    attempt: int
    status: int


class Job(NamedTuple):
    """A delivery to come; sorted by `due` (monotonic seconds), then by the order of asking."""

    due: float
    turn: int
    event_id: str
    is_delayed: bool = False


class State:
    """The tables, keyed by id and oldest first. Read under `lock`; write inside `changing`, which also saves."""

    def __init__(self, path: Path | None = None) -> None:
        """Raises `StateIsUnreadable` if there is a file at `path` that cannot be used."""
        self.path = path
        self.lock = threading.RLock()
        self.news = threading.Condition(self.lock)  # a delivery is due, or one was recorded
        self.clock: Callable[[], float] = time.time  # tests move it
        self.base_url = ""
        self.sessions: dict[str, Json] = {}
        self.line_items: dict[str, list[Json]] = {}  # by session
        self.intent_data: dict[str, Json] = {}  # by session, until its payment intent is made
        self.payment_intents: dict[str, Json] = {}
        self.charges: dict[str, Json] = {}
        self.refunds: dict[str, Json] = {}
        self.idempotency: dict[str, Json] = {}
        self.events: list[Json] = []
        self.deliveries: list[Delivery] = []
        self.jobs: list[Job] = []  # a heap; not saved, made anew from the events when loaded
        self._turn = 0
        self._depth = 0
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists():
                self._load(path)

    def now(self) -> int:
        """Seconds since 1970, as Stripe counts."""
        return int(self.clock())

    def find(self, object_id: str) -> Json | None:
        """The object that an id within another object points to."""
        for table in (self.sessions, self.payment_intents, self.charges, self.refunds):
            if object_id in table:
                return table[object_id]
        return None

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the lock; save once at the end of the outermost block, so that what belongs together is kept together."""
        with self.lock:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self._save()
                self.news.notify_all()

    def plan_delivery(self, event_id: str, *, after: float = 0.0, is_delayed: bool = False) -> None:
        """Have `event_id` delivered in `after` seconds."""
        with self.lock:
            self._turn += 1
            heapq.heappush(self.jobs, Job(time.monotonic() + after, self._turn, event_id, is_delayed))
            self.news.notify_all()

    def _save(self) -> None:
        if self.path is None:
            return
        tables = {name: getattr(self, name) for name in (*TABLES, "events", "deliveries")}
        text = json.dumps({"version": VERSION, **tables}, ensure_ascii=False)
        draft = self.path.with_name(self.path.name + ".tmp")
        # 0600: customers' addresses are in it. Written beside and renamed, so that a reader never sees half a file.
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path)

    def _load(self, path: Path) -> None:
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            if stored["version"] != VERSION:
                raise StateIsUnreadable(f"{path} is of another version; delete it to start anew")
            for name in TABLES:
                setattr(self, name, stored[name])
            oldest = self.now() - EVENT_LIFE
            self.events = [event for event in stored["events"] if event["created"] > oldest]
            kept = {event["id"] for event in self.events}
            self.deliveries = [Delivery(*row) for row in stored["deliveries"] if row[0] in kept]
        except (ValueError, KeyError, TypeError) as error:
            raise StateIsUnreadable(f"{path} cannot be read ({error}); delete it to start anew") from error
        for event in self.events:
            if event["pending_webhooks"]:
                self.plan_delivery(event["id"])
