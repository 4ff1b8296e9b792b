from django.db import migrations

from shop.search.index_table import OTHERS_ALONE, TABLE


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(OTHERS_ALONE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX {TABLE}_others")


class Migration(migrations.Migration):
    """An index of the few documents that are no goods (PostgreSQL)."""

    dependencies = [("shop", "0012_marks_of_cards")]
    operations = [migrations.RunPython(create, drop)]
