"""Webhooks that are forged, old, too large, of the wrong mode, unknown, late or a hundred: the books are right, and staff learn of it."""

import json
import time
from datetime import datetime, timedelta

import pytest
import stripe as sdk
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from demo.stripe_standin import StripeStandin
from demo.stripe_standin.webhooks import sign
from shop.alerts.models import Alert
from shop.books.verify import verify_books
from shop.checkout.pay_by_card import start_card_payment
from shop.mail.models import OutgoingMail
from shop.orders.models import Order
from shop.payments.models import PaymentEntry, StripeEvent
from shop.worker.round import do_round, plan_periodic
from tests.books import books
from tests.factories import SHOP_URL, an_order

pytestmark = pytest.mark.django_db
SECRET = "whsec_standin"


@pytest.fixture(autouse=True)
def _stripe_is_there(stripe: StripeStandin) -> None:
    """Who is told of a session looks it up."""


def post(body: bytes, signature: str, **more: str) -> int:
    headers = {"Stripe-Signature": signature, **more}
    return Client().post("/webhooks/stripe/", body, content_type="application/json", headers=headers).status_code


def event(**changes: object) -> bytes:
    """A signed-looking event about a session that nobody knows."""
    session = {"id": "cs_test_1", "object": "checkout.session", "payment_intent": None, "metadata": {}}
    values = {
        "id": "evt_1", "object": "event", "api_version": "2025-01-01", "type": "checkout.session.completed", "created": int(time.time()),
        "livemode": False, "data": {"object": session},
    }  # fmt: skip
    return json.dumps({**values, **changes}).encode()


def sent(body: bytes, *, at: float | None = None, secret: str = SECRET) -> int:
    return post(body, sign(payload=body, secret=secret, at=int(time.time() if at is None else at)))


def kept() -> int:
    return StripeEvent.objects.count()


def a_paid_session(stripe: StripeStandin, at: datetime) -> Order:
    order = an_order(method="card")
    stripe.pay(start_card_payment(order=order, at=at, shop_url=SHOP_URL).rsplit("/", 1)[1])
    return order


@pytest.mark.parametrize("signature", ["", "t=1,v1=00", "nonsense", "now"])
def test_forged_webhook_is_refused_and_leaves_nothing(signature: str) -> None:
    """Row 19: forged. 400, nothing is kept."""
    signature = f"t={int(time.time())},v1={'0' * 64}" if signature == "now" else signature
    before = books()
    assert (post(event(), signature), kept(), books()) == (400, 0, before)


def test_webhook_with_one_more_blank_is_forged() -> None:
    """Row 19: the signature is of the bytes, not of their meaning."""
    body = event()
    assert (post(body + b" ", sign(payload=body, secret=SECRET, at=int(time.time()))), kept()) == (400, 0)


def test_webhook_with_another_shops_secret_is_forged() -> None:
    """Row 19: signed, but not for us."""
    assert (sent(event(), secret="whsec_another"), kept()) == (400, 0)


@pytest.mark.parametrize(("seconds", "status"), [(-290, 200), (-310, 400)])
def test_webhook_of_more_than_five_minutes_ago_is_refused(seconds: int, status: int) -> None:
    """Rows 19 and 24: old, or sent again by somebody who has read it."""
    assert (sent(event(), at=time.time() + seconds), kept()) == (status, int(status == 200))


def test_stale_webhooks_tell_staff_to_look_at_the_clock() -> None:
    """Row 24: the app's clock is wrong. More than a few right signatures of a wrong time raise one alert; forged ones none."""
    for _ in range(9):
        sent(event(), secret="whsec_another", at=time.time() - 400)
    assert Alert.objects.count() == 0
    assert [sent(event(), at=time.time() - 400) for _ in range(4)] == [400] * 4
    assert list(Alert.objects.values_list("kind", flat=True)) == ["clock"]


