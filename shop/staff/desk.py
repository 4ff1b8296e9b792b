"""What needs doing: the start page of the staff, one count for each kind of work."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shop.aftersales.models import WithdrawalDeclaration
from shop.alerts.models import Alert
from shop.jobs.models import Job
from shop.mail.models import OutgoingMail
from shop.orders.models import Order, OrderState
from shop.payments.models import PaymentMethod
from shop.stock.models import Stock
from shop.stock.queries import running_low

LATE = timedelta(minutes=5)  # the worker looks every few seconds; what waits longer tells that it does not run


@dataclass(frozen=True)
class Task:
    """One kind of work: how many wait, the page that lists them, and whether it is `urgent` (somebody's money, or a promise)."""

    title: Any
    count: int
    url: str
    urgent: bool


def desk(*, request: HttpRequest, site: AdminSite, at: datetime) -> list[Task]:
    """All kinds of work that this person may see, also those with nothing to do; one query for each."""
    alerts = Alert.objects.filter(settled_at__isnull=True)
    withdrawals = WithdrawalDeclaration.objects.filter(settlement__isnull=True)
    shippable = Order.objects.filter(state__in=(OrderState.PAID, OrderState.PARTLY_SHIPPED))
    awaited = Order.objects.filter(state=OrderState.PENDING, payment_method=PaymentMethod.BANK_TRANSFER)
    unsent = OutgoingMail.objects.filter(sent_at__isnull=True, queued_at__lt=at - LATE)
    late = Job.objects.filter(done_at__isnull=True, run_at__lt=at - LATE)
    rows: tuple[tuple[Any, QuerySet[Any], str, dict[str, str], bool], ...] = (
        (_("Alerts"), alerts, "shop_alert", {"settled": "no"}, True),
        (_("Withdrawals to settle"), withdrawals, "shop_withdrawaldeclaration", {"settled": "no"}, True),
        (_("Orders to ship"), shippable, "shop_order", {"state__in": "paid,partly_shipped"}, False),
        (_("Transfers awaited"), awaited, "shop_order", {"state__exact": "pending", "payment_method": "bank_transfer"}, False),
        (_("Running out"), running_low(Stock.objects.all()), "shop_stock", {"supply": "low"}, False),
        (_("Mails not sent yet"), unsent, "shop_outgoingmail", {"sent_at__isnull": "True"}, True),
        (_("Jobs that are late"), late, "shop_job", {"done_at__isempty": "1"}, True),
    )
    return [
        Task(title=title, count=found.count(), url=f"{reverse(f'admin:{page}_changelist')}?{urlencode(query)}", urgent=urgent)
        for title, found, page, query, urgent in rows
        if site.get_model_admin(found.model).has_view_permission(request)
    ]
