"""Stock: what is reserved is held by order lines, the ledger leads to the numbers, and what is sold belongs to its own run."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F, Sum

from shop.books.problem import Problem, compare
from shop.catalog.models import Variant
from shop.fulfillment.models import ParcelLine
from shop.orders.models import OrderLine
from shop.stock.models import MoveKind, Stock, StockMove

# What a movement of each kind does to (on hand, reserved, pre-ordered).
EFFECTS = {
    MoveKind.CORRECTED: (1, 0, 0),
    MoveKind.RESERVED: (0, 1, 0),
    MoveKind.RELEASED: (0, -1, 0),
    MoveKind.SHIPPED: (-1, -1, 0),
    MoveKind.PREORDERED: (0, 0, 1),
    MoveKind.PREORDER_RELEASED: (0, 0, -1),
    MoveKind.PREORDER_SHIPPED: (-1, 0, -1),
}


def verify_stock() -> Iterator[Problem]:
    """S1-S4: held pieces, the ledger, shipped pieces, and runs."""
    held = _held()
    ledger = _ledger()
    for row in Stock.objects.values("variant_id", "variant__sku", "on_hand", "reserved", "preordered", "preorder_limit"):
        sku, variant = row["variant__sku"], row["variant_id"]
        numbers = (row["on_hand"], row["reserved"], row["preordered"])
        if not (0 <= row["reserved"] <= row["on_hand"] and 0 <= row["preordered"] <= row["preorder_limit"]):
            yield Problem("S1 stock is never negative or oversold", sku, str(numbers))
        yield from compare("S2 reserved pieces are held by order lines", sku, held[variant, False], row["reserved"])
        yield from compare("S2 pre-ordered pieces are held by order lines", sku, held[variant, True], row["preordered"])
        yield from compare("S2 the ledger leads to the stock", sku, tuple(ledger[variant]), numbers)
    yield from _shipped()
    yield from _runs()


def _held() -> dict[tuple[int, bool], int]:
    rows = OrderLine.objects.filter(quantity__gt=F("shipped") + F("released")).values_list("variant_id", "is_preorder")
    sums = rows.annotate(held=Sum(F("quantity") - F("shipped") - F("released"))).order_by()
    return defaultdict(int, {(variant, preorder): pieces for variant, preorder, pieces in sums})


def _ledger() -> dict[int, list[int]]:
    numbers: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for variant, kind, pieces in StockMove.objects.values_list("variant_id", "kind").annotate(n=Sum("quantity")).order_by():
        for i, effect in enumerate(EFFECTS[MoveKind(kind)]):
            numbers[variant][i] += effect * pieces
    return numbers


def _shipped() -> Iterator[Problem]:
    packed = dict(ParcelLine.objects.values_list("order_line").annotate(n=Sum("quantity")).order_by())
    for line in OrderLine.objects.filter(shipped__gt=0).values("pk", "shipped", "order__number", "sku"):
        where = f"{line['order__number']} {line['sku']}"
        yield from compare("S3 shipped pieces lie in parcels", where, packed.get(line["pk"], 0), line["shipped"])


def _runs() -> Iterator[Problem]:
    """The admin offers no other runs; a slip elsewhere would promise one product with the delivery date of another."""
    foreign = Variant.objects.filter(release__isnull=False).exclude(release__product=F("product"))
    for sku, product in foreign.order_by("sku").values_list("sku", "release__product__slug"):
        yield Problem("S4 a variant belongs to a run of its own product", sku, f"its run is one of {product}")
