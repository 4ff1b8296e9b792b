"""Load the demo's goods: makers, series, characters, products with prices, stock and pictures."""

import calendar
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from djmoney.money import Money

from demo.content import CATEGORIES, look_of, rows
from demo.drawings import VIEWS
from demo.pictures import Job, seed_of
from shop.catalog.models import Category, Character, Manufacturer, Product, ProductImage, Series, Variant
from shop.money import cents
from shop.pictures.store import Facts, keep
from shop.pricing.models import PriceChange
from shop.stock.models import MoveKind, Stock, StockMove

VIEW_WORDS = {
    "front": ("Vorderansicht", "front view"),
    "detail": ("Nahaufnahme", "close-up"),
    "back": ("Rückansicht", "back view"),
    "box": ("in der Verpackung", "in its box"),
}


def jobs_for(product: dict[str, Any], characters: dict[str, dict[str, Any]]) -> list[Job]:
    """The pictures to draw for a product; goods without a character borrow the first of their series."""
    name = product["character"] or next(c["slug"] for c in characters.values() if c["series"] == product["series"])
    seed = seed_of(product["slug"])
    return [Job(product["kind"], view, seed, (look_of(characters[name]),)) for view in VIEWS[product["kind"]]]


def load_entities() -> None:
    """Categories, makers, series and characters; those that are there stay as staff left them."""
    for position, (slug, name_de, name_en) in enumerate(CATEGORIES.values()):
        Category.objects.get_or_create(slug=slug, defaults={"name_de": name_de, "name_en": name_en, "position": position})
    for row in rows("maker"):
        contact = row.get("eu_contact")
        values = {key: row[key] for key in ("name", "country", "address", "email", "description_de", "description_en")}
        values["eu_contact"] = "\n".join(contact[key] for key in ("name", "address", "email")) if contact else ""
        Manufacturer.objects.get_or_create(slug=row["slug"], defaults=values)
    for row in rows("series"):
        values = {key: row[key] for key in ("name", "genre_de", "genre_en", "description_de", "description_en")}
        Series.objects.get_or_create(slug=row["slug"], defaults=values)
    for row in rows("character"):
        series = Series.objects.get(slug=row["series"])
        Character.objects.get_or_create(slug=row["slug"], defaults={"name": row["name"], "series": series})


def load_product(row: dict[str, Any], pictures: list[tuple[str, Facts]], *, at: datetime) -> Product | None:
    """One product with variants, price ledger, stock and pictures; None when it is there already."""
    if Product.objects.filter(slug=row["slug"]).exists():
        return None
    translated = [f"{name}_{code}" for name in ("name", "summary", "description", "material", "contents") for code in ("de", "en")]
    product = Product.objects.create(
        slug=row["slug"],
        category=Category.objects.get(slug=CATEGORIES[row["kind"]][0]),
        series=Series.objects.get(slug=row["series"]),
        character=Character.objects.filter(slug=row["character"]).first(),
        manufacturer=Manufacturer.objects.get(slug=row["maker"]),
        scale=row["scale"],
        height_mm=row["height_mm"] or None,
        weight_g=row["weight_g"],
        sculptor=row["sculptor"],
        age_from=int(row["age"]) if row["age"] else None,
        tax_kind=row["tax_kind"],
        popularity=row["popularity"],
        is_published=True,
        added_at=at - timedelta(days=row["added_days_ago"]),
        **{key: row[key].strip() for key in translated},
        **release_dates(row.get("preorder"), today=at.date()),
    )
    sizes = row.get("size") or [{"label": "", "stock": row["stock"]}]
    for position, size in enumerate(sizes):
        load_variant(product, row, size, position, at=at)
    for position, (view, facts) in enumerate(pictures):
        words_de, words_en = VIEW_WORDS[view]
        ProductImage.objects.create(
            product=product,
            picture=keep(facts),
            alt_de=f"{row['name_de']}, {words_de}",
            alt_en=f"{row['name_en']}, {words_en}",
            position=position,
        )
    return product


def load_variant(product: Product, row: dict[str, Any], size: dict[str, Any], position: int, *, at: datetime) -> Variant:
    suffix = f"-{size['label']}" if size["label"] else ""
    gtin = row["gtin"] if position == 0 else ""
    price = Money(Decimal(row["price"]), "EUR")
    variant = Variant.objects.create(
        product=product,
        label=size["label"],
        sku=f"SR-{seed_of(row['slug']) % 1_000_000:06d}{suffix}",
        gtin=gtin,
        price=price,
        rrp=Money(Decimal(row["rrp"]), "EUR") if "rrp" in row else None,
        position=position,
    )
    history = row.get("history") or [{"days_ago": row["added_days_ago"], "price": row["price"]}]
    PriceChange.objects.bulk_create(
        PriceChange(variant=variant, cents=cents(Money(Decimal(h["price"]), "EUR")), valid_from=at - timedelta(days=h["days_ago"]))
        for h in history
    )
    limit = (row.get("preorder") or {}).get("limit", 0)
    Stock.objects.create(variant=variant, on_hand=size["stock"], preorder_limit=limit)
    if size["stock"]:
        StockMove.objects.create(variant=variant, kind=MoveKind.CORRECTED, quantity=size["stock"], reason="demo", at=at)
    return variant


def release_dates(preorder: dict[str, Any] | None, *, today: date) -> dict[str, Any]:
    """The release counted from today, so that the demo never goes stale, and the promise that hangs on it."""
    if preorder is None:
        return {}
    months = today.month - 1 + preorder["months_ahead"]
    year, month = today.year + months // 12, months % 12 + 1
    precision = preorder["precision"]
    first = date(year, month - (month - 1) % 3 if precision == "quarter" else month, 20 if precision == "day" else 1)
    first = max(first, today + timedelta(days=1))
    last_month = first.month + (2 if precision == "quarter" else 0)
    end = first if precision == "day" else date(first.year, last_month, calendar.monthrange(first.year, last_month)[1])
    return {
        "released_on": first,
        "release_precision": precision,
        "deliver_by": end + timedelta(days=preorder["deliver_within_days"]),
    }
