"""What the catalog has to be found: goods, series, characters and makers."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils.translation import override

from shop.catalog.models import Category, Character, Manufacturer, Named, Product, ProductLine, Scale, Sculptor, Series
from shop.search.sources import Document, Source, register_source

LANGUAGES = ("de", "en")
BEFORE_THE_DASH = re.compile(r"\s[–—-]\s")  # 'Rouge Redstar – 1/7' is called Rouge Redstar


def register_catalog() -> None:
    _register("product", Product, documents=product_documents)
    _register("category", Category, with_it=_products_by("category_id"))  # this and the next are found through their goods alone
    _register("scale", Scale, with_it=_products_by("scale_id"))
    entities: dict[str, type[Named]] = {
        "series": Series,
        "character": Character,
        "manufacturer": Manufacturer,
        "line": ProductLine,
        "sculptor": Sculptor,
    }
    for kind, model in entities.items():
        _register(kind, model, documents=_entity_documents(kind, model), with_it=_products_by(f"{kind}_id"))


def _register(
    kind: str,
    model: type[models.Model],
    *,
    documents: Callable[[Sequence[int]], Iterable[Document]] = lambda ids: (),
    with_it: Callable[[Sequence[int]], Iterable[tuple[str, int]]] = lambda ids: (),
) -> None:
    ids: QuerySet = QuerySet(model).order_by("pk").values_list("pk", flat=True)
    register_source(kind, Source(ids=ids.all, documents=documents, with_it=with_it))


def _products_by(column: str) -> Callable[[Sequence[int]], Iterator[tuple[str, int]]]:
    def products(ids: Sequence[int]) -> Iterator[tuple[str, int]]:
        for pk in Product.objects.filter(**{f"{column}__in": ids}).values_list("pk", flat=True):
            yield "product", pk

    return products


def product_documents(ids: Sequence[int]) -> Iterator[Document]:
    """Goods, published or not: what is published is looked up in the moment of the search. Two queries."""
    related = ("category", "series", "character", "manufacturer", "line", "sculptor", "scale")
    for product in Product.objects.filter(pk__in=ids).select_related(*related).prefetch_related("variants"):
        yield product_document(product)


def product_document(product: Product) -> Document:
    names = dict.fromkeys(filter(None, [product.name_de, product.name_en, product.native_name]))  # type: ignore[attr-defined]
    short = [BEFORE_THE_DASH.split(name)[0] for name in names]
    entities = (product.series, product.character, product.manufacturer, product.line, product.sculptor, product.scale)
    return Document(
        kind="product",
        object_id=product.pk,
        names=list(dict.fromkeys([*names, *short])),
        heads=[
            *(text for entity in entities if entity for text in _called(entity)),
            product.category.name_de,  # type: ignore[attr-defined]
            product.category.name_en,  # type: ignore[attr-defined]
            *(code for variant in product.variants.all() for code in (variant.sku, variant.gtin, variant.label)),
        ],
        bodies=[getattr(product, f"{text}_{code}") for text in ("summary", "material") for code in LANGUAGES],
        popularity=product.popularity,
    )


def _called(entity: Named) -> list[str]:
    return [name for name in (entity.name, getattr(entity, "native_name", "")) if name]


def _entity_documents(kind: str, model: type[Named]) -> Callable[[Sequence[int]], Iterator[Document]]:
    def documents(ids: Sequence[int]) -> Iterator[Document]:
        """The more goods it has, the higher it stands. One query."""
        goods = Count("products", filter=Q(products__is_published=True))
        for entity in QuerySet(model).filter(pk__in=ids).annotate(goods=goods):
            yield Document(
                kind=kind,
                object_id=entity.pk,
                names=_called(entity),
                popularity=entity.goods,
                title_de=entity.name,
                title_en=entity.name,
                address_de=_address(entity, "de"),
                address_en=_address(entity, "en"),
            )

    return documents


def _address(entity: Named, language: str) -> str:
    with override(language):
        return entity.get_absolute_url()
