"""Staff: an article before it is published, as a phone and as a desktop show it, with a link to hand on."""

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog.articles.models import Post
from blog.reading.preview import policy, preview_path
from blog.staff.health_words import LANGUAGES
from shop.catalog.address import absolute


@require_safe
def preview_page(request: HttpRequest, model_admin: ModelAdmin, pk: int) -> HttpResponse:
    post = get_object_or_404(Post, pk=pk)
    if not model_admin.has_view_permission(request, post):
        raise PermissionDenied
    wanted = request.GET.get("language", "")
    language = wanted if wanted in post.languages else post.languages[0]
    url = preview_path(post, language=language)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Preview"),
        "post": post,
        "url": url,
        "link": absolute(url),
        "languages": [(code, LANGUAGES[code], code == language) for code in post.languages],
    }
    response = TemplateResponse(request, "admin/blog/post/preview.html", context)
    response["Content-Security-Policy"] = policy({"frame-src": ["'self'"]})
    return response
