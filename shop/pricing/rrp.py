"""When the manufacturer's recommended retail price (RRP, German: UVP) is named beside ours.

It is information, no reduction: named as the manufacturer's, never struck through and never with a percentage, because only the
lowest price of the last 30 days may be that (PAngV § 11, CJEU C-330/23). One that is not above our price tells nobody anything.
"""


def shown_rrp(*, price: int, rrp: int | None) -> int | None:
    """The RRP in cents where it is above the `price` in cents, else None."""
    return rrp if rrp is not None and rrp > price else None
