from django.db import migrations, models

from shop.listing.watch import unwatch, watch

TABLES = (
    "shop_product",
    "shop_variant",
    "shop_release",
    "shop_stock",
    "shop_category",
    "shop_series",
    "shop_manufacturer",
    "shop_scale",
    "shop_character",
    "shop_productline",
    "shop_sculptor",
)


def create(apps, schema_editor):
    watch(schema_editor, tables=TABLES)


def drop(apps, schema_editor):
    unwatch(schema_editor, tables=TABLES)


class Migration(migrations.Migration):
    dependencies = [("shop", "0007_carry_over")]
    operations = [
        migrations.CreateModel(
            name="CatalogChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("product_id", models.BigIntegerField(null=True, verbose_name="product")),
                ("variant_id", models.BigIntegerField(null=True, verbose_name="variant")),
                ("token", models.BigIntegerField(verbose_name="token")),
            ],
            options={"verbose_name": "catalog change", "verbose_name_plural": "catalog changes"},
        ),
        migrations.RunPython(create, drop),
    ]
