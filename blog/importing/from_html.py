"""A page's HTML, or that made from Markdown or Word, as the text of an article: what articles know stays, its pictures become marks."""

import base64
import binascii
import re
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml import html as lxml_html

from blog.articles.clean import clean
from blog.importing.read_text import Beside, ReadPicture, ReadText, Why
from shop.pictures.decode import NotAPicture
from shop.pictures.store import look_at

MACHINE = "script style template iframe object embed svg form button noscript video audio head input select textarea".split()
AROUND = "nav footer aside".split()
BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table blockquote figure div section article main pre dl".split())
RENAMED = {"h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "b": "strong", "i": "em", "pre": "p", "dt": "p", "dd": "p"}
WRAPPERS = "div section article main header body".split()
EMPTY = re.compile(r"<(p|h2|h3|li|blockquote|strong|em|a)(?: [^>]*)?>(?:\s|&nbsp;|<br>)*</\1>")
MAX_PICTURES = 100


def read_html(source: str, *, beside: Beside) -> ReadText:
    """The article of a page: its <article> or <main>, else all of it. Raises nothing: whatever is typed is some HTML."""
    text = ReadText()
    tree = _tree(source)
    if tree is None:
        return text
    page_title = " ".join(tree.findtext(".//title", "").split())
    for tag, why in (*((tag, Why.MACHINE) for tag in MACHINE), *((tag, Why.AROUND) for tag in AROUND)):
        for element in list(tree.iter(tag)):
            if element.getparent() is not None:
                if tag not in {"script", "style", "head"}:
                    text.leave_out(why, element.text_content())
                element.drop_tree()
    root = _article(tree, text)
    _footnotes(root)
    heading = root.find(".//h1")
    if heading is not None:
        text.title = " ".join(heading.text_content().split())
        heading.drop_tree()
    text.title = (text.title or page_title)[:160]
    _pictures(root, text, beside)
    _known_tags(root)
    text.html = _tidy(clean(lxml_html.tostring(root, encoding="unicode")))
    return text


def _tree(source: str) -> Any:
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        return lxml_html.document_fromstring(source.encode("utf-8", "ignore"), parser=parser)
    except etree.ParserError:  # there is nothing in it
        return None


def _article(tree: Any, text: ReadText) -> Any:
    body = tree.find("body")
    body = tree if body is None else body
    found = max((*body.iter("article"), *body.iter("main")), key=lambda one: len(one.text_content()), default=None)
    if found is None:
        return body
    above = set(found.iterancestors())
    for parent in above & set(body.iter()):
        for child in parent:
            if child is not found and child not in above:
                text.leave_out(Why.AROUND, child.text_content())
    return found


def _footnotes(root: Any) -> None:
    """Footnotes as Word's come become marks in the sentence; their list at the end goes."""
    for link in list(root.xpath(".//a[starts-with(@href, '#footnote-') or starts-with(@href, '#endnote-')]")):
        notes = root.xpath(".//li[@id=$id]", id=link.get("href")[1:])
        if not notes:
            continue
        words = " ".join(notes[0].text_content().replace("↑", "").split())
        place = link.getparent() if link.getparent().tag == "sup" else link
        place.tail = f"[[note:{words}]]{place.tail or ''}"
        place.drop_tree()
        note, notes_list = notes[0], notes[0].getparent()
        note.drop_tree()
        if len(notes_list) == 0:
            notes_list.drop_tree()


def _pictures(root: Any, text: ReadText, beside: Beside) -> None:
    """Each picture becomes a mark in a paragraph of its own, after the block in which it stands."""
    last: dict[Any, Any] = {}
    for image in list(root.iter("img")):
        figure = next(image.iterancestors("figure"), None)
        caption = "" if figure is None else " ".join(" ".join(words.text_content() for words in figure.iter("figcaption")).split())
        block = image
        while block.getparent() is not None and block.getparent() is not root and block.getparent().tag not in WRAPPERS:
            block = block.getparent()
        if (picture := _picture(image, caption, text, beside)) is not None:
            text.pictures.append(picture)
            mark = lxml_html.Element("p")
            mark.text = f"[[picture:{len(text.pictures)}]]"
            place = last.get(block, block)
            place.addnext(mark)  # takes along what followed
            last[block] = mark
            for words in list(figure.iter("figcaption")) if figure is not None else ():
                words.drop_tree()
        image.drop_tree()


def _picture(image: Any, caption: str, text: ReadText, beside: Beside) -> ReadPicture | None:
    source = image.get("src") or ""
    name = "" if source.startswith("data:") else PurePath(unquote(urlsplit(source).path)).name
    if urlsplit(source).scheme in {"http", "https"} or source.startswith("//") or len(text.pictures) == MAX_PICTURES:
        text.leave_out(Why.FAR, source)
        return None
    content = _embedded(source) if source.startswith("data:") else beside(unquote(source))
    if content is None:
        text.leave_out(Why.MISSING, source[:80])
        return None
    try:
        upload = look_at(content)
    except NotAPicture:
        text.leave_out(Why.BROKEN, name or source[:40])
        return None
    alt = " ".join((image.get("alt") or "").split())[:200]
    return ReadPicture(upload, alt or caption[:200] or name or "picture.png", caption[:200], is_described=bool(alt or caption))


def _embedded(source: str) -> bytes | None:
    head, _comma, data = source.partition(",")
    try:
        return base64.b64decode(data, validate=False) if head.endswith(";base64") else None
    except (binascii.Error, ValueError):
        return None


def _known_tags(root: Any) -> None:
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        element.tag = RENAMED.get(element.tag, element.tag)
        if element.tag in WRAPPERS:
            if not any(child.tag in BLOCKS for child in element.iterdescendants()) and element is not root:
                element.tag = "p"
            else:
                _wrap_loose(element)
        elif element.tag == "p" and len(element) == 1 and not (element.text or "").strip() and _is_bold_line(element):
            element.tag = "h2"  # a heading as those who know no headings write it
            element[0].drop_tag()


def _is_bold_line(paragraph: Any) -> bool:
    words = paragraph.text_content().strip()
    bold = paragraph[0].tag in {"strong", "b"} and not (paragraph[0].tail or "").strip()
    return bold and 0 < len(words) <= 100 and words[-1] not in ".!:;,…" and "[[" not in words


def _wrap_loose(element: Any) -> None:
    """Text between blocks becomes a paragraph."""
    if (element.text or "").strip():
        paragraph = lxml_html.Element("p")
        paragraph.text, element.text = element.text, None
        while len(element) and element[0].tag not in BLOCKS:
            paragraph.append(element[0])
        element.insert(0, paragraph)
    for child in list(element):
        if child.tag in BLOCKS and (child.tail or "").strip():
            paragraph = lxml_html.Element("p")
            paragraph.text, child.tail = child.tail, None
            child.addnext(paragraph)
            while (following := paragraph.getnext()) is not None and following.tag not in BLOCKS:
                paragraph.append(following)


def _tidy(html: str) -> str:
    """Without what holds nothing; one block a line."""
    before = ""
    while before != html:
        before, html = html, EMPTY.sub("", html)
    return re.sub(r"\n\s*\n+", "\n", html).strip()
