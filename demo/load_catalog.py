"""Load the demo's goods: makers, series, characters, products with prices, stock and pictures."""

import calendar
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from djmoney.money import Money

from demo.content import CATEGORIES, look_of, rows
from demo.drawings import VIEWS
from demo.pictures import Job, seed_of
from shop.catalog.models import (
    Category,
    Character,
    Manufacturer,
    Product,
    ProductImage,
    ProductLine,
    Release,
    ReleaseKind,
    Scale,
    Sculptor,
    Series,
    Variant,
)
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
    """Categories, makers and all the trade's entities; those that are there stay as staff left them."""
    for position, (slug, name_de, name_en) in enumerate(CATEGORIES.values()):
        Category.objects.get_or_create(slug=slug, defaults={"name_de": name_de, "name_en": name_en, "position": position})
    for row in rows("maker"):
        contact = row.get("eu_contact")
        values = {key: row[key] for key in ("name", "country", "address", "email", "description_de", "description_en")}
        values["eu_contact"] = "\n".join(contact[key] for key in ("name", "address", "email")) if contact else ""
        values["native_name"] = row.get("native_name", "")
        Manufacturer.objects.get_or_create(slug=row["slug"], defaults=values)
    for row in rows("line"):
        maker = Manufacturer.objects.get(slug=row["maker"])
        values = {"name": row["name"], "native_name": row["native_name"], "manufacturer": maker}
        ProductLine.objects.get_or_create(slug=row["slug"], defaults=values)
    for row in rows("sculptor"):
        Sculptor.objects.get_or_create(slug=row["slug"], defaults={"name": row["name"]})
    for row in rows("scale"):
        Scale.objects.get_or_create(slug=row["slug"], defaults={"name": row["name"], "denominator": row["denominator"]})
    for row in rows("series"):
        values = {key: row[key] for key in ("name", "native_name", "genre_de", "genre_en", "description_de", "description_en")}
        Series.objects.get_or_create(slug=row["slug"], defaults=values)
    for row in rows("character"):
        series = Series.objects.get(slug=row["series"])
        values = {"name": row["name"], "native_name": row["native_name"], "series": series}
        Character.objects.get_or_create(slug=row["slug"], defaults=values)


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
        native_name=row.get("native_name", ""),
        line=ProductLine.objects.filter(slug=row["line"]).first(),
        scale=Scale.objects.filter(slug=row["scale"]).first(),
        height_mm=row["height_mm"] or None,
        weight_g=row["weight_g"],
        sculptor=Sculptor.objects.filter(slug=row["sculptor"]).first(),
        age_from=int(row["age"]) if row["age"] else None,
        tax_kind=row["tax_kind"],
        popularity=row["popularity"],
        is_published=True,
        added_at=at - timedelta(days=row["added_days_ago"]),
        **{key: row[key].strip() for key in translated},
    )
    load_runs(product, row, at=at)
    for position, (view, facts) in enumerate(pictures):
        words_de, words_en = VIEW_WORDS[view]
        ProductImage.objects.create(
            product=product,
            picture=keep(facts, at=at),
            alt_de=f"{row['name_de']}, {words_de}",
            alt_en=f"{row['name_en']}, {words_en}",
            position=position,
        )
    return product


def load_runs(product: Product, row: dict[str, Any], *, at: datetime) -> None:
    """The first run in its sizes and, where there is one, the re-release with a price of its own."""
    first = load_release(product, row, ReleaseKind.FIRST, today=at.date())
    sizes = row.get("size") or [{"label": "", "stock": row["stock"]}]
    for position, size in enumerate(sizes):
        load_variant(product, row, size, position, release=first, at=at)
    if "rerun" in row:
        days_ago = min(row["added_days_ago"], 20)
        rerun = {"slug": row["slug"], "added_days_ago": days_ago, **row["rerun"]}
        release = load_release(product, rerun, ReleaseKind.RERUN, today=at.date())
        load_variant(product, rerun, {"label": "", "stock": rerun["stock"]}, len(sizes), release=release, at=at)


def load_release(product: Product, row: dict[str, Any], kind: ReleaseKind, *, today: date) -> Release | None:
    """The run that `row` speaks of, counted from today so that the demo never goes stale; None where it names no date."""
    dates = release_dates(row, today=today)
    return Release.objects.create(product=product, kind=kind, **dates) if dates else None


def load_variant(
    product: Product, row: dict[str, Any], size: dict[str, Any], position: int, *, release: Release | None, at: datetime
) -> Variant:
    suffix = f"-{size['label']}" if size["label"] else ""
    suffix += "-R" if release is not None and release.kind == ReleaseKind.RERUN else ""
    gtin = "" if size["label"] and position else row["gtin"]
    price = Money(Decimal(row["price"]), "EUR")
    variant = Variant.objects.create(
        product=product,
        release=release,
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


def release_dates(row: dict[str, Any], *, today: date) -> dict[str, Any]:
    """The date of a run, and the promise that hangs on one that is still to come."""
    if "released" in row:
        then = row["released"]
        first, _last = _span(today, -then["months_ago"], then["precision"])
        return {"released_on": min(first, today - timedelta(days=1)), "precision": then["precision"]}
    if "preorder" in row:
        preorder = row["preorder"]
        first, last = _span(today, preorder["months_ahead"], preorder["precision"])
        first = max(first, today + timedelta(days=1))
        promise = max(first, last) + timedelta(days=preorder["deliver_within_days"])
        return {"released_on": first, "precision": preorder["precision"], "deliver_by": promise}
    return {}


def _span(today: date, months: int, precision: str) -> tuple[date, date]:
    """First and last day of the day (the 20th), month or quarter that lies `months` from today."""
    count = today.year * 12 + today.month - 1 + months
    year, month = count // 12, count % 12 + 1
    if precision == "day":
        return date(year, month, 20), date(year, month, 20)
    if precision == "quarter":
        month -= (month - 1) % 3
    last_month = month + (2 if precision == "quarter" else 0)
    return date(year, month, 1), date(year, last_month, calendar.monthrange(year, last_month)[1])
