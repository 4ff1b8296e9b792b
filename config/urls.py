"""Every address of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.static import serve

from blog.reading.sitemap import ARTICLES
from shop.storefront.sitemap import SECTIONS
from shop.storefront.views import errors, health, home, sitemaps, webhooks

EVERYTHING = {**SECTIONS, "articles": ARTICLES}
urlpatterns = [
    path("", home.choose_language, name="root"),
    path("favicon.ico", home.favicon, name="favicon"),
    path("site.webmanifest", home.manifest, name="manifest"),
    path("healthz", health.healthz, name="healthz"),
    path("healthz/worker", health.worker, name="healthz_worker"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, {"sections": EVERYTHING}, name="sitemap"),
    re_path(
        r"^sitemaps/(?P<name>[a-z]+)-(?P<chunk>[0-9]+)\.xml$", sitemaps.section, {"sections": EVERYTHING}, name="sitemap_section"
    ),
    path("webhooks/stripe/", webhooks.stripe, name="stripe_webhook"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("blog/", include("blog.reading.urls")),
        path("", include("shop.storefront.urls")),
    ),
]
if settings.SERVE_MEDIA:
    urlpatterns.insert(0, path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}))

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error
