"""Tell staff of withdrawals that nobody has settled while the law's fourteen days run (BGB § 355 (3), § 357 (1))."""

from datetime import datetime, timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from shop.aftersales.models import WithdrawalDeclaration
from shop.aftersales.settle_withdrawal import refund_due_on
from shop.alerts.models import AlertKind
from shop.alerts.raise_alert import raise_alert

ALARM_AFTER = timedelta(days=10)


def watch_withdrawals(*, at: datetime) -> None:
    """One alert for each declaration that is ten days old and not settled."""
    waiting = WithdrawalDeclaration.objects.filter(settlement__isnull=True, declared_at__lte=at - ALARM_AFTER)
    for declaration in waiting.select_related("order"):
        raise_alert(
            key=f"withdrawal:{declaration.pk}",
            kind=AlertKind.WITHDRAWAL_DUE,
            reference=declaration.order.number if declaration.order else declaration.contract[:60],
            message=format_lazy(
                _("{name} withdrew and is still waiting; the money must be back by {day}."),
                name=declaration.name,
                day=refund_due_on(declaration).isoformat(),
            ),
            at=at,
        )
