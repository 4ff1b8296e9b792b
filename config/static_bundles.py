"""One stylesheet and one script for visitors, many small files for us.

While we work, `css/shop.css` imports its parts and `js/shop.js` imports its elements, and the browser follows: no build. `collectstatic`
writes the parts into these two files, because on a phone fifty requests cost more than the whole stylesheet. The step only knows the
forms of import that we use, and refuses every other one by name instead of guessing.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "css/shop.css"
SCRIPT = "js/shop.js"

CSS_IMPORT = re.compile(r"""@import url\("([^"]+)"\) layer\(([a-z]+)\);""")
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
JS_IMPORT = re.compile(r"""^import (?:\{ ?\w+(?:, \w+)* ?\} from )?"(\.{1,2}/[^"]+)";$""", re.MULTILINE)
JS_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.MULTILINE)
JS_LEFT = re.compile(r"^(?:import\b|export\b).*$|\bimport\(.*$", re.MULTILINE)
JS_NAME = re.compile(r"^(?:(?:async )?function|class|const|let) ([\w$]+)", re.MULTILINE)


class Files(dict[str, str]):
    """The sources by their name below `static/`; one that is missing is a mistake of ours."""

    def __missing__(self, name: str) -> str:
        raise ImproperlyConfigured(f"{name} is imported, but there is no such file.")


def stylesheet(files: Files) -> str:
    """The text of `STYLESHEET` with each import replaced by the part itself, in its layer and without comments."""

    def part(match: re.Match[str]) -> str:
        name = posixpath.join(posixpath.dirname(STYLESHEET), match[1])
        text = CSS_COMMENT.sub("", files[name]).strip()
        for forbidden in ("@import", "url("):
            if forbidden in text:
                raise ImproperlyConfigured(f"{name} uses {forbidden}: from inside the bundle it would lead elsewhere.")
        return f"@layer {match[2]} {{\n{text}\n}}"

    text = CSS_IMPORT.sub(part, CSS_COMMENT.sub("", files[STYLESHEET])).strip()
    if "@import" in text:
        raise ImproperlyConfigured(f'{STYLESHEET} may import only like this: @import url("part.css") layer(components);')
    return text + "\n"


def script(files: Files) -> str:
    """The text of `SCRIPT` and of all that it imports as one module, each file once and after those that it needs."""
    done: dict[str, str] = {}

    def add(name: str) -> None:
        if name in done:
            return
        done[name] = ""  # a circle of imports ends here
        source = files[name]
        for match in JS_IMPORT.finditer(source):
            add(posixpath.normpath(posixpath.join(posixpath.dirname(name), match[1])))
        text = JS_EXPORT.sub("", JS_IMPORT.sub("", source)).strip()
        if left := JS_LEFT.search(text):
            raise ImproperlyConfigured(f"{name} uses a form that the bundle does not know: {left[0]}")
        del done[name]  # behind what it imports
        done[name] = text

    add(SCRIPT)
    owner: dict[str, str] = {}
    for name, text in done.items():
        for declared in JS_NAME.findall(text):
            if declared in owner:
                raise ImproperlyConfigured(f"{name} and {owner[declared]} both declare {declared}; in one file they would meet.")
            owner[declared] = name
    return "\n".join(text for text in done.values() if text) + "\n"


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed names and compressed copies as WhiteNoise makes them, of the two bundles among the others."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[tuple]:
        if not dry_run:
            files = Files()
            for name, (storage, path) in paths.items():
                if name.startswith(("css/", "js/")):
                    with storage.open(path) as file:
                        files[name] = file.read().decode()
            for name, text in ((STYLESHEET, stylesheet(files)), (SCRIPT, script(files))):
                self.delete(name)
                self.save(name, ContentFile(text.encode()))
                paths[name] = (self, name)  # what is hashed and compressed is the bundle, not the list of imports
        yield from super().post_process(paths, dry_run=dry_run, **options)
