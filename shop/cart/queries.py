"""Find a cart and its lines. A customer's cart is only ever reached by its token."""

from datetime import datetime

from django.db.models import Prefetch, Sum

from shop.cart.models import Cart, CartLine
from shop.catalog.models import ProductImage


def open_cart(token: str | None) -> Cart | None:
    """The cart behind a visitor's token, unless there is none or it has been ordered."""
    if not token:
        return None
    return Cart.objects.select_related("voucher").filter(token=token, ordered_at__isnull=True).first()


def create_cart(*, country: str, at: datetime) -> Cart:
    return Cart.objects.create(country=country, created_at=at, changed_at=at)


def cart_lines(cart: Cart) -> list[CartLine]:
    """The lines with all that pages and totals show of them: two queries."""
    images = Prefetch("variant__product__images", ProductImage.objects.select_related("picture"))
    product = [f"variant__product__{name}" for name in ("series", "manufacturer", "category", "scale")]
    return list(cart.lines.select_related("variant__stock", "variant__release", *product).prefetch_related(images))


def count_pieces(cart: Cart) -> int:
    """How many pieces lie in the cart."""
    return cart.lines.aggregate(pieces=Sum("quantity"))["pieces"] or 0
