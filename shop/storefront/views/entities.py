"""Pages of the trade's entities, and the indexes of series and makers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.catalog.entities import KINDS, Entity, entity_by_slug, index_of
from shop.storefront.country import country_of, tariff_of
from shop.storefront.entity_page import entity_page
from shop.storefront.moved import answers_moved, follow


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
    return render(request, "shop/entity_detail.html", {"page": page, "entity": entity, "kind": kind})


@require_safe
def index(request: HttpRequest, kind: str) -> HttpResponse:
    return render(request, "shop/entity_index.html", {"letters": index_of(KINDS[kind]), "kind": kind})
