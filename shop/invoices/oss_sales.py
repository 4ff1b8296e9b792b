"""What the invoices say for the One-Stop-Shop: one row per invoice and rate, cancellations below zero."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from shop.alerts.models import AlertKind
from shop.alerts.raise_alert import raise_alert
from shop.invoices.document import InvoiceDocument
from shop.invoices.models import Invoice, InvoiceKind
from shop.tax.oss import Level, Sale, ThresholdState, oss_csv, quarter_rows, threshold_state
from shop.tax.taxation import Treatment
from shop.tax.territories import tax_territory

BERLIN = ZoneInfo("Europe/Berlin")


def oss_sales(*, since: date, until: date) -> Iterator[Sale]:
    """The sales of all invoices from `since` to `until` (both days within), in the order of their numbers."""
    begin = datetime(since.year, since.month, since.day, tzinfo=BERLIN)
    end = datetime(until.year, until.month, until.day, tzinfo=BERLIN) + timedelta(days=1)
    rows = Invoice.objects.filter(issued_at__gte=begin, issued_at__lt=end).select_related("order").order_by("issued_at", "pk")
    for invoice in rows.iterator():
        frozen = InvoiceDocument.from_dict(invoice.data)
        sign = 1 if invoice.kind == InvoiceKind.INVOICE else -1
        for group in frozen.taxes:
            yield Sale(
                on=frozen.issued_on,
                country=tax_territory(country=frozen.delivery.country, postcode=frozen.delivery.postcode).country,
                rate=group.rate,
                net=sign * group.net,
                tax=sign * group.tax,
                treatment=Treatment(invoice.order.tax_treatment),
                sold_on=frozen.original_on if sign < 0 else None,
            )


def quarter_csv(year: int, quarter: int) -> str:
    """The rows of one quarter's return as CSV."""
    begin = date(year, 3 * quarter - 2, 1)
    until = date(year + quarter // 4, quarter % 4 * 3 + 1, 1) - timedelta(days=1)
    return oss_csv(quarter_rows(oss_sales(since=begin, until=until), year, quarter))


def threshold_now(*, on: date) -> ThresholdState:
    """How near this year and last are to the 10,000 € of distance sales (UStG § 3c (4))."""
    return threshold_state(oss_sales(since=date(on.year - 1, 1, 1), until=on), on)


def watch_threshold(*, at: datetime) -> None:
    """Tell staff once a year at 80 %, and again when it is reached."""
    day = at.astimezone(BERLIN).date()
    state = threshold_now(on=day)
    if state.level == Level.OK:
        return
    words = _(
        "Sales to other EU countries have come to {percent} percent of the yearly 10,000 €. See 'Tax profile' and the OSS report."
    )
    raise_alert(
        key=f"oss:{day.year}:{state.level}",
        kind=AlertKind.OSS,
        message=format_lazy(words, percent=state.share_percent),
        at=at,
    )
