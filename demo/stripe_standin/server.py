"""The stand-in as a whole: a server, its state, its webhooks."""

import threading
from collections.abc import Mapping
from pathlib import Path

from demo.stripe_standin.account import Account
from demo.stripe_standin.api import Api
from demo.stripe_standin.catch_up import catch_up
from demo.stripe_standin.controls import Controls
from demo.stripe_standin.faults import Faults
from demo.stripe_standin.handler import HttpServer
from demo.stripe_standin.hosted_page import HostedPages
from demo.stripe_standin.messages import Json, Request, Response
from demo.stripe_standin.state import Delivery, State
from demo.stripe_standin.webhooks import Deliverer, Receive

SWEEP = 0.5  # seconds between two looks for what has come due


class StripeStandin(Controls):
    """Stripe's Checkout on this machine: API below /v1/, hosted page below /c/pay/, signed webhooks to `webhook_url`."""

    first_delivery_wait = 3.0  # seconds that a paying visitor waits for the shop to be told

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        webhook_url: str,
        webhook_secret: str,
        api_key: str,
        state_path: Path | None = None,
        faults: Faults | None = None,
        account: Account | None = None,
        receive: Receive | None = None,
        background: bool = True,
    ) -> None:
        """`port` 0 takes any free one; an empty `webhook_url` lets events wait. Raises `StateIsUnreadable`.

        `receive(body, signature)` takes events in this process in place of a server at `webhook_url`. Without `background`
        nothing happens by itself: events wait for `deliver`, and what has come due for the next call or `catch_up`.
        """
        self.host = host
        self.port = port
        self.faults = faults or Faults()
        self.background = background
        self.state = State(state_path)
        self.state.account = account or Account()
        self.deliverer = Deliverer(
            state=self.state, url=webhook_url, secret=webhook_secret, faults=lambda: self.faults, receive=receive
        )
        self._stopping = threading.Event()
        self._api = Api(state=self.state, api_key=api_key, faults=lambda: self.faults, stopping=self._stopping)
        self._pages = HostedPages(
            state=self.state, deliverer=self.deliverer, faults=lambda: self.faults, wait=lambda: self.first_delivery_wait
        )
        self._http: HttpServer | None = None

    @property
    def url(self) -> str:
        """The base of the API and of the hosted pages; the port is known once started."""
        return f"http://{self.host}:{self.port}"

    @property
    def webhook_url(self) -> str:
        """Where events are sent; may be set at any time."""
        return self.deliverer.url

    @webhook_url.setter
    def webhook_url(self, url: str) -> None:
        with self.state.lock:
            self.deliverer.url = url
            self.state.news.notify_all()

    @property
    def sessions(self) -> Mapping[str, Json]:
        """All sessions by id, oldest first: the very objects that the API answers with."""
        with self.state.lock:
            return dict(self.state.sessions)

    @property
    def events(self) -> list[Json]:
        """All events, oldest first."""
        with self.state.lock:
            return list(self.state.events)

    @property
    def deliveries(self) -> list[Delivery]:
        """All attempts to deliver, oldest first."""
        with self.state.lock:
            return list(self.state.deliveries)

    def start(self) -> None:
        """Serve in daemon threads until `stop`; a second start takes the same port again. Raises OSError if it is in use."""
        self._http = HttpServer((self.host, self.port), self._handle)
        self.port = self._http.server_address[1]
        self._stopping.clear()
        with self.state.changing():
            self.state.base_url = self.url
            for session in self.state.sessions.values():  # of an earlier run, perhaps on another port
                if session["status"] == "open":
                    session["url"] = f"{self.url}/c/pay/{session['id']}"
        serve = self._http.serve_forever
        threading.Thread(target=serve, args=(0.02,), name="stripe-standin", daemon=True).start()
        if self.background:
            threading.Thread(target=self._sweep, name="stripe-standin-clock", daemon=True).start()
            self.deliverer.start()

    def stop(self) -> None:
        """Close the port and all connections; the state stays, in memory and in its file."""
        self._stopping.set()
        if self._http is not None:
            self._http.shutdown()
            self._http.server_close()
            self._http = None
        self.deliverer.stop()

    def _handle(self, request: Request) -> Response:
        handler = self._api if request.path.startswith("/v1/") else self._pages
        return handler.handle(request)

    def _sweep(self) -> None:
        while not self._stopping.wait(SWEEP):
            catch_up(state=self.state, faults=self.faults)
