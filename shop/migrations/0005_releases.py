import django.db.models.deletion
from django.db import migrations, models

NATIVE = {"blank": True, "verbose_name": "name in Japanese script"}
ON_TIME = models.Q(("deliver_by__isnull", True), ("released_on__isnull", True), ("deliver_by__gte", models.F("released_on")), _connector="OR")


def key():
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def named():
    return [
        key(),
        ("name", models.CharField(max_length=120, verbose_name="name")),
        ("slug", models.SlugField(max_length=140, unique=True, verbose_name="slug")),
    ]


def optional(to, words, related_name="products"):
    return models.ForeignKey(
        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=to, verbose_name=words
    )


class Migration(migrations.Migration):
    """The new tables and columns beside the old ones; 0006 carries the rows over and drops what is no longer needed."""

    dependencies = [("shop", "0004_append_only")]

    operations = [
        migrations.CreateModel(
            name="Scale",
            fields=[
                *named(),
                ("denominator", models.PositiveSmallIntegerField(blank=True, help_text="7 for 1/7; scales stand in this order.", null=True, verbose_name="denominator")),
            ],
            options={"verbose_name": "scale", "verbose_name_plural": "scales", "ordering": [models.OrderBy(models.F("denominator"), nulls_last=True), "name"]},
        ),
        migrations.CreateModel(
            name="Sculptor",
            fields=named(),
            options={"verbose_name": "sculptor", "verbose_name_plural": "sculptors", "ordering": ["name"], "abstract": False},
        ),
        migrations.CreateModel(
            name="ProductLine",
            fields=[
                *named(),
                ("native_name", models.CharField(max_length=120, **NATIVE)),
                ("manufacturer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="shop.manufacturer", verbose_name="manufacturer")),
            ],
            options={"verbose_name": "product line", "verbose_name_plural": "product lines", "ordering": ["name"], "abstract": False},
        ),
        migrations.CreateModel(
            name="SlugRedirect",
            fields=[
                key(),
                ("kind", models.CharField(choices=[("product", "product"), ("series", "series"), ("character", "character"), ("manufacturer", "manufacturer"), ("line", "product line"), ("scale", "scale"), ("sculptor", "sculptor")], max_length=12, verbose_name="kind")),
                ("old_slug", models.SlugField(max_length=180, verbose_name="old slug")),
                ("target_id", models.PositiveBigIntegerField(help_text="The key of the row of this kind.", verbose_name="target")),
            ],
            options={
                "verbose_name": "old address",
                "verbose_name_plural": "old addresses",
                "ordering": ["kind", "old_slug"],
                "constraints": [models.UniqueConstraint(fields=("kind", "old_slug"), name="an_old_address_leads_to_one_place")],
            },
        ),
        migrations.AddField("character", "native_name", models.CharField(max_length=120, **NATIVE)),
        migrations.AddField("manufacturer", "native_name", models.CharField(max_length=120, **NATIVE)),
        migrations.AddField("series", "native_name", models.CharField(max_length=120, **NATIVE)),
        migrations.AddField("product", "native_name", models.CharField(max_length=160, **NATIVE)),
        migrations.RenameField("product", "scale", "scale_text"),
        migrations.RenameField("product", "sculptor", "sculptor_text"),
        migrations.AddField("product", "line", optional("shop.productline", "product line")),
        migrations.AddField("product", "scale", optional("shop.scale", "scale")),
        migrations.AddField("product", "sculptor", optional("shop.sculptor", "sculptor")),
        migrations.RemoveConstraint("product", "delivery_is_not_promised_before_the_release"),
        migrations.CreateModel(
            name="Release",
            fields=[
                key(),
                ("kind", models.CharField(choices=[("first", "first run"), ("rerun", "re-release")], default="first", max_length=10, verbose_name="kind")),
                ("released_on", models.DateField(blank=True, help_text="The maker's date; the first day of a month or quarter stands for all of it.", null=True, verbose_name="release")),
                ("precision", models.CharField(choices=[("day", "day"), ("month", "month"), ("quarter", "quarter")], default="month", max_length=10, verbose_name="precision")),
                ("deliver_by", models.DateField(blank=True, help_text="What a pre-order promises; without it nothing can be pre-ordered.", null=True, verbose_name="delivery at the latest")),
                ("product", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="releases", to="shop.product", verbose_name="product")),
            ],
            options={
                "verbose_name": "release",
                "verbose_name_plural": "releases",
                "ordering": ["product", "kind", models.OrderBy(models.F("released_on"), nulls_last=True), "pk"],
                "indexes": [models.Index(fields=["released_on", "id"], name="releases_by_date")],
                "constraints": [
                    models.CheckConstraint(condition=ON_TIME, name="delivery_is_not_promised_before_the_release"),
                    models.UniqueConstraint(condition=models.Q(("kind", "first")), fields=("product",), name="a_product_has_one_first_run"),
                ],
            },
        ),
        migrations.AddField("variant", "release", optional("shop.release", "release", related_name="variants")),
        migrations.RemoveConstraint("variant", "a_product_has_each_size_once"),
        migrations.AddConstraint(
            "variant", models.UniqueConstraint(fields=("product", "release", "label"), name="a_release_has_each_size_once")
        ),
        migrations.AddConstraint(
            "variant",
            models.UniqueConstraint(condition=models.Q(("release__isnull", True)), fields=("product", "label"), name="a_product_has_each_size_once"),
        ),
    ]
