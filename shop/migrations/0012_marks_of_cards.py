from django.db import migrations

from shop.listing.watch import unwatch, watch

TABLES = (
    "shop_productimage",
    "shop_pricechange",
    "shop_picture",
    "shop_shippingzone",
    "shop_zonecountry",
    "shop_freeshippingrule",
    "shop_taxprofile",
)


def create(apps, schema_editor):
    watch(schema_editor, tables=TABLES)


def drop(apps, schema_editor):
    unwatch(schema_editor, tables=TABLES)


class Migration(migrations.Migration):
    """Let what cards show leave marks, too: pictures, past prices, and the tariff."""

    dependencies = [("shop", "0011_renditions")]
    operations = [migrations.RunPython(create, drop)]
