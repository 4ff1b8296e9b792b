"""Staff: what articles brought, together and day by day, and which have nothing of their own to sell."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog.articles.models import Post
from blog.cards.nothing_to_buy import nothing_to_buy
from blog.figures.gather import Figures, by_article, each_day, figures_by_day
from blog.staff.day_chart import chart
from shop import spreadsheet

RANGES = (30, 90, 365)  # days


def _allow(request: HttpRequest, model_admin: ModelAdmin) -> None:
    if not (model_admin.has_view_permission(request) and request.user.has_perm("shop.view_order")):
        raise PermissionDenied


def _since(request: HttpRequest, today: date) -> tuple[int, date]:
    """`?days=90` chooses how far back, today included; anything else is the first of the ranges."""
    asked = request.GET.get("days", "")
    days = next((days for days in RANGES if str(days) == asked), RANGES[0])
    return days, today - timedelta(days=days - 1)


def _rows(since: date) -> list[tuple[Post, Figures]]:
    """The articles of which something came, the best first; numbers of those that are there no more are passed over."""
    found = by_article(figures_by_day(since=since))
    posts = Post.objects.only("title_de", "title_en", "slug_de", "slug_en").in_bulk(found)
    rows = [(posts[pk], found[pk]) for pk in posts]
    return sorted(rows, key=lambda row: (-row[1].cents, -row[1].carts, -row[1].clicks, -row[1].reads, row[0].pk))


@require_safe
def sales_page(request: HttpRequest, model_admin: ModelAdmin) -> HttpResponse:
    _allow(request, model_admin)
    days, since = _since(request, timezone.localdate())
    rows = _rows(since)
    context = {
        **_context(request, model_admin, days),
        "title": _("What articles brought"),
        "rows": rows,
        "most": max((one.cents for _post, one in rows), default=0),
        "without_goods": nothing_to_buy(at=timezone.localtime()),
    }
    return TemplateResponse(request, "admin/blog/post/sales.html", context)


@require_safe
def article_sales_page(request: HttpRequest, model_admin: ModelAdmin, pk: int) -> HttpResponse:
    _allow(request, model_admin)
    post = get_object_or_404(Post, pk=pk)
    today = timezone.localdate()
    days, since = _since(request, today)
    found = figures_by_day(since=since, article=pk)
    each = each_day(found, article=pk, since=since, until=today)
    context = {
        **_context(request, model_admin, days),
        "title": _("What it brought"),
        "post": post,
        "total": by_article(found).get(pk, Figures()),
        "each": [(on, one) for on, one in reversed(each) if one != Figures()],
        "since": since,
        "today": today,
        "reads": chart([(on, one.reads, one.clicks) for on, one in each]),
        "revenue": chart([(on, one.cents, 0) for on, one in each]),
    }
    return TemplateResponse(request, "admin/blog/post/article_sales.html", context)


def _context(request: HttpRequest, model_admin: ModelAdmin, days: int) -> dict[str, Any]:
    return {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, "days": days, "ranges": RANGES}


@require_safe
def sales_csv(request: HttpRequest, model_admin: ModelAdmin) -> HttpResponse:
    """A row for each article of which something came."""
    _allow(request, model_admin)
    today = timezone.localdate()
    _days, since = _since(request, today)
    rows = ([post.pk, spreadsheet.text(str(post)), *_cells(one)] for post, one in _rows(since))
    return _csv([_("Number"), _("article")], rows, f"articles-{since}-{today}")


@require_safe
def article_sales_csv(request: HttpRequest, model_admin: ModelAdmin, pk: int) -> HttpResponse:
    """A row for each day, also for those on which nothing happened."""
    _allow(request, model_admin)
    post = get_object_or_404(Post, pk=pk)
    today = timezone.localdate()
    _days, since = _since(request, today)
    each = each_day(figures_by_day(since=since, article=pk), article=pk, since=since, until=today)
    return _csv([_("day")], ([on.isoformat(), *_cells(one)] for on, one in each), f"article-{post.pk}-{since}-{today}")


def _cells(one: Figures) -> list[str | int]:
    return [one.reads, one.clicks, one.carts, one.orders, one.pieces, spreadsheet.euro(one.cents)]


def _csv(first: Sequence[str], rows: Iterable[Sequence[str | int]], name: str) -> HttpResponse:
    header = [*first, _("Reads"), _("Clicks"), _("Carts"), _("Paid orders"), _("Pieces"), _("Revenue in EUR, incl. VAT")]
    # The mark at the beginning tells Excel that the file is UTF-8; without it, umlauts are garbled there.
    response = HttpResponse("\ufeff" + spreadsheet.table(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
