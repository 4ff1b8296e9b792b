"""Everything the stand-in knows: Stripe's objects as plain dictionaries, kept under one lock and, if wished, in one file."""

import heapq
import json
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from demo.stripe_standin.account import Account
from demo.stripe_standin.messages import Json

VERSION = 1
EVENT_LIFE = 30 * 24 * 3600  # seconds; Stripe lists events of the last 30 days
KEY_LIFE = 24 * 3600  # seconds; Stripe may forget an idempotency key after this
TABLES = ("sessions", "line_items", "intent_data", "payment_intents", "charges", "refunds", "idempotency")
LATER_TABLES = ("disputes", "appointments")  # a file of before their time is as good as one where they are empty


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
        self.account = Account()  # not saved: whoever starts the stand-in sets it up
        self.sessions: dict[str, Json] = {}
        self.line_items: dict[str, list[Json]] = {}  # by session
        self.intent_data: dict[str, Json] = {}  # by session, until its payment intent is made
        self.payment_intents: dict[str, Json] = {}
        self.charges: dict[str, Json] = {}
        self.refunds: dict[str, Json] = {}
        self.disputes: dict[str, Json] = {}
        self.appointments: dict[str, Json] = {}  # by session (a debit) or refund, until its bank has answered
        self.idempotency: dict[str, Json] = {}
        self.events: list[Json] = []
        self.deliveries: list[Delivery] = []
        self.attempts: Counter[str] = Counter()  # deliveries by event; this and the two heaps are made anew when loaded
        self.jobs: list[Job] = []
        self._expiries: list[tuple[int, str]] = []  # (expires_at, session): a look at the clock must not cost a look at all
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
        for table in (self.sessions, self.payment_intents, self.charges, self.refunds, self.disputes):
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

    def plan_expiry(self, session: Json) -> None:
        """Have `session` looked at when its time is over."""
        with self.lock:
            heapq.heappush(self._expiries, (session["expires_at"], session["id"]))

    def sessions_due(self) -> list[Json]:
        """The open sessions whose time is over; each is told once."""
        with self.lock:
            now = self.now()
            due: dict[str, Json] = {}  # by id, for a session may have been planned twice
            while self._expiries and self._expiries[0][0] <= now:
                session = self.sessions[heapq.heappop(self._expiries)[1]]
                if session["status"] == "open" and session["expires_at"] > now:  # it was given more time
                    self.plan_expiry(session)
                elif session["status"] == "open":
                    due[session["id"]] = session
            return list(due.values())

    def _save(self) -> None:
        if self.path is None:
            return
        tables = {name: getattr(self, name) for name in (*TABLES, *LATER_TABLES, "events", "deliveries")}
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
            for name in LATER_TABLES:
                setattr(self, name, stored.get(name, {}))
            oldest = self.now() - EVENT_LIFE
            self.events = [event for event in stored["events"] if event["created"] > oldest]
            kept = {event["id"] for event in self.events}
            self.deliveries = [Delivery(*row) for row in stored["deliveries"] if row[0] in kept]
            self.attempts.update(row.event_id for row in self.deliveries)
            for session in self.sessions.values():
                if session["status"] == "open":
                    self.plan_expiry(session)
        except (ValueError, KeyError, TypeError) as error:
            raise StateIsUnreadable(f"{path} cannot be read ({error}); delete it to start anew") from error
        for event in self.events:
            if event["pending_webhooks"]:
                self.plan_delivery(event["id"])
