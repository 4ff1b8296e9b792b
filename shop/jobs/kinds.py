"""The names of the jobs; what each does stands in `shop/worker/handlers.py`."""

from enum import StrEnum


class JobKind(StrEnum):
    EXPIRE_ORDER = "expire_order"
    REMIND_ORDER = "remind_order"
    LOOK_AT_PAYMENT = "look_at_payment"
    SEND_REFUND = "send_refund"
    RENDER_INVOICE = "render_invoice"
    APPLY_EVENT = "apply_event"
    RENDER_PICTURE = "render_picture"
    # These have no object and come back by themselves.
    READ_EVENTS = "read_events"
    CHECK_BOOKS = "check_books"
    SWEEP_MARKS = "sweep_marks"
    TIDY_SEARCH = "tidy_search"
    SWEEP_PICTURES = "sweep_pictures"


# Work that takes seconds and that nobody's order waits for: done after everything else, a little in each round.
BACKGROUND = frozenset({JobKind.RENDER_PICTURE})
