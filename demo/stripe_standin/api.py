"""The API: who may call, what a call means, and how its answer is remembered."""

import base64
import binascii
import hmac
import logging
import threading
from collections.abc import Callable
from urllib.parse import unquote

from demo.stripe_standin.endpoints import Call, answer, find_route
from demo.stripe_standin.faults import Faults
from demo.stripe_standin.form import Nested, parse_form
from demo.stripe_standin.idempotency import IdempotencyStore, fingerprint
from demo.stripe_standin.messages import ApiError, ConnectionIsDropped, Json, Request, Response, invalid, json_response
from demo.stripe_standin.objects import API_VERSION, new_id
from demo.stripe_standin.params import read_params
from demo.stripe_standin.state import State

logger = logging.getLogger(__name__)


class Api:
    """Answers everything below /v1/."""

    def __init__(self, *, state: State, api_key: str, faults: Callable[[], Faults], stopping: threading.Event) -> None:
        """`faults` is asked anew on every call; a hanging call ends early once `stopping` is set."""
        self._state = state
        self._api_key = api_key
        self._faults = faults
        self._stopping = stopping
        self._kept = IdempotencyStore(state)

    def handle(self, request: Request) -> Response:
        """The answer to `request`, errors included. Raises `ConnectionIsDropped` when a fault says so."""
        try:
            response = self._checked(request)
        except ApiError as error:
            response = json_response(error.status, {"error": error.error})
        except ConnectionIsDropped:
            raise
        except Exception:  # a defect of the stand-in must look like one of Stripe's, not like a broken connection
            logger.exception("defect at %s %s", request.method, request.path)
            response = _server_error()
        key = request.headers.get("Idempotency-Key")
        extra = {"Request-Id": new_id("req_", 14), "Stripe-Version": request.headers.get("Stripe-Version", API_VERSION)}
        if key:
            extra["Idempotency-Key"] = key
        return Response(response.status, response.body, {**extra, **response.headers})

    def _checked(self, request: Request) -> Response:
        self._check_key(request.headers.get("Authorization", ""))
        faults = self._faults()
        if faults.take("rate_limits"):
            error: Json = {"code": "rate_limit", "message": "Request rate limit exceeded.", "type": "invalid_request_error"}
            return json_response(429, {"error": error}, {"Retry-After": str(faults.retry_after)})
        if faults.take("resets"):
            raise ConnectionIsDropped
        params = parse_form(request.query if request.method != "POST" else _form_text(request))
        key = request.headers.get("Idempotency-Key", "") if request.method == "POST" else ""
        response = self._once(request, params, key) if key else self._work(request, params)
        if faults.take("lost_answers"):
            raise ConnectionIsDropped
        return response

    def _check_key(self, header: str) -> None:
        scheme, _, value = header.partition(" ")
        if scheme.lower() == "basic":
            try:
                value = base64.b64decode(value, validate=True).decode().partition(":")[0]
            except (binascii.Error, UnicodeDecodeError):
                value = ""
        if not value or scheme.lower() not in ("basic", "bearer"):
            raise ApiError(401, "You did not provide an API key. Provide it in the Authorization header, using Bearer auth.")
        if not hmac.compare_digest(value.strip().encode(), self._api_key.encode()):
            raise ApiError(401, f"Invalid API Key provided: {value[:8]}****")

    def _once(self, request: Request, params: Nested, key: str) -> Response:
        """The kept answer for `key`, or the work done and kept in one change: both survive a crash, or neither."""
        mark = fingerprint(request.method, request.path, params)
        with self._kept.claim(key):
            kept = self._kept.recall(key, mark)
            if kept is not None:
                return kept
            self._hang()
            with self._state.changing():
                response = self._work(request, params, may_hang=False)
                if response.status >= 500:
                    response = Response(response.status, response.body, {**response.headers, "Stripe-Should-Retry": "false"})
                self._kept.keep(key, mark, response)
            return response

    def _work(self, request: Request, params: Nested, *, may_hang: bool = True) -> Response:
        if may_hang:
            self._hang()
        if self._faults().take("server_errors"):
            return _server_error()
        route = find_route(request.method, request.path)
        if route is None:
            message = f"Unrecognized request URL ({request.method}: {request.path})."
            raise ApiError(404, message)
        params_name, object_id, deed = route
        values = read_params(params_name, params)
        call = Call(self._state, self._faults(), values, unquote(object_id))
        with self._state.lock:  # until it is written, so that no other thread changes it meanwhile
            return json_response(200, answer(call, deed))

    def _hang(self) -> None:
        faults = self._faults()
        if faults.take("hangs"):
            self._stopping.wait(faults.hang_seconds)


def _server_error() -> Response:
    return json_response(500, {"error": {"message": "An unknown error occurred", "type": "api_error"}})


def _form_text(request: Request) -> str:
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if request.body and kind != "application/x-www-form-urlencoded":
        raise invalid("Invalid request (check that your POST content type is application/x-www-form-urlencoded).")
    try:
        return request.body.decode()
    except UnicodeDecodeError as error:
        raise invalid("Invalid request body: not form-encoded.") from error
