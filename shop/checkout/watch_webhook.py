"""Notice when Stripe's webhook goes wrong: nothing is lost, because the worker asks, but it comes late, and staff should know."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shop.alerts.models import AlertKind
from shop.alerts.raise_alert import raise_alert
from shop.payments.stripe import Event
from shop.throttle.count_try import TooManyTries, count_try

ON_ITS_WAY = timedelta(minutes=2)  # so long a webhook may take before the worker's list counts as first
SOME = 2  # that many may go astray in a day: a restart, a deploy


def note_missed_webhooks(*, events: Iterable[Event], at: datetime) -> None:
    """`events` came by Stripe's list and not by the webhook; more than a few of our own in a day raise an alert."""
    for event in events:
        if event.kind.startswith("checkout.session.") and event.order.startswith("SR-") and event.happened_at < at - ON_ITS_WAY:
            words = _(
                "News of payments had to be fetched from Stripe, because its webhook did not arrive. Orders are marked as paid "
                "minutes late. Check the address and the secret of the webhook in Stripe's dashboard."
            )
            _count("webhook:missed", AlertKind.WEBHOOK, words, at)


def note_stale_webhook(*, at: datetime) -> None:
    """A webhook bore Stripe's own signature of another time; more than a few in a day raise an alert."""
    words = _(
        "Webhooks with a right signature of a wrong time were refused. The clock of this machine may be wrong by more than five "
        "minutes, or somebody sends old messages again."
    )
    _count("webhook:stale", AlertKind.CLOCK, words, at)


def _count(what: str, kind: AlertKind, words: Promise, at: datetime) -> None:
    try:
        count_try(what=what, limit=SOME, window=timedelta(days=1), at=at)
    except TooManyTries:
        raise_alert(key=f"{what}:{at.date()}", kind=kind, message=words, at=at)
