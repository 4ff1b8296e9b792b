"""Which pages the browser may fetch before they are asked for: those that are the same for everybody and change nothing.

The rules come by a header and an address of their own (https://wicg.github.io/nav-speculation/speculation-rules.html), because the
Content-Security-Policy refuses them inside the page. Everything that is not named stays alone: cart, checkout, orders, withdrawal, search,
staff, files, and every address with a query (each filter of a list would be one).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

PUBLIC = [
    "/:language(de|en)/",
    "/:language(de|en)/:section(products|series|characters|makers|lines|scales|sculptors|releases|blog|legal)/*",
    "/:language(de|en)/shipping/",
]
NEVER = [
    "/*\\?(.+)",  # filters, pages of lists, countries
    "/*.*",  # calendars, feeds and pictures
]
RULES = {
    "prefetch": [
        {
            "tag": "public-pages",
            "where": {
                "and": [{"href_matches": PUBLIC}, {"not": {"href_matches": NEVER}}, {"not": {"selector_matches": "[download]"}}]
            },
            "eagerness": "moderate",  # once the pointer rests on a link, or presses it
        }
    ]
}


@require_safe
@cache_control(public=True, max_age=86_400)
def speculation_rules(request: HttpRequest) -> HttpResponse:
    return JsonResponse(RULES, content_type="application/speculationrules+json")


class SpeculationRulesMiddleware:
    """Names the rules on every page for customers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and match.namespace in {"shop", "blog"} and response.get("Content-Type", "").startswith("text/html"):
            response["Speculation-Rules"] = f'"{reverse("speculation_rules")}"'
        return response
