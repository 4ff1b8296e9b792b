"""A server for the time of a measurement: gunicorn as docs/operations.md runs it, on a free port of this machine."""

import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(
    application: str, *, environment: Mapping[str, str], log: Path, threads: int, python: str = sys.executable
) -> Iterator[int]:
    """The port on which `application` answers; the server is gone afterwards."""
    port = free_port()
    bind = ["--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--threads", str(threads), "--log-level", "warning"]
    with running([python, "-m", "gunicorn", application, *bind], environment=environment, log=log) as server:
        deadline = monotonic() + 60
        while True:
            if server.poll() is not None or monotonic() > deadline:
                raise RuntimeError(f"{application} did not start:\n{log.read_text()}")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            sleep(0.1)
        yield port


@contextmanager
def running(command: list[str], *, environment: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen]:
    """A program beside us, with its output in `log`; it is stopped when we are done."""
    with ExitStack() as stack:
        output = stack.enter_context(log.open("a"))
        process = subprocess.Popen(command, cwd=ROOT, env=dict(environment), stdout=output, stderr=output)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
