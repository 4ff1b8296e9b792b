"""What search engines shall know: the shop's pages by kind, in chunks that are read one after the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TypeVar

from django.db.models import F, Max, Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import override

from shop.catalog.entities import KINDS, EntityKind
from shop.catalog.models import Product, ProductImage
from shop.catalog.releases import counts_by_month

CHUNK = 1000  # keys in one file, so that it is written soon; the standard would take 50,000 addresses and 50 MB
STEP = 500  # rows read at a time
LANGUAGES = ("de", "en")
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Entry:
    """One page: its path in each language, when it was last changed (where that is known), and the addresses of its pictures."""

    paths: dict[str, str]
    changed: datetime | None = None
    images: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """The pages of one kind: the numbers of the chunks that exist, and the entries of one."""

    chunks: Callable[[], list[int]]
    entries: Callable[[int, datetime], Iterator[Entry]]


def with_slug(view_name: str) -> Callable[[str], dict[str, str]]:
    """A function from a slug to its address in each language; the addresses are looked up once for all slugs."""
    starts = {
        language: path.removesuffix("slug/") for language, path in in_languages(partial(reverse, view_name, args=["slug"])).items()
    }
    return lambda slug: {language: f"{start}{slug}/" for language, start in starts.items()}


def in_languages(path: Callable[[], str]) -> dict[str, str]:
    """What `path` answers in each language."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = path()
    return found


def chunks_of(rows: QuerySet) -> list[int]:
    """The chunks that have rows; a chunk is a range of keys, so that the last one costs no more than the first."""
    return list(rows.order_by().annotate(chunk=F("pk") / CHUNK).values_list("chunk", flat=True).distinct().order_by("chunk"))


def in_chunk(rows: QuerySet[Row], chunk: int) -> QuerySet[Row]:
    return rows.filter(pk__gte=chunk * CHUNK, pk__lt=(chunk + 1) * CHUNK).order_by("pk")


def _products(chunk: int, at: datetime) -> Iterator[Entry]:
    """What is known of a change is the day a product came in, and each change of its prices since."""
    change = "variants__price_changes__valid_from"
    rows = in_chunk(Product.objects.published(), chunk).annotate(priced=Max(change, filter=Q(**{f"{change}__lte": at})))
    paths = with_slug("shop:product")
    for product in rows.prefetch_related("images__picture").iterator(chunk_size=STEP):
        images: list[ProductImage] = list(product.images.all())
        yield Entry(
            paths=paths(product.slug),
            changed=max(moment for moment in (product.added_at, product.priced) if moment is not None),
            images=tuple(image.picture.url() for image in images if image.picture.is_ready),
        )


def _section_of(kind: EntityKind) -> Section:
    with_goods = kind.model.objects.filter(products__is_published=True).distinct()

    def entries(chunk: int, at: datetime) -> Iterator[Entry]:
        paths = with_slug(f"shop:{kind.name}")
        for slug in in_chunk(with_goods, chunk).values_list("slug", flat=True).iterator(chunk_size=STEP):
            yield Entry(paths=paths(slug))

    return Section(lambda: chunks_of(with_goods), entries)


PAGES = "home products series_index maker_index releases shipping imprint withdraw".split()


def _pages(chunk: int, at: datetime) -> Iterator[Entry]:
    for name in PAGES if chunk == 0 else ():
        yield Entry(paths=in_languages(partial(reverse, f"shop:{name}")))


def _months(chunk: int, at: datetime) -> Iterator[Entry]:
    months: list[date] = list(counts_by_month(since=at.date())) if chunk == 0 else []
    for month in months:
        yield Entry(paths=in_languages(partial(reverse, "shop:release_month", args=[f"{month:%Y-%m}"])))


FOLDERS = {
    "series": "series",
    "character": "characters",
    "maker": "makers",
    "line": "lines",
    "scale": "scales",
    "sculptor": "sculptors",
}
SECTIONS: dict[str, Section] = {
    "pages": Section(lambda: [0], _pages),
    "releases": Section(lambda: [0], _months),
    "products": Section(lambda: chunks_of(Product.objects.published()), _products),
    **{FOLDERS[name]: _section_of(kind) for name, kind in KINDS.items()},
}
