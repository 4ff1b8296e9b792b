"""The page where a visitor of the demo pretends to pay. It works without JavaScript and asks for nothing real."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from demo.stripe_standin.debits import pay_by_debit
from demo.stripe_standin.faults import Faults
from demo.stripe_standin.hosted_markup import STYLESHEET, checkout_page, message_page
from demo.stripe_standin.messages import Json, Request, Response
from demo.stripe_standin.payments import (
    MethodIsNotOffered,
    NoSuchSession,
    SessionIsComplete,
    SessionIsExpired,
    decline,
    open_session,
    pay,
)
from demo.stripe_standin.state import State
from demo.stripe_standin.webhooks import Deliverer
from demo.stripe_standin.words import language_of

_CSS = Path(__file__).with_name("hosted_page.css")
_PAGE = re.compile(r"/c/pay/([A-Za-z0-9_]+)(?:/(payment|decline|debit|bounce))?")


class HostedPages:
    """Answers everything that is not the API."""

    def __init__(self, *, state: State, deliverer: Deliverer, faults: Callable[[], Faults], wait: Callable[[], float]) -> None:
        """`wait` tells how many seconds a paying visitor waits for the shop to hear of it."""
        self._state = state
        self._deliverer = deliverer
        self._faults = faults
        self._wait = wait

    def handle(self, request: Request) -> Response:
        """The answer to a browser: a page, the stylesheet, or a redirect to the shop."""
        if request.path == STYLESHEET:
            return Response(200, _CSS.read_bytes(), {"Content-Type": "text/css; charset=utf-8", "Cache-Control": "no-cache"})
        match = _PAGE.fullmatch(request.path)
        if match is None or request.method not in ("GET", "HEAD", "POST"):
            return self._missing(request)
        session_id, deed = match[1], match[2]
        try:
            return self._answer(request, session_id, deed)
        except NoSuchSession:
            return self._missing(request)
        except SessionIsExpired:
            return self._message(self._state.sessions[session_id], "expired", 410)
        except SessionIsComplete:
            session = self._state.sessions[session_id]
            return self._to_shop(session) if request.method == "POST" else self._message(session, self._how_it_ended(session), 200)
        except MethodIsNotOffered:
            return _to_page(session_id)

    def _answer(self, request: Request, session_id: str, deed: str | None) -> Response:
        session = open_session(state=self._state, faults=self._faults(), session_id=session_id)
        if request.method == "POST" and deed == "payment":
            pay(state=self._state, faults=self._faults(), session_id=session_id)
            return self._to_shop(session)
        if request.method == "POST" and deed in ("debit", "bounce"):
            will_succeed = deed == "debit"
            pay_by_debit(state=self._state, faults=self._faults(), session_id=session_id, will_succeed=will_succeed)
            return self._to_shop(session)
        if request.method == "POST" and deed == "decline":
            decline(state=self._state, faults=self._faults(), session_id=session_id)
            return self._checkout(session, was_declined=True)
        if deed is not None or request.method == "POST":  # someone typed the address of a button
            return _to_page(session_id)
        return self._checkout(session, was_declined=False)

    def _checkout(self, session: Json, *, was_declined: bool) -> Response:
        with self._state.lock:
            items = self._state.line_items[session["id"]]
            seconds = self._state.account.debit_seconds
            html = checkout_page(session=session, items=items, was_declined=was_declined, debit_seconds=seconds)
        return _html(402 if was_declined else 200, html, form_targets=f"'self' {_origin(session['success_url'])}")

    def _to_shop(self, session: Json) -> Response:
        """Send the visitor back, but let the shop hear of the payment first, so that the order shown is a paid one."""
        self._deliverer.wait_for_first(kind="checkout.session.completed", object_id=session["id"], seconds=self._wait())
        return Response(303, b"", {"Location": success_url(session), "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"})

    def _how_it_ended(self, session: Json) -> str:
        """ "paid", "processing" while the bank has not answered a debit, or "bounced"."""
        if session["payment_status"] == "paid":
            return "paid"
        return "processing" if self._state.payment_intents[session["payment_intent"]]["status"] == "processing" else "bounced"

    def _message(self, session: Json, kind: str, status: int) -> Response:
        back_url = session["cancel_url"] if kind == "expired" else success_url(session)
        return _html(status, message_page(language=language_of(session["locale"]), kind=kind, back_url=back_url))

    def _missing(self, request: Request) -> Response:
        language = language_of(request.headers.get("Accept-Language"))
        return _html(404, message_page(language=language, kind="missing", back_url=None))


def success_url(session: Json) -> str:
    """Where a paid session leads, with Stripe's placeholder filled in."""
    url: str = session["success_url"]
    return url.replace("{CHECKOUT_SESSION_ID}", session["id"])


def _to_page(session_id: str) -> Response:
    return Response(303, b"", {"Location": f"/c/pay/{session_id}"})


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _html(status: int, html: str, *, form_targets: str = "'none'") -> Response:
    # form-action names the shop too, because Chrome applies it to the redirect that follows the form.
    policy = f"default-src 'none'; style-src 'self'; form-action {form_targets}; base-uri 'none'; frame-ancestors 'none'"
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",  # the address is what lets one pay
        "X-Content-Type-Options": "nosniff",
    }
    return Response(status, html.encode(), headers)
