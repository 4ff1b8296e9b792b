"""Issue an invoice, and take one back by a cancellation. Both freeze their data; the PDF is made by a job after the commit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext, override

from shop.invoices import document
from shop.invoices.document import Charge, InvoiceDocument, Line, Party, SellerParty, TaxGroup
from shop.invoices.models import Invoice, InvoiceKind
from shop.invoices.numbers import next_number
from shop.jobs.kinds import JobKind
from shop.jobs.queue import queue_job
from shop.kill_points import reach
from shop.legal.texts import seller
from shop.money import allocate, split_parts
from shop.orders.models import Order, OrderAddress, OrderLine
from shop.tax.taxation import Treatment

BERLIN = ZoneInfo("Europe/Berlin")  # the seller's day is the day of the invoice


class NothingToCancel(Exception):
    """The order has no invoice, or the cancellation names nothing of it."""


@transaction.atomic
def issue_invoice(*, order: Order, method: str, at: datetime) -> Invoice:
    """The invoice of a paid `order`, once; `method` says in the order's language how it was paid."""
    issued = Invoice.objects.filter(order=order, kind=InvoiceKind.INVOICE).first()
    if issued is not None:
        return issued
    lines = [_line(row, row.quantity, row.gross, row.discount) for row in order.lines.order_by("pk")]
    charges = _shipping(order)
    return _issue(InvoiceKind.INVOICE, f"invoice:{order.pk}", order, lines, charges, method, at)


@transaction.atomic
def cancel_invoice(
    *, order: Order, key: str, quantities: Mapping[int, int], shipping: bool, method: str, reason: str, at: datetime
) -> Invoice:
    """Take back `quantities` (order line id -> pieces) of the order's invoice, and its shipping or not.

    The same `key` again answers the same cancellation. `OrderLine.withdrawn` says what was taken back before, so that the
    parts of a line sum to the line, to the cent. Where an earlier price reduction leaves less of the invoice than the pieces
    cost, all that is left is taken back. Raises `NothingToCancel`.
    """
    done = Invoice.objects.filter(key=key).first()
    if done is not None:
        return done
    lines = [_part(row, quantities[row.pk]) for row in order.lines.order_by("pk") if quantities.get(row.pk)]
    charges = _shipping(order) if shipping else []
    left = left_of(order)
    if sum(line.total for line in lines) + sum(charge.total for charge in charges) > left:
        return reduce_invoice(order=order, key=key, amount=left, method=method, reason=reason, at=at)
    return _cancel(key, order, lines, charges, method, reason, at)


@transaction.atomic
def reduce_invoice(*, order: Order, key: str, amount: int, method: str, reason: str, at: datetime) -> Invoice:
    """Take `amount` cents off the order's invoice without taking goods back, split over its tax rates. Raises `NothingToCancel`.

    It must be left of the invoice (`left_of`), else it is `NothingToCancel`, too.
    """
    done = Invoice.objects.filter(key=key).first()
    if done is not None:
        return done
    if not 0 < amount <= left_of(order):
        raise NothingToCancel(order.number)
    groups = order.taxes
    shares = allocate(amount, [group["gross"] for group in groups])
    with override(order.language):
        name = gettext("Price reduction")
    lines = [_blank(name, reason, share, Decimal(group["rate"])) for group, share in zip(groups, shares, strict=True) if share]
    return _cancel(key, order, lines, [], method, reason, at)


def left_of(order: Order) -> int:
    """What the invoice of `order` comes to after its cancellations, in cents; 0 without one."""
    sums = dict(Invoice.objects.filter(order=order).values_list("kind").annotate(n=Sum("total")).order_by())
    return int(sums.get(InvoiceKind.INVOICE, 0) - sums.get(InvoiceKind.CANCELLATION, 0))


def _cancel(key: str, order: Order, lines: list[Line], charges: list[Charge], method: str, reason: str, at: datetime) -> Invoice:
    original = Invoice.objects.filter(order=order, kind=InvoiceKind.INVOICE).first()
    if original is None or not (lines or charges):
        raise NothingToCancel(order.number)
    return _issue(InvoiceKind.CANCELLATION, key, order, lines, charges, method, at, original=original, reason=reason)


