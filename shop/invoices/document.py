"""What stands on an invoice or its cancellation: frozen, complete, and refused where it does not add up.

All amounts are whole cents and never negative, also on a cancellation ("Stornorechnung"): its kind turns the sign.
`to_dict` gives what JSON can hold; `from_dict` gives the same document back.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from shop.money import split_gross

Kind = Literal["invoice", "cancellation"]
Means = Literal["transfer", "card"]
Treatment = Literal["domestic", "oss", "export", "small_business"]
UNTAXED = ("export", "small_business")


class InvoiceDoesNotAddUp(ValueError):
    """Raised where amounts of a document contradict each other; it means a defect, never a customer's mistake."""


class InvoiceIncomplete(ValueError):
    """Raised where a document lacks what UStG § 14 (4) or EN 16931 demands."""


@dataclass(frozen=True, kw_only=True)
class Party:
    """Name and address; `country` is an ISO 3166 code of two letters."""

    name: str
    extra: str
    street: str
    postcode: str
    city: str
    country: str
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class SellerParty(Party):
    """The seller; `register` in words ("Amtsgericht Köln, HRB 12345"), one of `vat_id` and `tax_number` is needed."""

    vat_id: str
    tax_number: str
    phone: str
    register: str
    account_holder: str
    iban: str
    bic: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """Goods: `gross` is unit x quantity, `total` what is left of it after `discount`, `net` and `tax` split the total."""

    position: int
    sku: str
    name: str
    features: str
    quantity: int
    unit: int
    gross: int
    discount: int
    total: int
    net: int
    tax: int
    rate: Decimal


@dataclass(frozen=True, kw_only=True)
class Charge:
    """Shipping, as far as it is taxed at `rate`; `total` is gross."""

    label: str
    net: int
    tax: int
    total: int
    rate: Decimal


@dataclass(frozen=True, kw_only=True)
class TaxGroup:
    """All lines and charges of one rate (in percent)."""

    rate: Decimal
    net: int
    tax: int
    gross: int


@dataclass(frozen=True, kw_only=True)
class InvoiceDocument:
    """An invoice, or the cancellation of the invoice `original_number`.

    `paid` is what has been settled of `total`: paid by the customer, on a cancellation given back by the seller.
    `method` names the payment in the document's language; `delivered_on` is the day of supply where it is known.
    Raises `InvoiceDoesNotAddUp` and `InvoiceIncomplete`.
    """

    kind: Kind
    number: str
    issued_on: date
    order_number: str
    ordered_on: date
    paid_on: date | None
    language: Literal["de", "en"]
    currency: Literal["EUR"]
    seller: SellerParty
    buyer: Party
    delivery: Party
    lines: tuple[Line, ...]
    charges: tuple[Charge, ...]
    taxes: tuple[TaxGroup, ...]
    net: int
    tax: int
    total: int
    paid: int
    method: str
    means: Means
    treatment: Treatment
    tax_country: str
    original_number: str = ""
    original_on: date | None = None
    reason: str = ""
    delivered_on: date | None = None

    def __post_init__(self) -> None:
        _refuse_gaps(self)
        for line in self.lines:
            _refuse_line(line)
        for charge in self.charges:
            _same(f"{charge.label}: net and tax", charge.net + charge.tax, charge.total)
        _refuse_taxes(self)
        for name in ("net", "tax"):
            _same(f"{name} of the rates", sum(getattr(group, name) for group in self.taxes), getattr(self, name))
        _same("net and tax", self.net + self.tax, self.total)
        if self.paid > self.total:
            raise InvoiceDoesNotAddUp(f"{self.paid} paid are more than {self.total}")
        _refuse_negative(self)

    @property
    def due(self) -> int:
        """What is still to be paid; on a cancellation, still to be given back."""
        return self.total - self.paid

    @property
    def is_cancellation(self) -> bool:
        return self.kind == "cancellation"

    def to_dict(self) -> dict[str, Any]:
        """Strings, whole numbers, lists and dicts alone: days as ISO 8601, rates as text."""
        plain = _plain(asdict(self))
        assert isinstance(plain, dict)
        return plain

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "InvoiceDocument":
        """The document that `to_dict` described."""
        days = ("issued_on", "ordered_on", "paid_on", "original_on", "delivered_on")
        return cls(
            **{
                **data,
                **{name: date.fromisoformat(data[name]) if data[name] else None for name in days},
                "seller": SellerParty(**data["seller"]),
                "buyer": Party(**data["buyer"]),
                "delivery": Party(**data["delivery"]),
                "lines": tuple(Line(**_rated(line)) for line in data["lines"]),
                "charges": tuple(Charge(**_rated(charge)) for charge in data["charges"]),
                "taxes": tuple(TaxGroup(**_rated(group)) for group in data["taxes"]),
            }
        )


