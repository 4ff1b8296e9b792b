import re

from django.db import migrations
from django.db.models import Q
from django.utils.text import slugify

DATED = Q(released_on__isnull=False) | Q(deliver_by__isnull=False)


def free_slug(model, name):
    """A slug for `name` that no row of `model` has; names without Latin letters get the model's own word."""
    base = slugify(name.replace("/", "-"))[:120] or model._meta.model_name
    slug, n = base, 1
    while model.objects.filter(slug=slug).exists():
        n += 1
        slug = f"{base}-{n}"
    return slug


def carry_over(apps, schema_editor):
    """Typed scales and sculptors become rows of their own, and a product's dates its first run with all its variants."""
    Product, Release, Variant = (apps.get_model("shop", name) for name in ("Product", "Release", "Variant"))
    for field, model in (("scale", apps.get_model("shop", "Scale")), ("sculptor", apps.get_model("shop", "Sculptor"))):
        typed = Product.objects.exclude(**{f"{field}_text": ""}).order_by().values_list(f"{field}_text", flat=True).distinct()
        rows = {}
        for text in list(typed):
            name = " ".join(text.split())
            if not name:
                continue
            if name not in rows:
                fraction = re.fullmatch(r"1 ?[/:] ?(\d{1,4})", name)
                more = {"denominator": int(fraction[1])} if field == "scale" and fraction else {}
                rows[name] = model.objects.create(name=name, slug=free_slug(model, name), **more)
            Product.objects.filter(**{f"{field}_text": text}).update(**{field: rows[name]})
    for product in Product.objects.filter(DATED).order_by().iterator():
        release = Release.objects.create(
            product=product, released_on=product.released_on, precision=product.release_precision, deliver_by=product.deliver_by
        )
        Variant.objects.filter(product=product).update(release=release)
    schema_editor.connection.check_constraints()  # PostgreSQL alters no table whose foreign keys are still to be checked


def carry_back(apps, schema_editor):
    """The first run's dates and the names go back into their columns; a re-release has no place there."""
    Product, Release, Variant = (apps.get_model("shop", name) for name in ("Product", "Release", "Variant"))
    if Release.objects.filter(kind="rerun").exists():
        raise RuntimeError("There are re-releases; the columns before this migration cannot hold them.")
    for release in Release.objects.order_by().iterator():
        Product.objects.filter(pk=release.product_id).update(
            released_on=release.released_on, release_precision=release.precision, deliver_by=release.deliver_by
        )
    for field, length in (("scale", 10), ("sculptor", 120)):
        for product in Product.objects.filter(**{f"{field}__isnull": False}).select_related(field).order_by().iterator():
            Product.objects.filter(pk=product.pk).update(**{f"{field}_text": getattr(product, field).name[:length], field: None})
    Variant.objects.update(release=None)
    Release.objects.all().delete()
    apps.get_model("shop", "Scale").objects.all().delete()
    apps.get_model("shop", "Sculptor").objects.all().delete()
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [("shop", "0005_releases")]

    operations = [
        migrations.RunPython(carry_over, carry_back),
        migrations.RemoveField("product", "deliver_by"),
        migrations.RemoveField("product", "release_precision"),
        migrations.RemoveField("product", "released_on"),
        migrations.RemoveField("product", "scale_text"),
        migrations.RemoveField("product", "sculptor_text"),
    ]
