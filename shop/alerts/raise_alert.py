"""Raise an alert, and settle it."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.functional import Promise
from django.utils.translation import override

from shop.alerts.models import Alert, AlertKind


def raise_alert(*, key: str, kind: AlertKind, message: str | Promise, at: datetime, reference: str = "") -> None:
    """Tell staff about one matter, named by `key`; the second telling of it changes nothing, even at the same instant.

    A lazy `message` is kept in the language of the house (`LANGUAGE_CODE`), whoever's request brought it up.
    """
    with override(settings.LANGUAGE_CODE):
        alert = Alert(key=key, kind=kind, message=str(message), reference=reference, raised_at=at)
    Alert.objects.bulk_create([alert], ignore_conflicts=True)


def settle_alert(*, alert: Alert, by: User, at: datetime) -> bool:
    """Say that the matter is dealt with; whether this call was the one that settled it."""
    return bool(Alert.objects.filter(pk=alert.pk, settled_at__isnull=True).update(settled_at=at, settled_by=by))