def test_oversized_webhook_is_refused_before_its_signature_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 19: constant work for a huge body."""
    monkeypatch.setattr(sdk.Webhook, "construct_event", lambda *_args: pytest.fail("the body was read"))
    assert (sent(event(padding="x" * 300_000)), kept()) == (413, 0)


@pytest.mark.parametrize("body", [b"[]", b"nonsense", b"{}", b"NaN", b'"\\ud800"', b"\xff"])
def test_signed_nonsense_is_no_500(body: bytes) -> None:
    """Row 19 and the corpus of bad input: what is signed but no event."""
    assert (sent(body), kept()) == (400, 0)


def test_webhook_of_the_other_mode_is_not_ours(settings: Settings) -> None:
    """A test event at a live shop, or the other way round: taken note of, never kept."""
    assert (sent(event(livemode=True)), kept()) == (200, 0)
    settings.STRIPE_SECRET_KEY = "sk_live_1"
    assert (sent(event()), kept()) == (200, 0)
    assert Alert.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "put", "head", "delete"])
def test_webhook_takes_posts_only(method: str) -> None:
    assert getattr(Client(), method)("/webhooks/stripe/").status_code == 405


def test_webhook_from_another_site_works() -> None:
    """Stripe is another site: the guard against forged forms does not stand here, the signature does."""
    body = event()
    signature = sign(payload=body, secret=SECRET, at=int(time.time()))
    assert post(body, signature, **{"Sec-Fetch-Site": "cross-site"}) == 200


def test_webhook_of_an_unknown_kind_is_kept_and_does_nothing(stripe: StripeStandin) -> None:
    """Row 18: something that is not ours. 200, kept in the list, no alert."""
    customer = {"id": "cus_1", "object": "customer", "metadata": {}}
    assert sent(event(type="customer.created", data={"object": customer})) == 200
    assert StripeEvent.objects.exclude(handled_at=None).count() == 1
    assert Alert.objects.count() == 0


def test_webhook_of_an_order_that_is_not_here_waits_a_day_then_alarms(stripe: StripeStandin) -> None:
    """Row 18: ours by its number, but not in these books (restored from yesterday). Kept, tried again, then told."""
    lost = {"id": "cs_test_lost", "object": "checkout.session", "payment_intent": None, "metadata": {"order": "SR-AAAA-BBBB"}}
    assert sent(event(data={"object": lost})) == 200
    now = timezone.now()
    do_round(at=now + timedelta(minutes=30))
    assert Alert.objects.count() == 0
    do_round(at=now + timedelta(hours=25))
    assert list(Alert.objects.values_list("kind", "reference")) == [("unknown_payment", "SR-AAAA-BBBB")]


def test_webhook_a_hundred_times_in_any_order_is_the_same_as_once(stripe: StripeStandin, at: datetime) -> None:
    """Row 16: duplicated and reordered. One payment, one mail, one invoice."""
    order = a_paid_session(stripe, at)
    bodies = [stripe.signed(made["id"]) for made in stripe.events][::-1]
    statuses = {post(*bodies[n % len(bodies)]) for n in range(100)}
    order.refresh_from_db()
    mails = OutgoingMail.objects.filter(key__startswith="payment-received").count()
    assert (statuses, order.state, order.invoices.count(), PaymentEntry.objects.count(), mails) == ({200}, "paid", 1, 1, 1)
    assert verify_books(at=at) == []


def test_webhook_three_days_late_changes_nothing_that_is_known(stripe: StripeStandin, at: datetime) -> None:
    """Row 16: Stripe delivers for three days. What the worker has found out long ago stays as it is."""
    order = a_paid_session(stripe, at)
    plan_periodic(at=at)
    do_round(at=at + timedelta(minutes=6))
    before = books()
    stripe.state.clock = (at + timedelta(days=3)).timestamp
    assert {post(*stripe.signed(made["id"])) for made in stripe.events} == {200}
    after = books()
    del before["Job"], after["Job"]  # the worker finds each event handled
    assert before == after
    order.refresh_from_db()
    assert order.state == "paid"


def test_webhook_that_is_the_first_to_tell_of_money_for_a_cancelled_order(stripe: StripeStandin, at: datetime) -> None:
    """Rows 16 and 17: paid, everybody was down, the goods are sold. The money goes back, and staff and customer are told."""
    order = a_paid_session(stripe, at)
    Order.objects.update(state="cancelled", hold_until=None)
    order.lines.update(released=1)
    line = order.lines.get()
    line.variant.stock.__class__.objects.update(reserved=0, on_hand=0)
    completed = next(made for made in stripe.events if made["type"] == "checkout.session.completed")
    assert post(*stripe.signed(completed["id"])) == 200
    order.refresh_from_db()
    assert (order.state, order.payments.get().refunded) == ("cancelled", order.total)
    assert Alert.objects.filter(kind="late_payment").count() == 1
