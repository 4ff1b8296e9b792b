"""The social card behind the address that a page names: kept ones at once, a new one drawn for whoever asks first."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from shop.catalog.models import Product
from shop.pictures.social_card import SocialCard, is_drawn, keep_card, read_card
from shop.throttle.count_try import TooManyTries, count_try

DRAWN, WINDOW = 60, timedelta(minutes=1)  # sites ask once for a page that is shared; nobody may keep us busy with drawing
YEAR = 60 * 60 * 24 * 365  # seconds


def product_card_of(product: Product) -> SocialCard:
    """The card of a product loaded by `with_card_data`."""
    kicker = " · ".join(str(word) for word in (product.series, product.manufacturer) if word)
    picture = next((image.picture for image in product.shown_images), None)
    return SocialCard(kicker=kicker, title=str(product.name), note=product.native_name, picture=picture)


def card_response(request: HttpRequest, *, card: SocialCard, asked: str, page_url: str) -> HttpResponse:
    """The JPEG when `asked` is the card's print; an older one leads to the one of today, too many new ones to the plain picture."""
    if asked != card.print:
        return HttpResponseRedirect(f"{page_url}{card.name}")
    if not is_drawn(card):
        try:
            count_try(what="social card", limit=DRAWN, window=WINDOW, at=timezone.now())
        except TooManyTries:
            if card.picture is not None and card.picture.is_ready:
                return HttpResponseRedirect(card.picture.url())
            return HttpResponse(status=503, headers={"Retry-After": str(int(WINDOW.total_seconds()))})
        content = keep_card(card)
    else:
        content = read_card(card)
    return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": f"public, max-age={YEAR}, immutable"})
