"""What files of each kind become, before anything is stored; and those that cannot be read."""

import base64
from pathlib import Path

import pytest

from blog.importing.from_docx import MAX_XML
from blog.importing.read_file import MAX_TEXT, read_file
from blog.importing.read_text import CannotImport, LeftOut, ReadText, Why
from tests.blog.importing.word_file import a_drawing, a_noted_paragraph, a_paragraph, a_table, a_word_file
from tests.factories import a_picture_file


def read(name: str, content: str | bytes, **files: bytes) -> ReadText:
    data = content.encode() if isinstance(content, str) else content
    return read_file(name=name, content=data, beside={key.replace("__", "."): value for key, value in files.items()}.get)


MARKDOWN = """# How good is *Nullsektor 9*?

A first line with **bold** words.

## What is it about?

- one
- two

1. first

> A quote.

| Who | Score |
|-----|-------|
| Lumi | 8 |

![A street at night](street.png)

### A detail

See [the maker](https://example.com/x).
"""


def test_markdown_keeps_its_headings_lists_tables_quotes_and_pictures() -> None:
    text = read("review.md", MARKDOWN, street__png=a_picture_file())
    assert text.title == "How good is Nullsektor 9?"
    assert text.headings == ["What is it about?", "A detail"]
    assert text.html == (
        "<p>A first line with <strong>bold</strong> words.</p>\n<h2>What is it about?</h2>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
        "<ol>\n<li>first</li>\n</ol>\n<blockquote>\n<p>A quote.</p>\n</blockquote>\n"
        "<table>\n<thead>\n<tr>\n<th>Who</th>\n<th>Score</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>Lumi</td>\n<td>8</td>\n</tr>\n</tbody>\n"
        "</table>\n<p>[[picture:1]]</p><h3>A detail</h3>\n"
        '<p>See <a href="https://example.com/x" rel="noopener">the maker</a>.</p>'
    )
    assert [(one.alt, one.is_described, one.upload.facts.width) for one in text.pictures] == [("A street at night", True, 60)]
    assert text.left_out == []


def test_facts_above_markdown_give_the_title_and_are_said() -> None:
    text = read("x.md", '---\ntitle: "From the facts"\ntags: [a]\n---\nWords.\n')
    assert (text.title, text.html) == ("From the facts", "<p>Words.</p>")
    assert text.left_out == [LeftOut(Why.FACTS, 'title: "From the facts" tags: [a]')]


def test_a_page_gives_its_article_and_says_what_stood_around_it() -> None:
    text = read(
        "page.html",
        "<html><head><title>Page – Site</title><style>p{}</style></head><body><nav>Home Shop</nav><div>Ad here</div>"
        "<article><h1>The title</h1><p onclick='x()'>Text <b>bold</b></p><script>alert(1)</script>"
        "<p><a href='javascript:alert(1)'>bad</a></p><h5>Small</h5>loose <i>words</i><p> </p></article>"
        "<footer>Imprint</footer></body></html>",
    )
    assert text.title == "The title"
    assert text.html == (
        '<p>Text <strong>bold</strong></p><p><a rel="noopener">bad</a></p><h3>Small</h3><p>loose <em>words</em></p>'
    )
    assert sorted(text.left_out, key=lambda one: one.text) == [
        LeftOut(Why.AROUND, "Ad here"),
        LeftOut(Why.AROUND, "Home Shop"),
        LeftOut(Why.AROUND, "Imprint"),
    ]


def test_word_html_becomes_plain_blocks() -> None:
    pasted = (
        "<!--[if gte mso 9]><xml>x</xml><![endif]--><div class=WordSection1><p class=MsoNormal style='mso-x:1'>One<o:p></o:p></p>"
        "<p class=MsoNormal><b>A heading</b></p><div>Two</div></div>"
    )
    assert read("word.htm", pasted).html == "<p>One</p><h2>A heading</h2><p>Two</p>"


