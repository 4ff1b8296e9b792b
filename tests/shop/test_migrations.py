"""Rows of an older shop are carried over: typed scales and sculptors become entities, a product's dates its first run."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, AFTER = [("shop", "0004_append_only")], [("shop", "0006_carry_over")]


def migrate(target: list[tuple[str, str]]) -> Any:
    """The models as they were at `target`."""
    executor = MigrationExecutor(connection)
    executor.migrate([*target])
    return MigrationExecutor(connection).loader.project_state(target).apps


@pytest.fixture(autouse=True)
def _back_to_the_newest() -> Iterator[None]:
    yield
    call_command("migrate", verbosity=0)


def old_product(apps: Any, slug: str, **fields: Any) -> Any:
    models = {name: apps.get_model("shop", name) for name in ("Product", "Variant", "Category", "Manufacturer")}
    category, _ = models["Category"].objects.get_or_create(slug="figures")
    maker, _ = models["Manufacturer"].objects.get_or_create(slug="kurogane", country="JP")
    product = models["Product"].objects.create(slug=slug, category=category, manufacturer=maker, added_at=timezone.now(), **fields)
    for label in ("M", "L"):
        models["Variant"].objects.create(product=product, label=label, sku=f"{slug}-{label}", price=1)
    return product


def test_older_shop_is_carried_over_and_back() -> None:
    apps = migrate(BEFORE)
    coming = {"released_on": date(2027, 3, 1), "release_precision": "quarter", "deliver_by": date(2027, 7, 1)}
    old_product(apps, "coming", scale="1/7", sculptor="Kazuma Idogawa", **coming)
    old_product(apps, "typed", scale=" 1/7", sculptor="井戸川")
    old_product(apps, "odd", scale="Nendo", sculptor="Kazuma-Idogawa")
    old_product(apps, "plain")

    apps = migrate(AFTER)
    scales = apps.get_model("shop", "Scale").objects.values_list("name", "slug", "denominator")
    assert list(scales) == [("1/7", "1-7", 7), ("Nendo", "nendo", None)]
    sculptors = apps.get_model("shop", "Sculptor").objects.order_by("pk").values_list("name", "slug")
    assert set(sculptors) == {
        ("Kazuma Idogawa", "kazuma-idogawa"),
        ("Kazuma-Idogawa", "kazuma-idogawa-2"),
        ("井戸川", "sculptor"),
    } or set(sculptors) == {("Kazuma Idogawa", "kazuma-idogawa-2"), ("Kazuma-Idogawa", "kazuma-idogawa"), ("井戸川", "sculptor")}
    linked = apps.get_model("shop", "Product").objects.order_by("pk").values_list("slug", "scale__name", "sculptor__name")
    assert list(linked) == [
        ("coming", "1/7", "Kazuma Idogawa"),
        ("typed", "1/7", "井戸川"),
        ("odd", "Nendo", "Kazuma-Idogawa"),
        ("plain", None, None),
    ]
    releases = apps.get_model("shop", "Release").objects.values_list(
        "product__slug", "kind", "released_on", "precision", "deliver_by"
    )
    assert list(releases) == [("coming", "first", date(2027, 3, 1), "quarter", date(2027, 7, 1))]
    runs = apps.get_model("shop", "Variant").objects.order_by("pk").values_list("sku", "release__product__slug")
    assert [(sku, slug) for sku, slug in runs if slug] == [("coming-M", "coming"), ("coming-L", "coming")]

    apps = migrate(BEFORE)
    columns = ("slug", "scale", "sculptor", "released_on", "release_precision", "deliver_by")
    assert list(apps.get_model("shop", "Product").objects.order_by("pk").values_list(*columns))[:2] == [
        ("coming", "1/7", "Kazuma Idogawa", date(2027, 3, 1), "quarter", date(2027, 7, 1)),
        ("typed", "1/7", "井戸川", None, "month", None),
    ]


def test_rereleases_keep_the_shop_from_going_back() -> None:
    apps = migrate(AFTER)
    product = apps.get_model("shop", "Product").objects.create(
        slug="lumi",
        category=apps.get_model("shop", "Category").objects.create(slug="figures"),
        manufacturer=apps.get_model("shop", "Manufacturer").objects.create(slug="kurogane", country="JP"),
        added_at=timezone.now(),
    )
    apps.get_model("shop", "Release").objects.create(product=product, kind="rerun")
    with pytest.raises(RuntimeError, match="There are re-releases"):
        migrate(BEFORE)
    assert apps.get_model("shop", "Release").objects.get().kind == "rerun"
