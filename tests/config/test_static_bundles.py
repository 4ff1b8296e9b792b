"""The two bundles that production serves: whole, in order, small, and made only of what the step understands."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.exceptions import ImproperlyConfigured

from config.static_bundles import SCRIPT, STYLESHEET, BundledStaticFilesStorage, Files, script, stylesheet

STATIC = Path(__file__).resolve().parents[2] / "static"
MOST_CSS = 20_000  # bytes, gzipped
MOST_JAVASCRIPT = 40_000


def ours(folder: str) -> Files:
    return Files(
        {path.relative_to(STATIC).as_posix(): path.read_text(encoding="utf-8") for path in (STATIC / folder).rglob(f"*.{folder}")}
    )


def test_stylesheet_puts_each_part_into_its_layer() -> None:
    files = Files(
        {
            STYLESHEET: '/* why */\n@layer base, pages;\n@import url("base.css") layer(base);\n@import url("pages/a.css") layer(pages);\n',
            "css/base.css": "/* a note */\nbody { margin: 0; }\n",
            "css/pages/a.css": ".a { color: red; }\n",
        }
    )
    assert stylesheet(files) == (
        "@layer base, pages;\n@layer base {\nbody { margin: 0; }\n}\n@layer pages {\n.a { color: red; }\n}\n"
    )


def test_script_holds_each_file_once_and_after_what_it_needs() -> None:
    files = Files(
        {
            SCRIPT: 'import "./elements/a.js";\nimport "./elements/b.js";\n',
            "js/elements/a.js": 'import { say } from "../say.js";\nsay("a");\n',
            "js/elements/b.js": 'import { say } from "../say.js";\nsay("b");\n',
            "js/say.js": "export function say(word) {\n  document.title = word;\n}\n",
        }
    )
    assert script(files) == 'function say(word) {\n  document.title = word;\n}\nsay("a");\nsay("b");\n'


@pytest.mark.parametrize(
    "source",
    [
        '@import url("a.css");',
        "@import 'a.css' layer(base);",
        '@import url("missing.css") layer(base);',
        '@import url("a.css") layer(base);',
    ],
)
def test_stylesheet_refuses_what_would_break_in_the_bundle(source: str) -> None:
    files = Files({STYLESHEET: source, "css/a.css": ".a { background: url(a.png); }"})
    with pytest.raises(ImproperlyConfigured):
        stylesheet(files)


@pytest.mark.parametrize(
    "source",
    [
        'import a from "./a.js";',
        'import * as a from "./a.js";',
        'import { a as b } from "./a.js";',
        'import "htmx";',
        'import "./missing.js";',
        'const a = await import("./a.js");',
        "export default 1;",
        "export { a };",
        'import "./a.js";\nconst shared = 2;',
    ],
)
def test_script_refuses_what_would_break_in_the_bundle(source: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        script(Files({SCRIPT: source, "js/a.js": "const shared = 1;"}))


def test_every_stylesheet_of_the_shop_is_in_the_bundle_once() -> None:
    files = ours("css")
    imported = re.findall(r'url\("([^"]+)"\)', files[STYLESHEET])
    theirs = {"css/staff.css", "css/staff-theme.css", STYLESHEET}  # the admin's pages have a stylesheet of their own
    assert sorted(f"css/{name}" for name in imported) == sorted(set(files) - theirs)


def test_every_element_is_in_the_bundle_once() -> None:
    files = ours("js")
    text = script(files)
    for name in files:
        if name.startswith("js/elements/"):
            assert text.count(f'customElements.define("{Path(name).stem}"') == 1, name


def test_bundles_are_small() -> None:
    sizes = {STYLESHEET: len(gzip.compress(stylesheet(ours("css")).encode()))}
    vendored = b"".join(path.read_bytes() for path in sorted((STATIC / "vendor").rglob("*.js")))
    sizes[SCRIPT] = len(gzip.compress(script(ours("js")).encode())) + len(gzip.compress(vendored))
    assert sizes[STYLESHEET] <= MOST_CSS, sizes
    assert sizes[SCRIPT] <= MOST_JAVASCRIPT, sizes


def test_collected_files_are_the_bundles(tmp_path: Path) -> None:
    sources = StaticFilesStorage(location=STATIC, base_url="/static/")
    found = {name: (sources, name) for folder in ("css", "js") for name in ours(folder)}
    storage = BundledStaticFilesStorage(location=tmp_path, base_url="/static/")
    for name in found:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((STATIC / name).read_bytes())
    assert [error for _, _, error in storage.post_process(found) if isinstance(error, Exception)] == []
    for name, folder, bundle in ((STYLESHEET, "css", stylesheet), (SCRIPT, "js", script)):
        hashed = tmp_path / storage.stored_name(name)
        assert hashed.read_text(encoding="utf-8") == bundle(ours(folder))
        assert (tmp_path / name).read_text(encoding="utf-8") == bundle(ours(folder))  # the plain error pages name it without a hash
        assert gzip.decompress(Path(f"{hashed}.gz").read_bytes()) == hashed.read_bytes()