def test_pictures_stand_where_they_were_and_are_never_fetched() -> None:
    inline = base64.b64encode(a_picture_file()).decode()
    text = read(
        "p.html",
        f"<h1>T</h1><p>a <img src='one.png'> b <img src='data:image/png;base64,{inline}' alt='Drawn'></p><figure><img src='sub/one.png'>"
        "<figcaption>A <b>caption</b></figcaption></figure><img src='https://far.example/x.png'><img src='//far.example/y.png'>"
        "<img src='gone.png'><img src='broken.png'> end",
        **{"one__png": a_picture_file(), "sub/one__png": a_picture_file(), "broken__png": b"no picture"},
    )
    assert text.html == "<p>a  b </p><p>[[picture:1]]</p><p>[[picture:2]]</p><p>[[picture:3]]</p><p> end</p>"
    assert [(one.alt, one.caption, one.is_described) for one in text.pictures] == [
        ("one.png", "", False), ("Drawn", "", True), ("A caption", "A caption", True),
    ]  # fmt: skip
    assert text.left_out == [
        LeftOut(Why.FAR, "https://far.example/x.png"),
        LeftOut(Why.FAR, "//far.example/y.png"),
        LeftOut(Why.MISSING, "gone.png"),
        LeftOut(Why.BROKEN, "broken.png"),
    ]


def test_word_keeps_its_headings_quotes_tables_and_pictures() -> None:
    text = read(
        "review.docx",
        a_word_file(
            a_paragraph("The title", "Title"), a_paragraph("First."), a_paragraph("A part", "H1"), a_paragraph("Detail", "H2"),
            a_paragraph("Said.", "Quote"), a_drawing("A city"), a_table(("a", "b"), ("c", "d")), picture=a_picture_file(),
        ),
    )  # fmt: skip
    assert (text.title, text.headings) == ("The title", ["A part", "Detail"])
    assert text.html == (
        "<p>First.</p><h2>A part</h2><h2>Detail</h2><blockquote><p>Said.</p></blockquote><p>[[picture:1]]</p>"
        "<table><tbody><tr><td><p>a</p></td><td><p>b</p></td></tr><tr><td><p>c</p></td><td><p>d</p></td></tr></tbody></table>"
    )
    assert [(one.alt, one.upload.facts.width) for one in text.pictures] == [("A city", 60)]


def test_word_footnotes_become_marks_in_their_sentence() -> None:
    body = (a_noted_paragraph("One", " and on.", 1), a_noted_paragraph("Two", ".", 2), a_paragraph("End."))
    text = read("x.docx", a_word_file(*body, notes=("As &lt;b&gt; said.", "See there.")))
    assert text.html == "<p>One[[note:As &lt;b&gt; said.]] and on.</p><p>Two[[note:See there.]].</p><p>End.</p>"


def test_word_without_a_title_takes_its_first_heading() -> None:
    text = read("x.docx", a_word_file(a_paragraph("Big", "H1"), a_paragraph("Words."), a_paragraph("Part", "H2")))
    assert (text.title, text.html) == ("Big", "<p>Words.</p><h2>Part</h2>")


def test_a_word_file_that_leads_out_of_itself_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(a_picture_file())
    address = f"file://{tmp_path}/secret.png"
    text = read("x.docx", a_word_file(a_paragraph("Words."), a_drawing(link="link"), target=address))
    assert (text.html, text.pictures, text.left_out[0].why) == ("<p>Words.</p>", [], Why.MISSING)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.pdf", b"%PDF-", "Files of this kind"),
        ("x", b"text", "Files of this kind"),
        ("x.doc", b"\xd0\xcf\x11\xe0", "Files of this kind"),
        ("x.docx", b"no zip", "not a Word document"),
        ("x.docx", b"", "not a Word document"),
        ("x.docx", a_word_file(a_paragraph("x"))[:300], "not a Word document"),
        ("x.docx", a_word_file("<w:p><unclosed>"), "broken"),
        ("x.docx", a_word_file(a_paragraph("x"), extra={"word/big.xml": b" " * (MAX_XML + 1)}), "unpacks to far more"),
        ("x.docx", a_word_file(), "no text"),
        ("x.txt", b"a" * (MAX_TEXT + 1), "larger than 2 MB"),
        ("x.txt", "Größe".encode("latin-1"), "not encoded as UTF-8"),
        ("x.txt", "Text".encode("utf-16"), "not encoded as UTF-8"),
        ("x.txt", b"a\0b", "not a text"),
        ("x.txt", b" \n\n ", "no text"),
        ("x.md", b"", "no text"),
        ("x.html", b"<!-- nothing -->", "no text"),
        ("x.html", b"<script>alert(1)</script>", "no text"),
    ],
)
def test_what_cannot_be_read_is_said(name: str, content: bytes, words: str) -> None:
    with pytest.raises(CannotImport, match=words):
        read(name, content)


def test_a_byte_order_mark_and_other_line_ends_are_no_text() -> None:
    assert read("x.txt", b"\xef\xbb\xbfA title\r\n\r\nWords that go on.\r\n").title == "A title"
