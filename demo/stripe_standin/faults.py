"""Misbehavior on order: what Stripe and the network between do to a shop on a bad day."""

import threading
from dataclasses import dataclass, field


@dataclass
class Faults:
    """Each count is a number of coming calls or deliveries that go wrong; it falls by one each time and may be set at any time.

    API: `server_errors` (500, kept under the idempotency key like a real answer), `rate_limits` (429 with `retry_after` seconds),
    `hangs` (the work starts `hang_seconds` late), `resets` (connection reset, nothing done), `lost_answers` (work done, then reset).
    Webhooks: `dropped_deliveries` (attempt counted, nothing sent), `duplicated_deliveries` (sent twice), `delayed_deliveries`
    (first attempt `delay_seconds` late), `lost_events` (the event is never made, as Stripe itself warns).
    """

    server_errors: int = 0
    rate_limits: int = 0
    retry_after: int = 1
    hangs: int = 0
    hang_seconds: float = 1.0
    resets: int = 0
    lost_answers: int = 0
    dropped_deliveries: int = 0
    duplicated_deliveries: int = 0
    delayed_deliveries: int = 0
    delay_seconds: float = 1.0
    lost_events: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False, compare=False)

    def take(self, name: str) -> bool:
        """Whether the fault called `name` strikes now; counts it down. Two threads never take the same one."""
        with self._lock:
            left: int = getattr(self, name)
            if left <= 0:
                return False
            setattr(self, name, left - 1)
            return True
