"""Sitemaps and robots.txt; which sections there are is said in the addresses, so that the magazine can add its own."""

from collections.abc import Iterator, Mapping
from itertools import chain
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.catalog.address import absolute
from shop.storefront.sitemap import Entry, Section

XML = "application/xml; charset=utf-8"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
URLSET = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">\n'
)
# Personal pages, and parameters that only change what a page assumes of its reader. `*` stands for the language.
DISALLOWED = ("/admin/", "/*/cart/", "/*/checkout/", "/*/orders/", "/*/withdraw/*/", "/*/visitor/", "/*/search/", "/*?*country=")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in DISALLOWED), "", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def index(request: HttpRequest, sections: Mapping[str, Section]) -> HttpResponse:
    """One line for each chunk of each section."""
    rows = [
        f"<sitemap><loc>{escape(absolute(reverse('sitemap_section', args=[name, chunk])))}</loc></sitemap>\n"
        for name, section in sections.items()
        for chunk in section.chunks()
    ]
    head = f'{DECLARATION}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return HttpResponse([head, *rows, "</sitemapindex>\n"], content_type=XML)


@require_safe
def section(request: HttpRequest, name: str, chunk: str, sections: Mapping[str, Section]) -> StreamingHttpResponse:
    """The pages of one chunk, sent as they are read; an empty chunk is not found."""
    if name not in sections or len(chunk) > 12:
        raise Http404
    entries = sections[name].entries(int(chunk), timezone.localtime())
    first = next(entries, None)
    if first is None:
        raise Http404
    return StreamingHttpResponse(_lines(chain([first], entries)), content_type=XML)


def _lines(entries: Iterator[Entry]) -> Iterator[str]:
    yield DECLARATION + URLSET
    for entry in entries:
        urls = {language: escape(absolute(path)) for language, path in entry.paths.items()}
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href="{url}"/>'
            for language, url in [*urls.items(), ("x-default", urls.get("en", next(iter(urls.values()))))]
        )
        changed = f"<lastmod>{timezone.localtime(entry.changed).isoformat(timespec='seconds')}</lastmod>" if entry.changed else ""
        images = "".join(f"<image:image><image:loc>{escape(absolute(url))}</image:loc></image:image>" for url in entry.images)
        for url in urls.values():
            yield f"<url><loc>{url}</loc>{changed}{alternates}{images}</url>\n"
    yield "</urlset>\n"
