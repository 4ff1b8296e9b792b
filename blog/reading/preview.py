"""An article before it is published: by a link that says who may see it (whoever has it) and for how long."""

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from blog.articles.models import Post
from blog.articles.queries import with_page
from blog.reading.views import shown
from shop.storefront.country import language_of

GOOD_FOR = timedelta(days=7)
_signer = TimestampSigner(salt="blog.preview")


def preview_path(post: Post, *, language: str) -> str:
    """The address of the preview in `language`; it holds for a week."""
    with override(language):
        return reverse("blog:preview", args=[_signer.sign(str(post.pk))])


@require_safe
@cache_control(private=True, no_store=True)
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The page as it will be on its day: with the prices known today, and what is released until then."""
    try:
        pk = int(_signer.unsign(token, max_age=GOOD_FOR))
    except BadSignature as error:  # forged, or older than a week
        raise Http404 from error
    language = language_of(request)
    post = with_page(Post.objects.all().in_language(language)).filter(pk=pk).first()
    if post is None:
        raise Http404
    at = max(timezone.localtime(), timezone.localtime(post.published_at))
    response = render(request, "blog/post_detail.html", {**shown(request, post, at=at), "preview": True})
    response["X-Frame-Options"] = "SAMEORIGIN"  # the staff's page shows it as a phone and as a desktop
    response["Content-Security-Policy"] = policy({"frame-ancestors": ["'self'"]})
    response["X-Robots-Tag"] = "noindex"
    return response


def policy(changes: dict[str, list[str]]) -> str:
    """The site's Content-Security-Policy with some directives replaced."""
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in {**settings.SECURE_CSP, **changes}.items())
