"""HTTP on the wire: read one request within limits, hand it on, write the answer in one go."""

import contextlib
import logging
import os
import socket
import struct
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any
from urllib.parse import urlsplit

from demo.stripe_standin.messages import ConnectionIsDropped, Request, Response

logger = logging.getLogger(__name__)

MAX_BODY = 256 * 1024  # bytes
Handle = Callable[[Request], Response]


class HttpServer(ThreadingHTTPServer):
    """A server that hands every request to `handle`, and that closes its open connections when it is closed itself."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handle: Handle) -> None:
        """Raises OSError if the port is in use."""
        self.handle = handle
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        """Without the look-up of the host's name in http.server, which waits for a DNS server that may not answer."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        super().server_close()
        with self._open_lock:
            for connection in self._open:  # kept alive by a client; their threads would go on answering
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        logger.debug("connection of %s broke", client_address, exc_info=True)  # noqa: LOG014 -- socketserver calls this while it handles one


class _Handler(BaseHTTPRequestHandler):
    server: HttpServer
    protocol_version = "HTTP/1.1"
    server_version = "StripeStandin"
    sys_version = ""
    timeout = 60  # seconds; ends connections that say nothing
    wbufsize = -1  # head and body leave in one packet if they are short
    disable_nagle_algorithm = True  # else the second packet of a long one waits 40 ms for the client to acknowledge the first

    def _serve(self) -> None:
        length = self._body_length()
        if length is None:
            return
        parts = urlsplit(self.path)
        request = Request(self.command, parts.path, parts.query, self.headers, self.rfile.read(length))
        try:
            self._write(self.server.handle(request))
        except ConnectionIsDropped:
            self._reset()

    do_GET = do_HEAD = do_POST = do_DELETE = do_PUT = do_PATCH = _serve

    def _body_length(self) -> int | None:
        """The length of the body in bytes; None if it was refused, and then the connection ends, for the body is still in it."""
        text = self.headers.get("Content-Length", "0")
        status = 0
        if "Transfer-Encoding" in self.headers:
            status = 411
        elif not text.isdecimal() or not text.isascii():
            status = 400
        elif int(text[:12]) > MAX_BODY:
            status = 413
        if status == 0:
            return int(text)
        self.close_connection = True
        if status == 413:
            self._discard(int(text[:12]))
        self._write(Response(status, b"", {"Connection": "close"}))
        return None

    def _discard(self, length: int) -> None:
        """Read a body of moderate length away; closing over unread bytes would reset the connection and lose the answer."""
        left = min(length, 16 * MAX_BODY)
        while left > 0:
            chunk = self.rfile.read(min(left, 65536))
            if not chunk:
                return
            left -= len(chunk)

    def _write(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value.replace("\r", "").replace("\n", ""))
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def _reset(self) -> None:
        """End the connection with a TCP reset; only a socket that is closed at once, without lingering, sends one."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name in http.server
        logger.debug(format, *args)
