"""Goods to sell: the demo's plain ones (no sizes, no pre-orders), each in plenty."""

from datetime import datetime

from demo.content import rows
from demo.drawings import VIEWS
from demo.load_catalog import load_entities, load_product
from demo.load_shop import load_shop
from demo.pictures import plain_picture

PLENTY = 1_000_000


def fill_shelves(*, at: datetime, single: int = 0) -> list[str]:
    """Seller, shipping, taxes and goods; answers their slugs. Of the last `single` goods there is one piece each."""
    load_shop(at=at)
    load_entities()
    picture = plain_picture("#c8173b")
    goods = [row for row in rows("product") if not row.get("size") and not row.get("preorder")]
    for place, row in enumerate(goods):
        stock = 1 if place >= len(goods) - single else PLENTY
        load_product({**row, "stock": stock}, [(view, picture) for view in VIEWS[row["kind"]]], at=at)
    return [row["slug"] for row in goods]
