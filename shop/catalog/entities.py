"""The trade's entities as pages: what each kind is called in addresses, and how its goods are found."""

from dataclasses import dataclass
from unicodedata import combining, normalize

from django.db.models import Count, Exists, OuterRef, Q

from shop.catalog.models import (
    Character,
    Manufacturer,
    Named,
    Product,
    ProductLine,
    ProductQuerySet,
    Scale,
    Sculptor,
    Series,
)
from shop.catalog.slug_redirect import RedirectKind

Entity = Series | Character | Manufacturer | ProductLine | Scale | Sculptor


@dataclass(frozen=True)
class EntityKind:
    """`name` is its address and its parameter of the product list; `field` leads from a product to it."""

    name: str
    field: str
    model: type[Entity]
    redirect: RedirectKind
    related: tuple[str, ...] = ()


KINDS = {
    kind.name: kind
    for kind in (
        EntityKind("series", "series", Series, RedirectKind.SERIES),
        EntityKind("character", "character", Character, RedirectKind.CHARACTER, ("series",)),
        EntityKind("maker", "manufacturer", Manufacturer, RedirectKind.MANUFACTURER),
        EntityKind("line", "line", ProductLine, RedirectKind.LINE, ("manufacturer",)),
        EntityKind("scale", "scale", Scale, RedirectKind.SCALE),
        EntityKind("sculptor", "sculptor", Sculptor, RedirectKind.SCULPTOR),
    )
}


def entity_by_slug(kind: EntityKind, slug: str) -> Entity | None:
    """One query, with what the entity's page says of its kind."""
    found: Entity | None = kind.model.objects.select_related(*kind.related).filter(slug=slug).first()
    return found


def goods_of(kind: EntityKind, entity: Named) -> ProductQuerySet:
    """The published goods of an entity, newest first: by key, because an index of the entity's goods is in that order already."""
    return Product.objects.published().filter(**{kind.field: entity}).order_by("-pk")


@dataclass(frozen=True)
class Letter:
    """A part of an index: `letter` is A to Z, or '#' for names that begin otherwise."""

    letter: str
    entities: list[Named]


def index_of(kind: EntityKind) -> list[Letter]:
    """Every entity of a kind that has published goods, by letter, each with their number as `goods`: one query."""
    published = Product.objects.published().filter(**{kind.field: OuterRef("pk")})
    rows = kind.model.objects.filter(Exists(published)).annotate(goods=Count("products", filter=Q(products__is_published=True)))
    letters: dict[str, list[Named]] = {}
    for row in sorted(rows.order_by(), key=lambda row: (folded(row.name), row.pk)):
        first = folded(row.name)[:1].upper()
        letters.setdefault(first if "A" <= first <= "Z" else "#", []).append(row)
    return [Letter(letter, letters[letter]) for letter in sorted(letters, key=lambda letter: (letter == "#", letter))]


def folded(name: str) -> str:
    """A name without accents and case, as it is sorted: 'Café' beside 'cafe'."""
    plain = "".join(c for c in normalize("NFKD", name) if not combining(c))
    return plain.casefold()
