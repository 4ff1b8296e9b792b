"""A Word document as HTML, and its pictures by the names that stand there. Nothing outside the file is read."""

import io
import re
import zipfile
from typing import Any

import mammoth
from django.utils.translation import gettext as _

from blog.importing.read_text import CannotImport

MAX_UNPACKED = 150_000_000  # bytes
MAX_XML = 30_000_000  # bytes of one part that is read as a whole: a novel's text has 5
MAX_PARTS = 5_000
OUTSIDE = re.compile(r"could not open external image '([^']*)'")
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Titel'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Zitat'] => blockquote > p:fresh
"""


def html_of_docx(content: bytes) -> tuple[str, dict[str, bytes], list[str]]:
    """Its HTML, its pictures by the names that stand there, and the pictures that lie outside of it, which are not read.

    Raises `CannotImport` for what is no Word document, is broken, or unpacks to more than a text would need.
    """
    _look_into(content)
    pictures: dict[str, bytes] = {}

    def kept(image: Any) -> dict[str, str]:
        name = f"picture-{len(pictures) + 1}"
        with image.open() as file:
            pictures[name] = file.read()
        return {"src": name}

    try:
        found = mammoth.convert_to_html(
            io.BytesIO(content), convert_image=mammoth.images.img_element(kept), style_map=STYLES, external_file_access=False
        )
    except Exception as error:  # broken documents make it raise KeyError, IndexError, ExpatError, ValueError …
        raise CannotImport(_("The Word document is broken. Please open it in Word and save it as .docx once more.")) from error
    return found.value, pictures, [name for one in found.messages for name in OUTSIDE.findall(one.message)]


def _look_into(content: bytes) -> None:
    """Refuse what only looks like a document before any of it is unpacked; a part that lies about its size ends in an error of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeDecodeError) as error:
        raise CannotImport(_("This is not a Word document (.docx). An old .doc has to be saved as .docx first.")) from error
    if not any(part.filename == "word/document.xml" for part in parts):
        raise CannotImport(_("This is not a Word document (.docx). An old .doc has to be saved as .docx first."))
    xml = max(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if len(parts) > MAX_PARTS or xml > MAX_XML or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise CannotImport(_("The document unpacks to far more than a text needs, so it was not opened."))
