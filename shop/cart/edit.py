"""Put into the cart, change a quantity, take out, choose the country: each one transaction."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from shop.cart.models import MAX_QUANTITY, Cart, CartLine
from shop.catalog.models import Variant
from shop.money import cents
from shop.stock.availability import availability


class CartIsOrdered(Exception):
    """The cart has become an order and cannot be changed."""


class NotForSale(Exception):
    """The variant is sold out, not yet for sale, or no longer published."""


class FewerAvailable(Exception):
    """Only `available` pieces can be had; the line holds that many now."""

    def __init__(self, line: CartLine, available: int) -> None:
        super().__init__(f"only {available} available")
        self.line = line
        self.available = available


def _lock(cart: Cart) -> Cart:
    locked = Cart.objects.select_for_update().get(pk=cart.pk)
    if locked.ordered_at is not None:
        raise CartIsOrdered
    return locked


def _sellable(variant: Variant, at: datetime) -> int:
    if not variant.product.is_published:
        raise NotForSale
    available = availability(release=variant.release, stock=getattr(variant, "stock", None), on=at.date())
    if not available.buyable:
        raise NotForSale
    return min(available.quantity, MAX_QUANTITY)


@transaction.atomic
def _put(
    *, cart: Cart, variant: Variant, wanted: Callable[[int], int], at: datetime, article: int | None = None
) -> tuple[CartLine, int | None]:
    """The line, and how many can be had when that is fewer than `wanted` makes of the pieces it held."""
    locked = _lock(cart)
    most = _sellable(variant, at)
    held = CartLine.objects.filter(cart=locked, variant=variant).values_list("quantity", flat=True).first() or 0
    quantity = wanted(held)  # counted under the lock: two tabs that add one piece each make two
    chosen = {"quantity": min(quantity, most), "seen_cents": cents(variant.price)}
    if article is not None:
        chosen["from_article"] = article
    line, _created = CartLine.objects.update_or_create(
        cart=locked, variant=variant, defaults=chosen, create_defaults={**chosen, "added_at": at}
    )
    Cart.objects.filter(pk=locked.pk).update(changed_at=at)
    return line, (most if quantity > most else None)


def add_to_cart(*, cart: Cart, variant: Variant, quantity: int, at: datetime, article: int | None = None) -> CartLine:
    """Add `quantity` (1 to 10) pieces of `variant`; it must be loaded with `product`, `release` and `stock`.

    `article`: the number of the article in which it was found. The line keeps the one from which it was added last; who adds more from
    elsewhere does not take it away.

    Raises `NotForSale`, `CartIsOrdered`, or `FewerAvailable` after the line was filled as far as possible.
    """
    line, fewer = _put(cart=cart, variant=variant, wanted=lambda held: held + quantity, at=at, article=article)
    if fewer is not None:
        raise FewerAvailable(line, fewer)
    return line


def set_quantity(*, line: CartLine, quantity: int, at: datetime) -> CartLine:
    """Make the line hold `quantity` (1 to 10) pieces; raises as `add_to_cart` does."""
    changed, fewer = _put(cart=line.cart, variant=line.variant, wanted=lambda held: quantity, at=at)
    if fewer is not None:
        raise FewerAvailable(changed, fewer)
    return changed


@transaction.atomic
def remove_line(*, line: CartLine, at: datetime) -> None:
    """Take a line out of the cart."""
    locked = _lock(line.cart)
    line.delete()
    Cart.objects.filter(pk=locked.pk).update(changed_at=at)


@transaction.atomic
def choose_country(*, cart: Cart, country: str, at: datetime) -> None:
    """Say where the cart is to be delivered; the caller has checked that the country is served."""
    locked = _lock(cart)
    Cart.objects.filter(pk=locked.pk).update(country=country, changed_at=at)