def _issue(
    kind: InvoiceKind,
    key: str,
    order: Order,
    lines: Sequence[Line],
    charges: Sequence[Charge],
    method: str,
    at: datetime,
    *,
    original: Invoice | None = None,
    reason: str = "",
) -> Invoice:
    lines, charges, taxes = _add_up(lines, charges)
    day = at.astimezone(BERLIN).date()
    series, value, number = next_number(kind=kind, year=day.year)
    reach("settle.after_invoice_number")
    total = sum(group.gross for group in taxes)
    frozen = InvoiceDocument(
        kind="invoice" if kind == InvoiceKind.INVOICE else "cancellation",
        number=number,
        issued_on=day,
        order_number=order.number,
        ordered_on=order.placed_at.astimezone(BERLIN).date(),
        paid_on=day,
        language="de" if order.language == "de" else "en",
        currency="EUR",
        seller=_seller(),
        buyer=_party(order.billing, order.email),
        delivery=_party(order.delivery),
        lines=tuple(lines),
        charges=tuple(charges),
        taxes=tuple(taxes),
        net=sum(group.net for group in taxes),
        tax=sum(group.tax for group in taxes),
        total=total,
        paid=total,
        method=method,
        means="transfer" if order.payment_method == "bank_transfer" else "card",
        treatment=_treatment(order),
        tax_country=order.tax_country,
        original_number=original.number if original else "",
        original_on=_issued_on(original),
        reason=reason,
    )
    invoice = Invoice.objects.create(
        kind=kind,
        series=series,
        value=value,
        number=number,
        order=order,
        original=original,
        key=key,
        total=total,
        data=frozen.to_dict(),
        issued_at=at,
    )
    queue_job(kind=JobKind.RENDER_INVOICE, reference=invoice.pk, run_at=at)
    return invoice


def _add_up(lines: Sequence[Line], charges: Sequence[Charge]) -> tuple[list[Line], list[Charge], list[TaxGroup]]:
    """The same rows with net and tax, numbered, and one group per rate: tax is rounded once on the sum of each rate."""
    rows: list[Line | Charge] = [*(replace(line, position=i) for i, line in enumerate(lines, 1)), *charges]
    groups = []
    for rate in sorted({row.rate for row in rows}, reverse=True):
        members = [i for i, row in enumerate(rows) if row.rate == rate]
        prices = split_parts([rows[i].total for i in members], rate)
        for i, price in zip(members, prices, strict=True):
            rows[i] = replace(rows[i], net=price.net, tax=price.tax)
        sums = (sum(p.net for p in prices), sum(p.tax for p in prices), sum(p.gross for p in prices))
        groups.append(TaxGroup(rate=rate, net=sums[0], tax=sums[1], gross=sums[2]))
    return rows[: len(lines)], rows[len(lines) :], groups  # type: ignore[return-value]


def _line(row: OrderLine, quantity: int, gross: int, discount: int) -> Line:
    return Line(
        position=0,
        sku=row.sku,
        name=row.name,
        features=row.features,
        quantity=quantity,
        unit=row.unit,
        gross=gross,
        discount=discount,
        total=gross - discount,
        net=0,
        tax=0,
        rate=row.rate,
    )


def _part(row: OrderLine, pieces: int) -> Line:
    """`pieces` of a line after `row.withdrawn` others: its share of the discount, so that all shares sum to the whole."""
    return _line(row, pieces, row.unit * pieces, _discount(row, pieces))


def _discount(row: OrderLine, pieces: int) -> int:
    before, after = row.withdrawn, row.withdrawn + pieces
    return row.discount * after // row.quantity - row.discount * before // row.quantity


def part_amount(row: OrderLine, pieces: int) -> int:
    """What `pieces` more of a line are worth when taken back, in cents."""
    return row.unit * pieces - _discount(row, pieces)


def _blank(name: str, features: str, amount: int, rate: Decimal) -> Line:
    return Line(
        position=0, sku="", name=name, features=features, quantity=1, unit=amount, gross=amount, discount=0, total=amount,
        net=0, tax=0, rate=rate,
    )  # fmt: skip


def _shipping(order: Order) -> list[Charge]:
    with override(order.language):
        label = gettext("Shipping")
    return [
        Charge(label=label, net=0, tax=0, total=group["shipping"], rate=Decimal(group["rate"]))
        for group in order.taxes
        if group.get("shipping")
    ]


def _treatment(order: Order) -> document.Treatment:
    """How the letter words it: a sale at home rates to another EU country reads like one at home."""
    words: dict[str, document.Treatment] = {
        Treatment.OSS: "oss",
        Treatment.EXPORT: "export",
        Treatment.SMALL_BUSINESS: "small_business",
    }
    return words.get(order.tax_treatment, "domestic")


def _issued_on(invoice: Invoice | None) -> date | None:
    return invoice.issued_at.astimezone(BERLIN).date() if invoice else None


def _party(address: OrderAddress, email: str = "") -> Party:
    return Party(
        name=address.name,
        extra=address.extra,
        street=address.street,
        postcode=address.postcode,
        city=address.city,
        country=address.country,
        email=email,
    )


def _seller() -> SellerParty:
    row = seller()
    return SellerParty(
        name=row.name,
        extra="",
        street=row.street,
        postcode=row.postcode,
        city=row.city,
        country=row.country,
        email=row.email,
        vat_id=row.vat_id,
        tax_number=row.tax_number,
        phone=row.phone,
        register=", ".join(part for part in (row.register_court, row.register_number) if part),
        account_holder=row.account_holder,
        iban=row.iban,
        bic=row.bic,
    )
