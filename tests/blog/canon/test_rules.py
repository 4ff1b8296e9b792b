"""Each rule tells of what is wrong, and not of what is right."""

from typing import Any

import pytest

from blog.articles.parts import ArticlePicture
from blog.canon.advice import Advice, Rule, Text
from blog.canon.rules import headings_out_of_order, missing_alternatives, unlabeled_advertising


def text(body: str = "", **fields: Any) -> Text:
    return Text(language="en", body=body, **fields)


def picture(alt_en: str) -> ArticlePicture:
    return ArticlePicture(number=1, alt_en=alt_en, alt_de="Eine Stadt")


MARK = "<p>[[picture:1]]</p>"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (text(MARK, pictures={1: picture("A city")}), []),
        (text(MARK, pictures={1: picture("")}), [Advice(Rule.NO_ALT, "en", "[[picture:1]]")]),
        (text(MARK, pictures={1: picture("IMG_1234")}), [Advice(Rule.FILE_ALT, "en", "[[picture:1]]", "IMG_1234")]),
        (text(MARK, pictures={1: picture("city.png")}), [Advice(Rule.FILE_ALT, "en", "[[picture:1]]", "city.png")]),
        (text(MARK, pictures={1: picture("A city, see city.png")}), []),
        (text(MARK, pictures={}), [Advice(Rule.NO_PICTURE, "en", "[[picture:1]]")]),
        (text(MARK, pictures=None), []),
        (text("<p>x</p>", pictures={1: picture("")}), []),
        (text(has_cover=True), [Advice(Rule.NO_COVER_ALT, "en")]),
        (text(has_cover=True, texts={"cover_alt": "A city"}), []),
    ],
)
def test_pictures_without_words_are_told(found: Text, expected: list[Advice]) -> None:
    assert list(missing_alternatives(found)) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h2>A</h2><h3>B</h3><h3>C</h3><h2>D</h2>", []),
        ("<h3>A</h3><h2>B</h2><h3>C</h3>", [Advice(Rule.HEADING_TOO_DEEP, "en", "A")]),
        ("<p>x</p><h3>A</h3><h3>B</h3>", [Advice(Rule.HEADING_TOO_DEEP, "en", "A")]),
        ("<h2><strong> </strong>&nbsp;</h2>", [Advice(Rule.EMPTY_HEADING, "en")]),
        ("", []),
    ],
)
def test_headings_out_of_order_are_told(body: str, expected: list[Advice]) -> None:
    assert list(headings_out_of_order(text(body))) == expected


@pytest.mark.parametrize(
    ("body", "rule", "found"),
    [
        ("<p>Dieser Beitrag ist gesponsert.</p>", Rule.ADVERTISING, "gesponsert"),
        ("<p>This is a <em>sponsored</em> post.</p>", Rule.ADVERTISING, "sponsored"),
        ("<p>In Kooperation mit einem Verlag</p>", Rule.ADVERTISING, "In Kooperation mit"),
        ('<p><a href="https://shop.example/x?aff_id=3&amp;y=1">x</a></p>', Rule.ADVERTISING, "https://shop.example/x?aff_id=3&y=1"),
        ('<p><a href="https://www.amazon.de/dp/1?tag=us-21">x</a></p>', Rule.ADVERTISING, "https://www.amazon.de/dp/1?tag=us-21"),
        ('<p><a href="https://amzn.to/1">x</a></p>', Rule.ADVERTISING, "https://amzn.to/1"),
        ("<p>Der Verlag gab uns ein Rezensionsexemplar.</p>", Rule.REVIEW_COPY, "Rezensionsexemplar"),
        ("<p>We got a review copy.</p>", Rule.REVIEW_COPY, "review copy"),
        ("<p>Die Figur wurde uns kostenlos zur Verfügung gestellt.</p>", Rule.REVIEW_COPY, "kostenlos zur Verfügung gestellt"),
    ],
)
def test_money_and_gifts_without_a_label_are_told(body: str, rule: Rule, found: str) -> None:
    assert list(unlabeled_advertising(text(body))) == [Advice(rule, "en", found)]
    assert list(unlabeled_advertising(text(body, is_advertising=True))) == []
    labeled = list(unlabeled_advertising(text(body, is_review_copy=True)))
    assert labeled == ([] if rule is Rule.REVIEW_COPY else [Advice(rule, "en", found)])


@pytest.mark.parametrize(
    "body",
    [
        "<p>Dieser Beitrag ist nicht gesponsert. This is not sponsored, it is unsponsored.</p>",
        "<p>Kostenloser Versand; the copy of a review.</p>",
        '<p><a href="https://news.example/x?tag=anime&amp;ref=home">x</a> <a href="/de/products/x/?aff=1">y</a></p>',
        '<p><a href="https://[broken">x</a></p>',
    ],
)
def test_ordinary_words_and_links_are_no_advertising(body: str) -> None:
    assert list(unlabeled_advertising(text(body))) == []
