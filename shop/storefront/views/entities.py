"""Pages of the trade's entities, and the indexes of series and makers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from shop.catalog.entities import KINDS, Entity, entity_by_slug, index_of
from shop.storefront.country import country_of, language_of, tariff_of
from shop.storefront.entity_page import entity_page
from shop.storefront.moved import answers_moved, follow
from shop.storefront.structured_data import entity_data, home_step


def find(kind: str, slug: str, *, view_name: str = "") -> Entity:
    """The entity of a kind of `KINDS`; raises `Moved` or `Http404`."""
    entity = entity_by_slug(KINDS[kind], slug)
    if entity is None:
        follow(kind=KINDS[kind].redirect, old_slug=slug, view_name=view_name or f"shop:{kind}")
    return entity


@require_safe
@answers_moved
def detail(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    entity = find(kind, slug)
    page = entity_page(KINDS[kind], entity, tariff=tariff_of(request), country=country_of(request), at=timezone.localtime())
    words = str(getattr(entity, "description", "")) or _(
        "Figures and merchandise: %(name)s. What is in stock, what can be pre-ordered, and what is still to come."
    ) % {"name": entity.name}
    crumbs = [home_step(), _parent(kind, entity)]
    structured = entity_data(page, crumbs=crumbs, words=words, language=language_of(request))
    context = {"page": page, "entity": entity, "kind": kind, "words": words, "parent": crumbs[1], "structured": structured}
    return render(request, "shop/entity_detail.html", context)


def _parent(kind: str, entity: Any) -> tuple[str, str]:
    """Name and address of the page above an entity's."""
    if kind == "character":
        return entity.series.name, entity.series.get_absolute_url()
    if kind == "line":
        return entity.manufacturer.name, entity.manufacturer.get_absolute_url()
    name, view = {"series": (pgettext("index", "Series"), "series_index"), "maker": (_("Makers"), "maker_index")}.get(
        kind, (_("All goods"), "products")
    )
    return name, reverse(f"shop:{view}")


@require_safe
def index(request: HttpRequest, kind: str) -> HttpResponse:
    return render(request, "shop/entity_index.html", {"letters": index_of(KINDS[kind]), "kind": kind})
