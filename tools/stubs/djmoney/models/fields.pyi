"""What the shop uses of django-money, typed: the field takes and gives `Money`, not the decimal it is built on."""

from typing import Any

from django.db.models import DecimalField
from django.db.models.expressions import Combinable
from djmoney.money import Money

class MoneyField(DecimalField[Money | Combinable, Money]):
    _pyi_private_set_type: Money | Combinable  # type: ignore[assignment]
    _pyi_private_get_type: Money  # type: ignore[assignment]
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...
