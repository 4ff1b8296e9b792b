"""Say in one sentence when the demo's ports are taken: `python3 tools/check_port.py 8000`. Needs nothing but Python.

The shop takes the port, the stand-in Stripe the next one.
"""

import socket
import sys

EXAMPLE = "Choose another one: make demo PORT=8100"


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was just left is free
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def trouble(text: str) -> str:
    """What is wrong with the port written as `text`; empty when the demo can be served there."""
    if not (text.isascii() and text.isdigit() and 1024 <= int(text) < 65535):
        return f"{text!r} is no port for the demo; take a number from 1024 to 65534. {EXAMPLE}"
    taken = [str(port) for port in (int(text), int(text) + 1) if not is_free(port)]
    return f"Port {' and '.join(taken)} is in use (the demo needs two). {EXAMPLE}" if taken else ""


if __name__ == "__main__":
    sentence = trouble(sys.argv[1])
    if sentence:
        print(sentence, file=sys.stderr)
        sys.exit(1)
