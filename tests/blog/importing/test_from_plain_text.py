"""Text that was copied from a page: its furniture goes and is said, its headings are found."""

from blog.importing.from_plain_text import read_plain_text
from blog.importing.read_text import LeftOut, Why

LONG = "Here stands a paragraph that is longer than any heading and ends as sentences do, with a mark."
PAGE = f"""🚚 Kostenloser Versand ab 50 € 🚚

Home | Shop | Blog

Lumi and the Night

{LONG}

What is it about?

{LONG}

{LONG}

Everything for collectors…

Previous slide
Next slide

Recent Posts:

Ten things to know Some words that break off in

Another one It was a
"""


def test_furniture_is_left_out_and_said() -> None:
    text = read_plain_text(PAGE)
    assert text.title == "Lumi and the Night"
    assert text.html == f"<p>{LONG}</p>\n<h2>What is it about?</h2>\n<p>{LONG}</p>\n<p>{LONG}</p>"
    assert text.left_out == [
        LeftOut(Why.TAIL, "Recent Posts:"),
        LeftOut(Why.TAIL, "Ten things to know Some words that break off in"),
        LeftOut(Why.TAIL, "Another one It was a"),
        LeftOut(Why.TAGLINE, "Everything for collectors…"),
        LeftOut(Why.CAROUSEL, "Previous slide · Next slide"),
        LeftOut(Why.BANNER, "🚚 Kostenloser Versand ab 50 € 🚚"),
        LeftOut(Why.BANNER, "Home | Shop | Blog"),
    ]


def test_text_that_only_resembles_furniture_stays() -> None:
    source = (
        f"A title\n\nRecent posts\n\n{LONG}\n\nThe next slide of the talk was about free shipping.\n\n{LONG}\n\n"
        f"More news\n\n{LONG * 5}\n\nIt ended!\n\n{LONG}"
    )
    text = read_plain_text(source)
    assert text.left_out == []
    assert text.html.count("<p>") == 6
    assert text.html.count("<h2>") == 2


def test_short_lines_with_an_end_mark_or_nothing_below_are_no_headings() -> None:
    text = read_plain_text(f"Title\n\nShort.\n\n{LONG}\n\nWell,\n\n{LONG}\n\nThe author")
    assert text.html == f"<p>Short.</p>\n<p>{LONG}</p>\n<p>Well,</p>\n<p>{LONG}</p>\n<p>The author</p>"


def test_lists_quotes_and_tables_are_recognized() -> None:
    text = read_plain_text(
        f"Title\n\n{LONG}\n\n- one\n- two\n\n1. a\n2. b\n\n> said\n> so\n\nName\tScore\nLumi\t8\n\nwrapped\nline"
    )
    assert text.html == (
        f"<p>{LONG}</p>\n<ul><li>one</li><li>two</li></ul>\n<ol><li>a</li><li>b</li></ol>\n<blockquote><p>said so</p></blockquote>\n"
        "<table><tbody><tr><th>Name</th><th>Score</th></tr><tr><td>Lumi</td><td>8</td></tr></tbody></table>\n<p>wrapped line</p>"
    )


def test_without_empty_lines_each_line_is_a_paragraph() -> None:
    assert read_plain_text(f"Title\n{LONG}\n{LONG}").html == f"<p>{LONG}</p>\n<p>{LONG}</p>"


def test_signs_of_html_stay_text() -> None:
    assert read_plain_text(f"T\n\n<script>alert(1)</script> & {LONG}").html == (
        f"<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; {LONG}</p>"
    )
