"""An article's text: safe blocks, live cards between them, and how long it takes to read."""

from typing import Any

import pytest

from blog.articles.clean import clean
from blog.articles.expand import expand
from blog.cards.blocks import Block, blocks
from blog.cards.marks import card_slugs
from blog.reading.minutes import reading_minutes
from shop.catalog.models import Product
from shop.stock.availability import Availability, State
from shop.storefront.cards import ProductCard


def _card(slug: str) -> ProductCard:
    return ProductCard(product=Product(slug=slug), image=None, price=None, availability=Availability(State.SOLD_OUT, 0))


LUMI, BOOK = _card("lumi-figure"), _card("art_book-2")
CARDS = {"lumi-figure": LUMI, "art_book-2": BOOK}


def _shown(body: str) -> list[Any]:
    """HTML as text, cards as they are."""
    return [str(block.html) if block.card is None else block.card for block in blocks(expand(body), cards=CARDS)]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<p>a</p>", ["<p>a</p>"]),
        ("<p>a</p><p>[[product:lumi-figure]]</p><p>b</p>", ["<p>a</p>", LUMI, "<p>b</p>"]),
        ("<p>[[product:lumi-figure]]</p><p> [[product:art_book-2]] </p>", [LUMI, BOOK]),
        ('<p class="x">[[product:lumi-figure]]</p>', [LUMI]),
        ("<p>a</p><p>[[product:gone]]</p><p>b</p>", ["<p>a</p>", "<p>b</p>"]),
        ("<p>see [[product:lumi-figure]]</p>", ["<p>see [[product:lumi-figure]]</p>"]),
        ("<p>[[product:Lumi Figure]]</p>", ["<p>[[product:Lumi Figure]]</p>"]),
        ("<script>x()</script><p>a</p>\n<p>[[product:lumi-figure]]</p>\n", ["<p>a</p>\n", LUMI]),
        ("", []),
    ],
)
def test_text_is_cut_at_its_cards(body: str, shown: list[Any]) -> None:
    assert _shown(body) == shown


def test_block_is_html_or_a_card() -> None:
    (block,) = blocks(expand("<p>a</p>"), cards={})
    assert (block, hasattr(block.html, "__html__")) == (Block(html=block.html, card=None), True)


def test_slugs_of_the_cards_stand_in_their_order() -> None:
    body = "<p>[[product:b]]</p><p>x [[product:c]]</p><p>\n[[product:a]]\n</p><p>[[product:b]]</p>"
    assert card_slugs(body) == ["b", "a", "b"]


@pytest.mark.parametrize(
    "body",
    ['<p class="x">[[product:lumi-figure]]</p>', "<p><span>[[product:lumi-figure]]</span></p>", "<P>[[product:lumi-figure]]</P>"],
)
def test_every_card_that_is_shown_was_asked_for(body: str) -> None:
    assert (card_slugs(body), _shown(body)) == (["lumi-figure"], [LUMI])


@pytest.mark.parametrize(
    ("body", "cleaned"),
    [
        ("<p>a <strong>b</strong> <em>c</em><br>d</p>",) * 2,
        ("<h2>a</h2><h3>b</h3><ul><li>c</li></ul><ol><li>d</li></ol><blockquote>e</blockquote>",) * 2,
        ("<h1>a</h1><div>b</div>", "ab"),
        ('<p>a<script>alert(1)</script><style>p{}</style><iframe src="//evil"></iframe></p>', "<p>a</p>"),
        ('<p onclick="x()" style="color:red" id="i">a</p>', "<p>a</p>"),
        ('<img src="x" onerror="alert(1)"><svg onload="x()"></svg>', ""),
        ('<a href="https://x.example" target="_blank" onclick="x()">a</a>', '<a href="https://x.example" rel="noopener">a</a>'),
        ('<a href="/products/lumi/">a</a>', '<a href="/products/lumi/" rel="noopener">a</a>'),
        ('<a href="mailto:a@b.example">a</a>', '<a href="mailto:a@b.example" rel="noopener">a</a>'),
        ('<a href="jAvascript:alert(1)">a</a>', '<a rel="noopener">a</a>'),
        ('<a href="data:text/html,<script>x()</script>">a</a>', '<a rel="noopener">a</a>'),
        ("<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>", ""),
        ("a < b & c", "a &lt; b &amp; c"),
    ],
)
def test_text_holds_only_what_an_article_may(body: str, cleaned: str) -> None:
    assert clean(body) == cleaned


@pytest.mark.parametrize(
    ("body", "minutes"),
    [
        ("", 1),
        ("<p>word</p>", 1),
        ("<p>" + "word " * 220 + "</p>", 1),
        ("<p>" + "word " * 221 + "</p>", 2),
        ("<p>word</p>" * 221, 2),
        ("<ul>" + "<li>two <em>words</em></li>" * 220 + "</ul>", 2),
        ("<p>" + "word " * 220 + "</p><p>[[product:lumi-figure]]</p>", 1),
    ],
)
def test_reading_takes_a_minute_for_220_words(body: str, minutes: int) -> None:
    assert reading_minutes(body) == minutes
