"""The search: its page, and what is suggested while typing."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from shop.listing.filters import Sort
from shop.search.misses import count_miss
from shop.storefront.country import language_of
from shop.storefront.listing_page import tidy_address
from shop.storefront.search_page import SUGGESTED_BESIDES, SearchPage, search_page, suggestions, typed

SHORTEST_SUGGESTED, LONGEST_SUGGESTED = 2, 60  # characters


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What was found, with facets; near misses and ways on where nothing was; words of welcome where nothing was asked."""
    path = reverse("shop:search")
    tidied = tidy_address(request, path=path, extra=[("q", typed(request))], plain=Sort.RELEVANCE)
    if tidied is not None:
        return HttpResponseRedirect(tidied)
    found = search_page(request, path=path)
    _count_miss(request, found)
    return render(request, "shop/search.html", {"page": found, "query": found.query})


def _count_miss(request: HttpRequest, found: SearchPage) -> None:
    """A search that nobody chose further in is counted once; that counting fails is no reason to show nothing."""
    if found.answer.is_miss and set(request.GET) == {"q"} and request.method == "GET":
        try:
            count_miss(found.query, language=language_of(request), on=timezone.localdate())
        except DatabaseError:
            return


@require_safe
@cache_control(public=True, max_age=60)
def suggest(request: HttpRequest) -> HttpResponse:
    """A fragment with goods, series and articles for `?q=`; empty for what is too short or too long to be suggested anything."""
    query = request.GET.get("q", "").strip()
    if not SHORTEST_SUGGESTED <= len(query) <= LONGEST_SUGGESTED:
        return HttpResponse("")
    cards, others = suggestions(request)
    context = {
        "query": typed(request),
        "cards": cards,
        "entities": [hit for hit in others if hit.kind != "article"][:SUGGESTED_BESIDES],
        "others": others,
    }
    return render(request, "shop/fragments/suggestions.html", context)
