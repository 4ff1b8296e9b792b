"""Staff: what the canon says of an article, with one click for each name that is to be put right, or that is right."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from blog.articles.models import Post
from blog.articles.numbers import number
from blog.canon.advice import Rule
from blog.canon.allow import NoName, allow_name
from blog.canon.check_article import check_article
from blog.canon.correct_name import NothingToCorrect, correct_name
from blog.history.keep import ArticleHasChanged
from blog.staff.canon_words import advice_words

TOLD = 5  # on the page after saving; the rest stands on the page of the check


@require_safe
def check_page(request: HttpRequest, model_admin: ModelAdmin, pk: int) -> HttpResponse:
    post = get_object_or_404(Post, pk=pk)
    if not model_admin.has_view_permission(request, post):
        raise PermissionDenied
    found = check_article(post, at=timezone.now(), on=timezone.localdate())
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Check"),
        "post": post,
        "names": [(advice, advice_words(advice)) for advice in found if advice.rule is Rule.NAME],
        "others": [advice_words(advice) for advice in found if advice.rule is not Rule.NAME],
        "may_change": model_admin.has_change_permission(request, post),
    }
    return TemplateResponse(request, "admin/blog/post/check.html", context)


def _article(request: HttpRequest, model_admin: ModelAdmin, pk: int) -> Post:
    post = get_object_or_404(Post, pk=pk)
    if not model_admin.has_change_permission(request, post):
        raise PermissionDenied
    return post


@require_POST
def correct_page(request: HttpRequest, model_admin: ModelAdmin, pk: int) -> HttpResponse:
    post = _article(request, model_admin, pk)
    names = {name: request.POST.get(name, "") for name in ("wrong", "right")}
    language = "en" if request.POST.get("language") == "en" else "de"
    seen = number(request.POST.get("seen")) or 0
    by: Any = request.user
    try:
        count = correct_name(post=post, language=language, **names, seen=seen, by=by, at=timezone.now())
    except ArticleHasChanged:
        messages.error(
            request, _("Somebody saved this article meanwhile, so nothing was changed. Below is what the check says of it now.")
        )
    except NothingToCorrect:
        messages.warning(request, _("“%(wrong)s” does not stand in the text any more, or has to be changed by hand.") % names)
    else:
        words = ngettext(
            "“%(wrong)s” was changed to “%(right)s” in %(count)s place.",
            "“%(wrong)s” was changed to “%(right)s” in %(count)s places.",
            count,
        )
        messages.success(request, words % {**names, "count": count})
    return redirect("admin:blog_post_check", pk)


@require_POST
def right_page(request: HttpRequest, model_admin: ModelAdmin, pk: int) -> HttpResponse:
    post = _article(request, model_admin, pk)
    words = request.POST.get("words", "")
    everywhere = "everywhere" in request.POST
    by: Any = request.user
    try:
        allow_name(words=words, post=None if everywhere else post, by=by, at=timezone.now())
    except NoName:
        messages.error(request, _("These words cannot be kept as a name."))
    else:
        in_all, in_one = (
            _("“%(words)s” is right in all articles from now on."),
            _("“%(words)s” is right in this article from now on."),
        )
        said = in_all if everywhere else in_one
        messages.success(request, said % {"words": words})
    return redirect("admin:blog_post_check", pk)


def tell(request: HttpRequest, post: Post) -> None:
    """After saving: how much there is to look at, the first of it, and the way to all of it."""
    found = check_article(post, at=timezone.now(), on=timezone.localdate())
    if not found:
        return
    head = ngettext("The check found %(count)s thing to look at:", "The check found %(count)s things to look at:", len(found)) % {
        "count": len(found)
    }
    items = format_html_join("", "<br>{}", ((advice_words(advice),) for advice in found[:TOLD]))
    where = reverse("admin:blog_post_check", args=[post.pk])
    messages.warning(
        request,
        format_html('<strong>{}</strong>{}<br><a href="{}">{}</a>', head, items, where, _("Look at all, and put names right")),
    )
