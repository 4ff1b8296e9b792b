"""All that staff set of an article, as a version of it holds it and as its form takes it back.

`data` of a version: the fields of the article by name (relations as ids, moments in ISO 8601), the rows that belong to it under the names of
`PARTS`, and under `NAMES` what its relations were called, so that what is gone since still has a name. A version from before a field
was kept lacks its key, which says nothing of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Field, ForeignKey, Model
from django.utils.translation import override

from blog.articles.models import Author, Post, Tag
from blog.articles.parts import ArticlePicture, Criterion, PostProduct, RankedItem
from shop.catalog.models import Product, Series
from shop.pictures.models import Picture

CODES = ("de", "en")
NAMES = "names"
TEXTS = ("title", "slug", "excerpt", "body", "reviewed", "verdict", "cover_alt")
FLAGS = ("is_countdown", "is_advertising", "is_review_copy")
MANY = ("series", "tags")
PUBLISHING = ("is_draft", "published_at")  # kept and compared, but never restored: an old text shall not publish or hide an article
FIELDS = (
    *(f"{text}_{code}" for code in CODES for text in TEXTS),
    "kind",
    "author",
    *MANY,
    "cover",
    "subject",
    "reviewed_series",
    "season",
    "episode",
    "reviewed_product",
    "score",
    "spoilers",
    *FLAGS,
)


@dataclass(frozen=True)
class Part:
    """Rows that belong to an article: under the `name` of their relation and their forms, known in the form by `key`, if by anything."""

    name: str
    model: type[Model]
    fields: tuple[str, ...]
    key: str | None = None


def _in_both(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{code}" for name in names for code in CODES)


PARTS = (
    Part("pictures", ArticlePicture, ("number", "picture", *_in_both("alt", "caption")), key="number"),
    Part("links", PostProduct, ("product", "position"), key="product"),
    Part("criteria", Criterion, (*_in_both("name"), "score", "position")),
    Part("ranking", RankedItem, ("place", *_in_both("title", "text"), "picture", *_in_both("alt"), "product"), key="place"),
)


def contents_of(post: Post) -> dict[str, Any]:
    """All of them, as JSON. Nine queries, or fewer where nothing is named; none for relations that are loaded already."""
    data: dict[str, Any] = {name: _plain(getattr(post, name)) for name in (*FIELDS, *PUBLISHING) if name not in MANY}
    named: list[Model] = [one for one in (post.author, post.cover, post.reviewed_series, post.reviewed_product) if one]
    for name in MANY:
        rows = list(getattr(post, name).all())
        data[name] = sorted(row.pk for row in rows)
        named += rows
    for part in PARTS:
        relations = [name for name in part.fields if isinstance(field_of(part.model, name), ForeignKey)]
        rows = list(getattr(post, part.name).select_related(*relations) if relations else getattr(post, part.name).all())
        data[part.name] = [{name: _plain(getattr(row, name)) for name in part.fields} for row in rows]
        named += [found for row in rows for name in relations if (found := getattr(row, name))]
    return data | {NAMES: dict(_names(named))}


RELATIONS: dict[str, type[Model]] = {
    "author": Author,
    "series": Series,
    "tags": Tag,
    "cover": Picture,
    "picture": Picture,
    "reviewed_series": Series,
    "reviewed_product": Product,
    "product": Product,
}  # fields of an article and of its rows that lead elsewhere


def label(name: str, pk: object) -> str:
    """The key under which `NAMES` knows what a field `name` leads to."""
    return f"{RELATIONS[name]._meta.model_name}:{pk}"  # noqa: SLF001 -- documented by Django


def field_of(model: type[Model], name: str) -> "Field[Any, Any]":
    """A field of an article or of its rows."""
    field: Field[Any, Any] = model._meta.get_field(name)  # type: ignore[assignment]  # noqa: SLF001 -- documented by Django
    return field


def pictures_in(data: Mapping[str, Any]) -> set[int]:
    """The ids of the pictures that a version shows."""
    rows = (row for part in PARTS for row in data.get(part.name, ()))
    return {pk for pk in (data.get("cover"), *(row.get("picture") for row in rows)) if pk}


def _names(rows: Iterable[Model]) -> Iterator[tuple[str, list[str]]]:
    """What each is called in German and in English."""
    for row in rows:
        words = []
        for code in CODES:
            with override(code):
                words.append(f"{row.width} × {row.height}" if isinstance(row, Picture) else str(row))
        yield f"{row._meta.model_name}:{row.pk}", words  # noqa: SLF001 -- documented by Django


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if isinstance(value, datetime) else value
