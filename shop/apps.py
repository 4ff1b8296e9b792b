from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class ShopConfig(AppConfig):
    name = "shop"
    verbose_name = _("Shop")


class StaffConfig(AdminConfig):
    """Django's admin, with the shop's own start page (`shop/staff/site.py`)."""

    default_site = "shop.staff.site.StaffSite"
