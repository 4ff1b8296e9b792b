"""Staff: one page with the cards of all articles, those that are not well first."""

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.articles.models import Post
from blog.cards.health import card_health
from blog.staff.health_words import LANGUAGES, STATES


def card_health_page(request: HttpRequest, model_admin: ModelAdmin) -> HttpResponse:
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    cards = card_health(Post.objects.only("title_de", "title_en", "body_de", "body_en", "is_draft"), on=timezone.localdate())
    rows = [(card, LANGUAGES[card.language], STATES[card.health]) for card in sorted(cards, key=lambda card: card.well)]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Product cards"),
        "opts": model_admin.opts,
        "rows": rows,
        "unwell": sum(not card.well for card in cards),
    }
    return TemplateResponse(request, "admin/blog/post/cards.html", context)
