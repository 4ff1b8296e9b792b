"""The staff's site: its start page says what needs doing, and its pages stand in topics instead of one long list."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.staff.desk import desk
from shop.staff.login import StaffLoginForm
from shop.worker.late import late_since

# The topics in the order of a working day, and the models (by class name) that stand in each.
TOPICS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("sales", _("Orders"), ("Order", "OrderEvent", "Parcel", "WithdrawalDeclaration", "Invoice", "Alert")),
    ("money", _("Money"), ("Payment", "Refund", "Dispute", "StripeEvent", "Voucher", "VoucherUse")),
    ("stock", _("Stock and prices"), ("Stock", "StockMove", "Variant", "PriceChange")),
    ("catalog", _("Goods"), ("Product", "Category", "Series", "Character", "Manufacturer", "ProductLine", "Scale", "Sculptor")),
    ("magazine", _("Magazine"), ("Post", "Author", "Tag", "RightName")),
    ("search", _("Search"), ("SearchMiss", "SearchSynonym")),
    (
        "rules",
        _("Shipping, taxes and law"),
        ("ShippingZone", "FreeShippingRule", "TaxRate", "TaxProfile", "LegalText", "SellerProfile"),
    ),
    ("work", _("Mails and work in the background"), ("OutgoingMail", "Job")),
    ("people", _("Staff"), ("User", "Group")),
)


class StaffSite(admin.AdminSite):
    """Django's admin with a desk; models that no topic names stand at the end."""

    site_header = site_title = "Sternregal"
    index_title = _("What needs doing")
    index_template = "admin/desk.html"
    login_form = StaffLoginForm

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        now = timezone.localtime()
        context = {"tasks": desk(request=request, site=self, at=now), "late_since": late_since(at=now)}
        return super().index(request, {**context, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        return in_topics(model for app in apps for model in app["models"])


def in_topics(models: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries of the admin's list as `TOPICS` orders them; a topic of which this person may see nothing is left out."""
    left = {model["object_name"]: model for model in models}
    topics = []
    for label, name, names in TOPICS:
        found = [left.pop(known) for known in names if known in left]
        topics.append(_topic(label, name, found))
    topics.append(_topic("others", _("Others"), list(left.values())))
    return [topic for topic in topics if topic["models"]]


def _topic(label: str, name: Any, models: list[dict[str, Any]]) -> dict[str, Any]:
    return {"app_label": label, "name": name, "app_url": f"#{label}", "has_module_perms": True, "models": models}
