from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class ShopConfig(AppConfig):
    name = "shop"
    verbose_name = _("Shop")

    def ready(self) -> None:
        from shop.search.catalog_sources import register_catalog  # noqa: PLC0415 -- the models are not there before

        register_catalog()


class StaffConfig(AdminConfig):
    """Django's admin, with the shop's own start page (`shop/staff/site.py`)."""

    default_site = "shop.staff.site.StaffSite"
