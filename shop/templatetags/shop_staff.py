"""What the first page of the admin says of the shop itself."""

from datetime import datetime

from django import template
from django.utils import timezone

from shop.alerts.models import Alert
from shop.worker.late import late_since

register = template.Library()


@register.simple_tag
def worker_is_late() -> datetime | None:
    """Since when jobs and mails wait that nobody takes up, or None."""
    return late_since(at=timezone.localtime())


@register.simple_tag
def open_alerts() -> int:
    """How many matters wait for a person."""
    return Alert.objects.filter(settled_at__isnull=True).count()
