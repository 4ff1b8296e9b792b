"""Read a file of a kind that authors write: Markdown, HTML, plain text, Word."""

import re
from pathlib import PurePath

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from blog.importing.from_docx import html_of_docx
from blog.importing.from_html import read_html
from blog.importing.from_plain_text import read_plain_text
from blog.importing.read_text import Beside, CannotImport, ReadText, Why

MAX_TEXT = 2_000_000  # bytes: what the form of an article takes (DATA_UPLOAD_MAX_MEMORY_SIZE) with room for the other language
MAX_DOCX = 50_000_000
KINDS = {
    ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".txt": "plain", ".text": "plain", ".docx": "docx",
}  # fmt: skip
FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*\n", re.DOTALL)
FRONT_TITLE = re.compile(r"^title:[ \t]*(?P<quote>[\"']?)(.+?)(?P=quote)[ \t]*$", re.MULTILINE)
HEADING = re.compile(r"<h[23]>(.*?)</h[23]>", re.DOTALL)


def nothing_beside(name: str) -> None:
    """For a file that came alone."""


def read_file(*, name: str, content: bytes, beside: Beside = nothing_beside) -> ReadText:
    """What the file holds; `name` tells its kind. Raises `CannotImport`. Stores nothing, and asks neither database nor network."""
    kind = KINDS.get(PurePath(name).suffix.lower())
    if kind is None:
        raise CannotImport(_("Files of this kind cannot be read. Please save the text as .docx, .md, .html or .txt."))
    if kind == "docx":
        if len(content) > MAX_DOCX:
            raise CannotImport(_("The file is larger than 50 MB. Please make its pictures smaller."))
        html, pictures, outside = html_of_docx(content)
        text = read_html(html, beside=pictures.get)
        for picture in outside:
            text.leave_out(Why.MISSING, picture)
    else:
        words = _decoded(content)
        if kind == "markdown":
            text = _read_markdown(words, beside)
        else:
            text = read_html(words, beside=beside) if kind == "html" else read_plain_text(words)
    if not strip_tags(text.html).strip():
        raise CannotImport(_("There is no text in this file."))
    text.title = text.title or PurePath(name).stem
    text.headings = [" ".join(strip_tags(words).split()) for words in HEADING.findall(text.html)]
    return text


def _decoded(content: bytes) -> str:
    if len(content) > MAX_TEXT:
        raise CannotImport(_("The text is larger than 2 MB. Please split it into several articles."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotImport(_("The file is not encoded as UTF-8. Please save it once more with the encoding UTF-8.")) from error
    if "\0" in text:
        raise CannotImport(_("This is not a text. Please save it as .docx, .md, .html or .txt."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_markdown(words: str, beside: Beside) -> ReadText:
    front = FRONT.match(words)
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(words[front.end() :] if front else words)
    text = read_html(html, beside=beside)
    if front:
        title = FRONT_TITLE.search(front[1])
        text.title = title[2] if title else text.title
        text.leave_out(Why.FACTS, front[1])
    return text
