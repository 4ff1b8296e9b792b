"""A browser without JavaScript, as far as buying needs one: cookies, redirects, forms with their hidden fields.

Each request has a connection of its own, as nginx opens them to a server behind it unless told otherwise.
"""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from time import perf_counter
from urllib.parse import urlencode, urljoin, urlsplit

TIMEOUT = 60  # seconds
REDIRECTS = {301, 302, 303, 307}


@dataclass
class Form:
    """A form of a page: where it goes, and what it sends when nobody changes anything."""

    action: str
    values: dict[str, str] = field(default_factory=dict)


class FormReader(HTMLParser):
    """Collects the forms of a page that are sent by POST."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(values.get("action", "")) if values.get("method", "").lower() == "post" else None
            if self._open:
                self.forms.append(self._open)
        elif self._open and tag == "select":
            self._select = values.get("name", "")
        elif self._open and tag == "option" and self._select:
            if "selected" in values or self._select not in self._open.values:
                self._open.values[self._select] = values.get("value", "")
        elif self._open and tag == "input" and (values.get("type") not in {"checkbox", "radio"} or "checked" in values):
            self._open.values[values.get("name", "")] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "form":
            self._open = None


@dataclass(frozen=True)
class Page:
    """An answer: `url` is its path, `seconds` what the last request for it took."""

    url: str
    status: int
    html: str
    location: str
    seconds: float

    def form(self, action: str) -> Form:
        """The form whose action contains `action`; `LookupError` where the page has none."""
        reader = FormReader()
        reader.feed(self.html)
        for form in reader.forms:
            if action in form.action:
                return form
        raise LookupError(f"no form for {action!r} on {self.url} (status {self.status})")


class Browser:
    """One visitor. `headers` go with every request, such as those that a web server in front adds; `statuses` counts the answers."""

    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self.port = port
        self.headers = dict(headers)
        self.cookies: dict[str, str] = {}
        self.statuses: dict[int, int] = {}
        self.origin = f"{headers.get('X-Forwarded-Proto', 'http')}://{headers['Host']}"

    def get(self, url: str) -> Page:
        return self._follow(self._request("GET", url))

    def post(self, page: Page, action: str, **changes: str) -> Page:
        """Send the form of `page` whose action contains `action`, with `changes`, and follow where it leads."""
        return self._follow(self.send(page, page.form(action), changes))

    def send(self, page: Page, form: Form, changes: Mapping[str, str]) -> Page:
        """Send `form` and answer what came back, without following it."""
        return self._request("POST", urljoin(page.url, form.action), {**form.values, **changes})

    def _follow(self, page: Page) -> Page:
        for _hop in range(6):
            if page.status not in REDIRECTS:
                return page
            page = self._request("GET", urljoin(page.url, page.location))
        raise LookupError(f"{page.url} leads in a ring")

    def _request(self, method: str, url: str, data: Mapping[str, str] | None = None) -> Page:
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        headers = {**self.headers, "Connection": "close", "Accept-Language": "de"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if data is not None:
            body = urlencode(data)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin, "Sec-Fetch-Site": "same-origin"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        begun = perf_counter()
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            html = response.read().decode()
        finally:
            connection.close()
        seconds = perf_counter() - begun
        self.statuses[response.status] = self.statuses.get(response.status, 0) + 1
        self._keep_cookies(response)
        return Page(path, response.status, html, response.headers.get("Location", ""), seconds)

    def _keep_cookies(self, response: http.client.HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie", []):
            name, _equals, rest = line.partition("=")
            value = rest.partition(";")[0]
            if value and "Max-Age=0" not in line:
                self.cookies[name.strip()] = value
            else:
                self.cookies.pop(name.strip(), None)
