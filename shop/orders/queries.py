"""Read orders. A guest's order is only ever reached by its token."""

from shop.orders.models import Order


def order_by_token(token: str) -> Order | None:
    """The order behind a guest's link with its lines, addresses and parcels: a fixed number of queries."""
    orders = Order.objects.prefetch_related("addresses", "lines__picture", "payments", "parcels__lines__order_line")
    return orders.filter(token=token).first()
