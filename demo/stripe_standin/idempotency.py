"""Idempotency keys: the same key is answered the same, whatever happened in between.

As at Stripe: a key is at most 255 characters and kept for 24 hours; other parameters under the same key are an error; a 500 is
repeated too; a refusal (4xx: a parameter that makes no sense, a call beside itself) is not kept and may be tried again.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from demo.stripe_standin.messages import ApiError, Json, Response, invalid
from demo.stripe_standin.state import KEY_LIFE, State

MAX_LENGTH = 255


def fingerprint(*parts: Any) -> str:
    """A short text that is the same for the same method, address and parameters."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


class IdempotencyStore:
    """The answers under their keys, kept in `state`; calls in progress are known to this process only."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._in_progress: set[str] = set()

    @contextmanager
    def claim(self, key: str) -> Iterator[None]:
        """Hold `key` while its call is at work. Raises `ApiError` 409 if another call holds it."""
        if len(key) > MAX_LENGTH:
            raise invalid(f"Idempotency keys can have at most {MAX_LENGTH} characters.")
        with self._state.lock:
            if key in self._in_progress:
                message = (
                    "There is currently another in-progress request using this Idempotent Key (that probably means you submitted "
                    f"twice, and the other request is still going through): {key}. Please try again later."
                )
                raise ApiError(409, message, code="idempotency_key_in_use")
            self._in_progress.add(key)
        try:
            yield
        finally:
            with self._state.lock:
                self._in_progress.discard(key)

    def recall(self, key: str, mark: str) -> Response | None:
        """The kept answer for `key`, or None. Raises `ApiError` 400 if the key was first used for something else."""
        with self._state.lock:
            kept = self._state.idempotency.get(key)
        if kept is None or kept["at"] <= self._state.now() - KEY_LIFE:
            return None
        if kept["mark"] != mark:
            message = (
                "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                f"Try using a key other than '{key}' if you meant to execute a different request."
            )
            raise ApiError(400, message, kind="idempotency_error")
        headers = {**kept["headers"], "Idempotent-Replayed": "true"}
        return Response(kept["status"], kept["body"].encode(), headers)

    def keep(self, key: str, mark: str, answer: Response) -> None:
        """Remember `answer`; drops keys older than a day."""
        now = self._state.now()
        kept: Json = {
            "mark": mark,
            "status": answer.status,
            "body": answer.body.decode(),
            "headers": answer.headers,
            "at": now,
        }
        with self._state.changing():
            kept_keys = self._state.idempotency
            while kept_keys and next(iter(kept_keys.values()))["at"] <= now - KEY_LIFE:  # the oldest stand first
                del kept_keys[next(iter(kept_keys))]
            kept_keys.pop(key, None)  # an old answer under the same key: the new one goes to the end
            kept_keys[key] = kept
