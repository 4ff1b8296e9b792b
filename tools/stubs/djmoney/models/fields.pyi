"""What the shop uses of django-money, typed: the field takes and gives `Money`, not the decimal it is built on."""

from typing import Any, TypeVar

from django.db.models import DecimalField
from django.db.models.expressions import Combinable
from djmoney.money import Money

# Open, so that the plugin can fill them in: with None where a field is nullable.
_ST_contra = TypeVar("_ST_contra", contravariant=True)
_GT_co = TypeVar("_GT_co", covariant=True)

class MoneyField(DecimalField[_ST_contra, _GT_co]):
    _pyi_private_set_type: Money | Combinable  # type: ignore[assignment]
    _pyi_private_get_type: Money  # type: ignore[assignment]
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...
