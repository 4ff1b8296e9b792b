"""What travels between the HTTP server and the rooms behind it."""

import json
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """One HTTP request; `path` without the query, `headers` looked up without regard to case."""

    method: str
    path: str
    query: str
    headers: "Message[str, str]"
    body: bytes


@dataclass(frozen=True)
class Response:
    """One HTTP answer; the server adds Content-Length."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class ConnectionIsDropped(Exception):
    """A fault: the connection is reset instead of answered."""


class ApiError(Exception):
    """A refusal in Stripe's shape; the API turns it into `{"error": {...}}` with `status`."""

    def __init__(self, status: int, message: str, *, code: str = "", param: str = "", kind: str = "invalid_request_error") -> None:
        super().__init__(message)
        self.status = status
        self.error: Json = {"message": message, "type": kind}
        if code:
            self.error["code"] = code
            self.error["doc_url"] = f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"
        if param:
            self.error["param"] = param


def invalid(message: str, *, param: str = "", code: str = "") -> ApiError:
    """A 400 for a request that makes no sense."""
    return ApiError(400, message, code=code, param=param)


def missing_object(kind: str, object_id: str, *, param: str = "id", status: int = 404) -> ApiError:
    """Stripe's answer for an id that it does not know: 404 in the address, 400 in a parameter."""
    return ApiError(status, f"No such {kind}: '{object_id}'", code="resource_missing", param=param)


def json_response(status: int, body: Json, headers: dict[str, str] | None = None) -> Response:
    """`body` as JSON; without Stripe's indentation, which takes Python ten times as long."""
    text = json.dumps(body, ensure_ascii=False)
    return Response(status, text.encode(), {"Content-Type": "application/json", **(headers or {})})
