from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShopConfig(AppConfig):
    name = "shop"
    verbose_name = _("Shop")

    def ready(self) -> None:
        from shop.search.catalog_sources import register_catalog  # noqa: PLC0415 -- the models are not there before

        register_catalog()