def _plain(value: object) -> object:
    """`value` with days and decimals as text and tuples as lists."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _rated(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "rate": Decimal(data["rate"])}


def _same(what: str, found: int, expected: int) -> None:
    if found != expected:
        raise InvoiceDoesNotAddUp(f"{what}: {found} is not {expected}")


def _refuse_gaps(document: InvoiceDocument) -> None:
    seller = document.seller
    needed: dict[str, object] = {
        "number": document.number,
        "lines": document.lines,
        "seller.name": seller.name,
        "seller.country": seller.country,
        "seller.vat_id or seller.tax_number": seller.vat_id or seller.tax_number,
        "buyer.name": document.buyer.name,
        "buyer.country": document.buyer.country,
        "delivery.country": document.delivery.country,
        "tax_country": document.tax_country,
    }
    if document.is_cancellation:
        needed |= {"original_number": document.original_number, "original_on": document.original_on}
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise InvoiceIncomplete(f"{document.number or 'invoice'} lacks {', '.join(missing)}")


def _refuse_line(line: Line) -> None:
    where = f"line {line.position}"
    if line.quantity < 1:
        raise InvoiceDoesNotAddUp(f"{where}: the quantity is {line.quantity}")
    _same(f"{where}: unit x quantity", line.unit * line.quantity, line.gross)
    _same(f"{where}: gross less discount", line.gross - line.discount, line.total)
    _same(f"{where}: net and tax", line.net + line.tax, line.total)


def _refuse_taxes(document: InvoiceDocument) -> None:
    """Each rate once, holding exactly its lines and charges, with the tax that its gross contains (to the cent)."""
    parts: list[Line | Charge] = [*document.lines, *document.charges]
    rates = [group.rate for group in document.taxes]
    if len(set(rates)) < len(rates) or set(rates) != {part.rate for part in parts}:
        raise InvoiceDoesNotAddUp(f"the taxes name the rates {rates}, not each rate of the lines and charges once")
    if document.treatment in UNTAXED and any(rates):
        raise InvoiceDoesNotAddUp(f"{document.treatment} knows no tax, but the rates are {rates}")
    for group in document.taxes:
        where, same_rate = f"{group.rate} %", [part for part in parts if part.rate == group.rate]
        _same(f"{where}: net", sum(part.net for part in same_rate), group.net)
        _same(f"{where}: tax", sum(part.tax for part in same_rate), group.tax)
        _same(f"{where}: net and tax", group.net + group.tax, group.gross)
        contained = split_gross(group.gross, group.rate).tax
        if abs(group.tax - contained) > 1:
            raise InvoiceDoesNotAddUp(f"{where}: {group.gross} contain {contained} of tax, not {group.tax}")


def _refuse_negative(document: InvoiceDocument) -> None:
    def amounts(parts: Iterable[object]) -> list[int]:
        return [value for part in parts for value in vars(part).values() if isinstance(value, int)]

    if min(*amounts([document]), *amounts(document.lines), *amounts(document.charges), *amounts(document.taxes)) < 0:
        raise InvoiceDoesNotAddUp("an amount is below zero")
