"""A mail server of a few lines that does as it is told: accept, refuse, or die."""

import socketserver
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default


@dataclass
class MailServer:
    """`answers` replaces the answer to a command ('RCPT', 'DATA', '.' for the end of the text); an empty answer hangs up.

    `silent_at` names a command that gets no answer while the line stays open. `dies_within_text` hangs up after its first lines,
    `dies_after_accepting` right after the final 250. `taken` holds every text that came to its end, `accepted` what was
    answered with 250.
    """

    answers: dict[str, str] = field(default_factory=dict)
    silent_at: str = ""
    dies_within_text: bool = False
    dies_after_accepting: bool = False
    taken: list[Message] = field(default_factory=list)
    accepted: list[Message] = field(default_factory=list)
    port: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "MailServer":
        told = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                told.converse(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def converse(self, line: socketserver.StreamRequestHandler) -> None:
        line.wfile.write(b"220 test\r\n")
        while command := line.rfile.readline():
            verb = command.split(b" ")[0].strip().decode().upper()
            if verb == self.silent_at:
                self._over.wait(timeout=10)
                return
            answer = self.answers.get(verb, {"DATA": "354 go on", "QUIT": "221 bye"}.get(verb, "250 ok"))
            if not self._say(line, answer) or verb == "QUIT":
                return
            if verb == "DATA" and answer.startswith("354") and not self._take(line):
                return

    def _take(self, line: socketserver.StreamRequestHandler) -> bool:
        text = b""
        while (row := line.rfile.readline()) != b".\r\n":
            if not row:
                return False
            text += row
            if self.dies_within_text:
                return False
        self.taken.append(message_from_bytes(text, policy=default))
        answer = self.answers.get(".", "250 queued")
        if answer.startswith("250"):
            self.accepted.append(self.taken[-1])
        return self._say(line, answer) and not self.dies_after_accepting

    def _say(self, line: socketserver.StreamRequestHandler, answer: str) -> bool:
        if answer:
            line.wfile.write(answer.encode() + b"\r\n")
        return bool(answer)
