"""A webhook is believed only with a fresh signature made with one of our secrets."""

import hashlib
import hmac
import json
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pytest_django.fixtures import Settings

from shop.payments.stripe import Event, ForgedWebhook, read_webhook

NEW, OLD = "whsec_new", "whsec_old"
PAYLOAD = json.dumps(
    {
        "id": "evt_1", "object": "event", "created": 1_795_000_000, "type": "checkout.session.completed",
        "data": {"object": {"id": "cs_test_1", "object": "checkout.session"}},
    }
).encode()  # fmt: skip
EVENT = Event(
    id="evt_1",
    kind="checkout.session.completed",
    session_id="cs_test_1",
    intent_id="",
    order="",
    happened_at=datetime.fromtimestamp(1_795_000_000, tz=UTC),
)


@pytest.fixture(autouse=True)
def _two_secrets(settings: Settings) -> None:
    settings.STRIPE_WEBHOOK_SECRETS = [NEW, OLD]


def _sign(payload: bytes = PAYLOAD, *, secret: str = NEW, age: int = 0) -> str:
    """Stripe's scheme by hand: HMAC-SHA256 over the seconds since 1970, a dot and the body."""
    moment = int(time.time()) - age
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + payload, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def test_good_signature_is_believed() -> None:
    assert read_webhook(payload=PAYLOAD, signature=_sign()) == EVENT


def test_second_secret_is_believed_while_the_first_is_being_replaced() -> None:
    assert read_webhook(payload=PAYLOAD, signature=_sign(secret=OLD)) == EVENT


def test_signature_of_four_minutes_ago_is_believed() -> None:
    assert read_webhook(payload=PAYLOAD, signature=_sign(age=240)) == EVENT


@pytest.mark.parametrize(
    "signature",
    [
        _sign(secret="whsec_somebody_elses"),
        _sign(age=301),
        _sign(PAYLOAD + b" "),
        _sign().replace("v1=", "v0="),
        "t=1,v1=",
        "t=now,v1=abc",
        "nonsense",
        "",
    ],
    ids=["secret", "old", "other body", "other scheme", "empty", "no time", "nonsense", "missing"],
)
def test_forged_signature_is_refused(signature: str) -> None:
    with pytest.raises(ForgedWebhook):
        read_webhook(payload=PAYLOAD, signature=signature)


@pytest.mark.parametrize("payload", [b"", b"{", b"not json", b"\xff\xfe"])
def test_signed_nonsense_is_refused(payload: bytes) -> None:
    with pytest.raises(ForgedWebhook):
        read_webhook(payload=payload, signature=_sign(payload))


def test_without_secrets_nothing_is_believed(settings: Settings) -> None:
    settings.STRIPE_WEBHOOK_SECRETS = []
    with pytest.raises(ForgedWebhook):
        read_webhook(payload=PAYLOAD, signature=_sign())


@pytest.mark.parametrize("thing", [{"id": "ch_1", "object": "charge"}, {"id": "x_1"}])
def test_news_of_something_else_names_no_session(thing: dict[str, str]) -> None:
    payload = json.dumps(
        {"id": "evt_2", "object": "event", "created": 1_795_000_000, "type": "charge.refunded", "data": {"object": thing}}
    ).encode()
    assert read_webhook(payload=payload, signature=_sign(payload)) == replace(
        EVENT, id="evt_2", kind="charge.refunded", session_id=""
    )
