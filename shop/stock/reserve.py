"""Reserve, release and ship stock: conditional updates whose row count decides, so that two buyers never get one piece.

PostgreSQL re-evaluates the WHERE after waiting for the row; SQLite has one writer. A CHECK stands behind both.
Callers that release or ship an order go by the ids of its variants, so that two orders never wait for each other in a ring.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from shop.stock.models import MoveKind, Stock, StockMove


@dataclass(frozen=True)
class Wanted:
    """Pieces of one variant: from the shelf, or (`preorder`) from the coming release."""

    variant_id: int
    quantity: int
    preorder: bool = False


class NotEnoughStock(Exception):
    """Fewer pieces are left than were asked for."""

    def __init__(self, variant_id: int) -> None:
        super().__init__(f"variant {variant_id} has not enough left")
        self.variant_id = variant_id


def _move(variant_id: int, kind: MoveKind, quantity: int, reason: str, at: datetime, by: User | None = None) -> None:
    StockMove.objects.create(variant_id=variant_id, kind=kind, quantity=quantity, reason=reason, at=at, by=by)


@transaction.atomic(savepoint=False)
def reserve_all(*, wanted: Sequence[Wanted], reason: str, at: datetime) -> None:
    """Promise all that is `wanted` (each variant once), or nothing; raises `NotEnoughStock`. Three queries, however much it is.

    To be called within the transaction of the order, which a refusal must roll back. The rows are locked in the order of the
    variants, so that two orders never wait for each other in a ring. The guard is the WHERE of the update all the same: a row
    that it does not count was not enough.
    """
    if len(wanted) > 1:
        variants = [row.variant_id for row in wanted]
        list(Stock.objects.filter(variant_id__in=variants).order_by("variant_id").select_for_update().values_list("pk"))
    enough = Q()
    for row in wanted:
        enough |= Q(variant_id=row.variant_id) & _enough(row)
    changed = Stock.objects.filter(enough).update(
        reserved=F("reserved") + _pieces(wanted, preorder=False), preordered=F("preordered") + _pieces(wanted, preorder=True)
    )
    if changed != len(wanted):
        raise NotEnoughStock(wanted[0].variant_id)
    StockMove.objects.bulk_create(
        StockMove(
            variant_id=row.variant_id,
            kind=MoveKind.PREORDERED if row.preorder else MoveKind.RESERVED,
            quantity=row.quantity,
            reason=reason,
            at=at,
        )
        for row in sorted(wanted, key=lambda row: row.variant_id)
    )


def _enough(row: Wanted) -> Q:
    if row.preorder:
        return Q(preorder_limit__gte=F("preordered") + row.quantity)
    return Q(on_hand__gte=F("reserved") + F("preordered") + row.quantity)


def _pieces(wanted: Sequence[Wanted], *, preorder: bool) -> Case | Value:
    cases = [When(variant_id=row.variant_id, then=Value(row.quantity)) for row in wanted if row.preorder == preorder]
    return Case(*cases, default=Value(0)) if cases else Value(0)


@transaction.atomic
def release(*, variant_id: int, quantity: int, preorder: bool, reason: str, at: datetime, by: User | None = None) -> None:
    """Take a promise back; raises `NotEnoughStock` when it was never made."""
    rows = Stock.objects.filter(variant_id=variant_id)
    if preorder:
        changed = rows.filter(preordered__gte=quantity).update(preordered=F("preordered") - quantity)
    else:
        changed = rows.filter(reserved__gte=quantity).update(reserved=F("reserved") - quantity)
    if changed == 0:
        raise NotEnoughStock(variant_id)
    _move(variant_id, MoveKind.PREORDER_RELEASED if preorder else MoveKind.RELEASED, quantity, reason, at, by)


@transaction.atomic
def take_from_shelf(*, variant_id: int, quantity: int, preorder: bool, reason: str, at: datetime, by: User | None = None) -> None:
    """Hand promised pieces to the parcel. A pre-order takes from what has arrived and nobody else was promised."""
    rows = Stock.objects.filter(variant_id=variant_id)
    if preorder:
        changed = rows.filter(preordered__gte=quantity, on_hand__gte=F("reserved") + quantity).update(
            preordered=F("preordered") - quantity,
            preorder_limit=F("preorder_limit") - quantity,  # the allocation is used up, not free for others
            on_hand=F("on_hand") - quantity,
        )
    else:
        changed = rows.filter(reserved__gte=quantity).update(reserved=F("reserved") - quantity, on_hand=F("on_hand") - quantity)
    if changed == 0:
        raise NotEnoughStock(variant_id)
    _move(variant_id, MoveKind.PREORDER_SHIPPED if preorder else MoveKind.SHIPPED, quantity, reason, at, by)


class StockHasChanged(Exception):
    """The pieces on hand are not what the form showed, or more than the new number are promised."""


@transaction.atomic
def correct_stock(*, variant_id: int, was: int, now: int, reason: str, at: datetime, by: User | None = None) -> None:
    """Set the pieces on hand from `was` to `now`; raises `StockHasChanged`.

    A compare-and-swap, because a plain 'set to 5' would bring back what was sold while the form lay open.
    """
    if not Stock.objects.filter(variant_id=variant_id, on_hand=was, reserved__lte=now).update(on_hand=now):
        raise StockHasChanged
    if now != was:
        _move(variant_id, MoveKind.CORRECTED, now - was, reason, at, by)
