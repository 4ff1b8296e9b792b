"""The demo survives a restart: the state is kept in one file."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import stripe

from demo.stripe_standin import StripeStandin
from demo.stripe_standin.state import State, StateIsUnreadable
from tests.demo.stripe_standin.browser import browse
from tests.demo.stripe_standin.receiver import SECRET, Receiver

Order = Callable[..., dict[str, Any]]
ROOT = Path(__file__).resolve().parents[3]


def started(path: Path, url: str = "") -> tuple[StripeStandin, stripe.StripeClient]:
    standin = StripeStandin(webhook_url=url, webhook_secret=SECRET, api_key="sk_test_standin", state_path=path)
    standin.start()
    return standin, stripe.StripeClient("sk_test_standin", base_addresses={"api": standin.url}, max_network_retries=0)


def test_restart_keeps_everything(tmp_path: Path, receiver: Receiver, order: Order) -> None:
    path, params = tmp_path / "new" / "state.json", order()
    standin, client = started(path)
    first = client.v1.checkout.sessions.create(params, {"idempotency_key": "order-7"})
    open_one = client.v1.checkout.sessions.create(order())
    browse(f"{first.url}/payment", method="POST")
    paid = client.v1.checkout.sessions.retrieve(first.id, {"expand": ["payment_intent.latest_charge", "line_items"]})
    standin.stop()

    standin, client = started(path, receiver.url)
    try:
        found = client.v1.checkout.sessions.retrieve(first.id, {"expand": ["payment_intent.latest_charge", "line_items"]})
        assert found.to_dict() == paid.to_dict()
        assert client.v1.checkout.sessions.create(params, {"idempotency_key": "order-7"}).id == first.id
        assert set(receiver.wait_for(3)) == {"checkout.session.completed", "payment_intent.succeeded", "charge.succeeded"}
        moved = client.v1.checkout.sessions.retrieve(open_one.id)
        assert moved.url == f"{standin.url}/c/pay/{open_one.id}"
        assert browse(moved.url).status == 200
    finally:
        standin.stop()


def test_restart_keeps_what_banks_will_answer(tmp_path: Path, order: Order) -> None:
    standin, client = started(tmp_path / "state.json")
    debit, card = (client.v1.checkout.sessions.create(order()).id for _ in range(2))
    standin.pay_by_debit(debit, will_succeed=False)
    standin.account.refund_seconds = 60
    standin.pay(card)
    refund_id = standin.refund_in_dashboard(card, amount=100)["id"]
    dispute_id = standin.open_dispute(card, amount=500)["id"]
    later = standin.state.clock() + 60
    standin.stop()

    standin, client = started(tmp_path / "state.json")
    try:
        assert standin.state.payment_intents[standin.sessions[debit]["payment_intent"]]["status"] == "processing"
        standin.state.clock = lambda: later
        assert client.v1.refunds.retrieve(refund_id).status == "succeeded"
        assert client.v1.disputes.retrieve(dispute_id).amount == 500
        assert standin.events_of(debit)[-3]["type"] == "checkout.session.async_payment_failed"
        assert standin.state.appointments == {}
    finally:
        standin.stop()


def test_restart_keeps_the_time_of_an_open_session(tmp_path: Path, order: Order) -> None:
    standin, client = started(tmp_path / "state.json")
    session = client.v1.checkout.sessions.create(order())
    standin.stop()
    state = State(tmp_path / "state.json")
    state.clock = lambda: session.expires_at
    assert [found["id"] for found in state.sessions_due()] == [session.id]


def test_file_of_before_disputes_is_read(tmp_path: Path, order: Order) -> None:
    standin, client = started(tmp_path / "state.json")
    session_id = client.v1.checkout.sessions.create(order()).id
    standin.stop()
    stored = json.loads((tmp_path / "state.json").read_text())
    for name in ("disputes", "appointments"):
        del stored[name]
    (tmp_path / "state.json").write_text(json.dumps(stored))
    state = State(tmp_path / "state.json")
    assert (list(state.sessions), state.disputes, state.appointments) == ([session_id], {}, {})


def test_state_file_is_for_its_owner_alone_and_whole(tmp_path: Path, order: Order) -> None:
    standin, client = started(tmp_path / "state.json")
    client.v1.checkout.sessions.create(order())
    standin.stop()
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]
    assert (tmp_path / "state.json").stat().st_mode & 0o777 == 0o600
    stored = (tmp_path / "state.json").read_text()
    assert len(json.loads(stored)["sessions"]) == 1
    assert "sk_test" not in stored
    assert SECRET not in stored


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 99}', '{"version": 1}'])
def test_unusable_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "state.json"
    path.write_text(content)
    with pytest.raises(StateIsUnreadable):
        State(path)
    assert path.read_text() == content


def command(port: int) -> list[str]:
    given = {"--port": str(port), "--webhook-url": "http://127.0.0.1:9/", "--webhook-secret": SECRET, "--api-key": "sk_test_x"}
    return [sys.executable, "-m", "demo.stripe_standin", *(part for pair in given.items() for part in pair)]


def test_command_says_that_the_port_is_in_use() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(command(port), cwd=ROOT, capture_output=True, text=True, timeout=10, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Port {port} is in use, perhaps by another stand-in; stop it or give another with --port.\n"


def test_command_serves_until_it_is_told_to_stop() -> None:
    with subprocess.Popen(command(0), cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        url = line.split()[6]
        assert browse(f"{url}/v1/events", headers={"Authorization": "Bearer sk_test_x"}).status == 200
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(timeout=10) == 0
