"""Places where a process may die, by name. The tests die there on purpose; anywhere else reaching one does nothing.

Whatever stands before a point is on disk or is not, and both must be mended by whoever comes next: the retry of the customer,
the worker or the poller. `settings.KILL_AT` is empty except in the tests' own settings.
"""

import os
import signal

from django.conf import settings

POINTS = (
    "place.after_order_row",
    "place.after_reserve_first_sku",
    "place.before_commit",
    "place.after_commit",
    "stripe.before_call",
    "stripe.after_call_before_save",
    "webhook.after_inbox_commit",
    "settle.after_state",
    "settle.after_invoice_number",
    "settle.before_commit",
    "settle.after_commit",
    "mail.after_smtp_before_mark",
    "refund.after_call_before_save",
    "expire.after_stripe_expire_before_release",
    "job.after_claim",
    "picture.after_file",
    "picture.before_record",
)


def reach(point: str) -> None:
    """Die here, as by `kill -9`, if a test asked for it; raises `ValueError` for a name that is not in `POINTS`."""
    if point not in POINTS:
        raise ValueError(point)
    if point == settings.KILL_AT:
        os.kill(os.getpid(), signal.SIGKILL)
