"""Staff: which articles lead to orders, and which have nothing of their own to sell."""

from datetime import timedelta

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.articles.models import Post
from blog.articles.sold import sold_by_article
from blog.cards.nothing_to_buy import nothing_to_buy

RANGES = (30, 90, 365)  # days


def sales_page(request: HttpRequest, model_admin: ModelAdmin) -> HttpResponse:
    """`?days=90` chooses how far back; anything else is the first of the ranges."""
    if not (model_admin.has_view_permission(request) and request.user.has_perm("shop.view_order")):
        raise PermissionDenied
    now = timezone.localtime()
    asked = request.GET.get("days", "")
    days = next((days for days in RANGES if str(days) == asked), RANGES[0])
    sold = sold_by_article(since=now - timedelta(days=days))
    posts = Post.objects.only("title_de", "title_en").in_bulk(sold)  # the number of a deleted article is passed over
    rows = sorted(((posts[pk], sold[pk]) for pk in posts), key=lambda row: (-row[1].cents, -row[1].carts, row[0].pk))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("What articles sold"),
        "opts": model_admin.opts,
        "rows": rows,
        "most": max((one.cents for _post, one in rows), default=0),
        "days": days,
        "ranges": RANGES,
        "without_goods": nothing_to_buy(at=now),
    }
    return TemplateResponse(request, "admin/blog/post/sales.html", context)
