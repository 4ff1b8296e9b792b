from django.db import migrations
from django.db.models import Sum

from shop.append_only import guard, unguard


def open_the_ledger(apps, schema_editor):
    """Stock that was there before every change had its row gets one: the ledger must lead to the numbers."""
    Stock, StockMove = apps.get_model("shop", "Stock"), apps.get_model("shop", "StockMove")
    for stock in Stock.objects.iterator():
        moves = dict(StockMove.objects.filter(variant=stock.variant_id).values_list("kind").annotate(n=Sum("quantity")).order_by())
        known = moves.get("corrected", 0) - moves.get("shipped", 0) - moves.get("preorder_shipped", 0)
        if stock.on_hand != known:
            at = stock.variant.product.added_at
            StockMove.objects.create(
                variant_id=stock.variant_id, kind="corrected", quantity=stock.on_hand - known, reason="opening", at=at
            )


def create(apps, schema_editor):
    guard(schema_editor)


def drop(apps, schema_editor):
    unguard(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("shop", "0003_money")]
    operations = [migrations.RunPython(open_the_ledger, migrations.RunPython.noop), migrations.RunPython(create, drop)]
