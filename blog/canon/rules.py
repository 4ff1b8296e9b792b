"""The rules that need nothing but the text itself, one function each; wrong names, links and cards have modules of their own."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from django.utils.html import strip_tags

from blog.canon.advice import Advice, Rule, Text
from blog.canon.links import hrefs
from blog.cards.marks import picture_numbers

HEADING = re.compile(r"<(h[23])>(.*?)</h[23]>", re.DOTALL)
FILE_NAME = re.compile(
    r"\S+\.(?:png|jpe?g|webp|avif|gif|heic|tiff?|bmp)|(?:img|dsc|image|bild|picture|screenshot|foto)[-_ ]?\d*", re.IGNORECASE
)
PAID = re.compile(
    r"(?<!nicht )(?<!not )(?<!un)(?:gesponsert\w*|\bsponsored\b|\bbezahlte[rn]? (?:partnerschaft|kooperation|beitrag|werbung)|"
    r"\bpaid (?:partnership|promotion|post|advertis\w+)|\baffiliate[- ]?(?:links?|partner\w*)|\bwerbepartner\w*|"
    r"\bin (?:bezahlter )?kooperation mit\b|\bin (?:paid )?(?:cooperation|partnership) with\b|\b(?:werbung|advertisement) (?:für|for)\b)",
    re.IGNORECASE,
)
COPY = re.compile(
    r"\b(?:rezensionsexemplar\w*|testexemplar\w*|presseexemplar\w*|muster (?:des|vom) hersteller\w*|review (?:copy|copies|sample|unit)s?|"
    r"press (?:copy|sample|kit)s?|(?:kostenlos|kostenfrei|gratis|unentgeltlich) (?:zur verfügung gestellt|überlassen|bereitgestellt)|"
    r"(?:provided|supplied|sent) (?:to us )?(?:free of charge|for free|for review))\b",
    re.IGNORECASE,
)
PARTNER_KEYS = frozenset(
    "aff aff_id affid affiliate affiliate_id affiliateid partner_id partnerid awc clickref irclickid afftrack".split()
)
PARTNER_HOSTS = ("amzn.to", "awin1.com", "s.click.aliexpress.com", "shareasale.com")


def missing_alternatives(text: Text) -> Iterator[Advice]:
    """Pictures that say nothing to those who cannot see them, and marks without a picture."""
    if text.has_cover and not text.texts.get("cover_alt", "").strip():
        yield Advice(Rule.NO_COVER_ALT, text.language)
    for number in dict.fromkeys(picture_numbers(text.body)) if text.pictures is not None else ():
        mark = f"[[picture:{number}]]"
        picture = text.pictures.get(number) if text.pictures else None
        if picture is None:
            yield Advice(Rule.NO_PICTURE, text.language, mark)
            continue
        alt = getattr(picture, f"alt_{text.language}").strip()
        if not alt:
            yield Advice(Rule.NO_ALT, text.language, mark)
        elif FILE_NAME.fullmatch(alt):
            yield Advice(Rule.FILE_ALT, text.language, mark, alt)


def headings_out_of_order(text: Text) -> Iterator[Advice]:
    """A third-level heading before any of the second level, and headings without words."""
    level = 1
    for tag, words in HEADING.findall(text.body):
        shown = " ".join(unescape(strip_tags(words)).split())
        if not shown:
            yield Advice(Rule.EMPTY_HEADING, text.language)
            continue
        if int(tag[1]) > level + 1:
            yield Advice(Rule.HEADING_TOO_DEEP, text.language, shown)
        level = int(tag[1])


def unlabeled_advertising(text: Text) -> Iterator[Advice]:
    """Words and links that tell of money or gifts where the article bears no label for them (UWG § 5a)."""
    words = unescape(strip_tags(text.body.replace("<", " <")))
    words = " ".join([*text.texts.values(), *text.parts, words])
    if not text.is_advertising:
        if found := PAID.search(words):
            yield Advice(Rule.ADVERTISING, text.language, found[0].strip())
        for href in hrefs(text.body):
            if _pays(href):
                yield Advice(Rule.ADVERTISING, text.language, href)
    if not text.is_review_copy and not text.is_advertising and (found := COPY.search(words)):
        yield Advice(Rule.REVIEW_COPY, text.language, found[0])


def _pays(href: str) -> bool:
    """Whether a link to another site says who sent the customer, for a commission."""
    try:
        parts = urlsplit(href)
        host = (parts.hostname or "").lower()
        query = {key.lower(): value.lower() for key, value in parse_qsl(parts.query, max_num_fields=50)}
    except ValueError:
        return False
    if not host:
        return False
    is_amazon = ".amazon." in f".{host}." and "tag" in query
    return is_amazon or host.endswith(PARTNER_HOSTS) or bool(PARTNER_KEYS & set(query)) or query.get("utm_medium") == "affiliate"
