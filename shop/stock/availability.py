"""What the shop may say about a variant: the one rule behind badge, sentence, button and cart."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shop.catalog.models import Release
from shop.stock.models import Stock

SCARCE_UP_TO = 3  # pieces; 'only 3 left' is said from real stock alone (UWG, annex no. 7)


class State(StrEnum):
    IN_STOCK = "in_stock"
    SCARCE = "scarce"
    PREORDER = "preorder"
    SOLD_OUT = "sold_out"


@dataclass(frozen=True)
class Availability:
    """`quantity` is how many can be bought now; the dates are set for a pre-order only."""

    state: State
    quantity: int
    released_on: date | None = None
    precision: str = ""
    deliver_by: date | None = None

    @property
    def buyable(self) -> bool:
        return self.quantity > 0


def is_to_come(release: Release | None, *, on: date) -> bool:
    """Whether a run is still to be released; without a latest delivery date it may not be sold (BGB § 312a, EGBGB Art. 246a)."""
    return release is not None and release.released_on is not None and release.released_on > on


def preorder_until(*, released_on: date | None, deliver_by: date | None, left: int) -> date | None:
    """The day before which a run with `left` pieces to promise can be pre-ordered; None where it cannot."""
    return released_on if deliver_by is not None and left > 0 else None


def availability(*, release: Release | None, stock: Stock | None, on: date) -> Availability:
    """The availability of one variant, which belongs to the run `release` (or to none), on the day `on`."""
    if stock is None:
        return Availability(State.SOLD_OUT, 0)
    if stock.available > 0:
        state = State.SCARCE if stock.available <= SCARCE_UP_TO else State.IN_STOCK
        return Availability(state, stock.available)
    if release is None:
        return Availability(State.SOLD_OUT, 0)
    until = preorder_until(released_on=release.released_on, deliver_by=release.deliver_by, left=stock.preorder_available)
    if until is not None and until > on:
        return Availability(State.PREORDER, stock.preorder_available, release.released_on, release.precision, release.deliver_by)
    return Availability(State.SOLD_OUT, 0)


_RANK = {State.IN_STOCK: 0, State.SCARCE: 1, State.PREORDER: 2, State.SOLD_OUT: 3}


def best(availabilities: list[Availability]) -> Availability:
    """What a card says of a product in several sizes: the best of them; sold out when there are none."""
    return min(availabilities, key=lambda a: (_RANK[a.state], -a.quantity), default=Availability(State.SOLD_OUT, 0))
