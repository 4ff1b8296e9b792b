"""Rules of the house (STYLE.md) that a machine can check; each failure names the files that break it."""

import gzip
import hashlib
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from tests.settings import FROM_OUTSIDE

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES = 300
MOST_JAVASCRIPT = 30 * 1024  # bytes, all of ours that a visitor may be sent
MOST_STAFF_JAVASCRIPT = 4 * 1024  # bytes, all of ours that only the admin loads
MOST_SENT_JAVASCRIPT = 40_000  # bytes, with htmx, compressed as a server would
NOT_OURS = ("migrations", "vendor")
ROTTEN_NAMES = {"utils", "util", "helpers", "helper", "services", "actions", "common", "misc"}

# A price of goods is printed by components/price.html alone, so that it never stands without its tax and unit notes.
# Sums are no such prices: these templates (parts of their path) may write them out.
MAY_PRINT_CENTS = ("components/price.html", "admin/", "bank_details", "cart", "checkout", "mail/", "order", "shipping", "sums")


@cache
def files() -> tuple[Path, ...]:
    """Every file that belongs to the repository, or soon will: not the ignored ones. Without git, everything but hidden and var/."""
    git = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(git, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        names = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        names = [path for path in ROOT.rglob("*") if path.relative_to(ROOT).parts[0] not in {".venv", ".git", "var"}]
    return tuple(sorted(path for path in names if path.is_file()))


def ours(*suffixes: str) -> Iterator[tuple[str, Path]]:
    """The files of these kinds that we write by hand, with their path as text."""
    for path in files():
        relative = path.relative_to(ROOT)
        if path.suffix in suffixes and not set(NOT_OURS) & set(relative.parts):
            yield relative.as_posix(), path


def templates() -> Iterator[tuple[str, str]]:
    """Each template's path below templates/ and its text without comments."""
    for name, path in ours(".html", ".txt"):
        if name.startswith("templates/"):
            text = path.read_text(encoding="utf-8")
            yield name.removeprefix("templates/"), re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", text, flags=re.DOTALL)


def test_files_are_short() -> None:
    sizes = {
        name: path.read_text(encoding="utf-8").count("\n")
        for name, path in ours(".py", ".html", ".css", ".js")
        if not name.startswith("tests/")
    }
    assert {name: size for name, size in sizes.items() if size > MOST_LINES} == {}


def test_javascript_is_small() -> None:
    sizes = {name: path.stat().st_size for name, path in ours(".js") if name.startswith("static/")}
    for_staff = {name for name in sizes if name.startswith("static/js/staff/")}
    assert sum(size for name, size in sizes.items() if name not in for_staff) <= MOST_JAVASCRIPT, sizes
    assert 0 < sum(sizes[name] for name in for_staff) <= MOST_STAFF_JAVASCRIPT, sizes


def test_scripts_of_the_staff_stay_in_the_admin() -> None:
    """What a page of the shop never asks for does not count against what a visitor is sent."""
    named = {name: path.read_text(encoding="utf-8") for name, path in ours(".html", ".py", ".js") if not name.startswith("tests/")}
    asking = {name for name, text in named.items() if "js/staff/" in text}
    assert asking
    assert {name for name in asking if "/admin/" not in name and "/staff/" not in name} == set()


def test_javascript_is_small_with_what_others_wrote() -> None:
    scripts = [path for path in files() if path.suffix == ".js" and path.is_relative_to(ROOT / "static")]
    assert ROOT / "static/vendor/htmx/htmx.min.js" in scripts
    assert sum(len(gzip.compress(path.read_bytes())) for path in scripts) <= MOST_SENT_JAVASCRIPT


def test_what_others_wrote_is_as_they_published_it() -> None:
    """Each file's hash stands in static/vendor/README.md, with its version and licence; nothing else lies there."""
    vendor = ROOT / "static/vendor"
    named = dict(re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", (vendor / "README.md").read_text(), re.MULTILINE))
    found = {path.relative_to(vendor).as_posix(): path for path in files() if path.is_relative_to(vendor)}
    scripts = {name: path for name, path in found.items() if path.name not in {"LICENSE", "README.md"}}
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in scripts.items()} == named
    assert {f"{name.rpartition('/')[0]}/LICENSE" for name in scripts} <= set(found)


def test_no_module_is_named_after_nothing() -> None:
    assert [name for name, path in ours(".py") if ROTTEN_NAMES & {path.stem, *path.relative_to(ROOT).parts[:-1]}] == []


def test_no_file_names_a_package_registry() -> None:
    # Written in two halves each, so that this file does not name them either.
    halves = (
        ("pypi.", "org"),
        ("pythonhosted.", "org"),
        ("npmjs.", "org"),
        ("yarnpkg.", "com"),
        ("--index", "-url"),
        ("extra-index", "-url"),
    )
    words = re.compile("|".join(re.escape(left + right) for left, right in halves))
    found = []
    for path in files():
        content = path.read_bytes()
        if b"\0" not in content and words.search(content.decode(errors="replace")):
            found.append(path.relative_to(ROOT).as_posix())
    assert found == []
    assert not (ROOT / "uv.lock").exists(), "uv writes the registry's addresses into it; requirements*.txt are our lock files"


def test_prices_are_printed_by_their_component() -> None:
    printing = [name for name, text in templates() if re.search(r"\|\s*cents\b", text)]
    assert [name for name in printing if not any(part in name for part in MAY_PRINT_CENTS)] == []


def test_templates_hold_no_inline_style_or_script() -> None:
    """The Content-Security-Policy refuses them. Data blocks (JSON) are no scripts; mails have no stylesheet."""
    inline_script = re.compile(r"<script(?![^>]*\bsrc\s*=)(?![^>]*type=[\"']application/(?:ld\+)?json[\"'])", re.IGNORECASE)
    inline = re.compile(r"<style\b|<[a-z][^>]*\s(?:style|on[a-z]+)\s*=", re.IGNORECASE)
    pages = [(name, text) for name, text in templates() if not name.startswith("mail/")]
    assert [name for name, text in pages if inline_script.search(text) or inline.search(text)] == []


def test_every_setting_stands_in_the_example() -> None:
    code = (ROOT / "config/settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r"\b(?:env\.\w+|required)\(\s*\"([A-Z_]+)\"", code))
    named = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(named) == sorted(read)
    assert sorted(FROM_OUTSIDE.split()) == sorted(read - {"DATABASE_URL", "SHOP_MODE"})


def test_the_lock_files_agree() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([\w.\[\]-]+==[^\s;]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))

    shop, dev = pins("requirements.txt"), pins("requirements-dev.txt")
    assert shop - dev == set(), "the development lock holds other versions: make lock"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = chain(project["project"]["dependencies"], project["dependency-groups"]["dev"])
    names = {re.split(r"[\[<>=~! ]", line)[0].lower() for line in asked}
    assert names - {pin.partition("==")[0].lower() for pin in dev} == set()


def test_a_stylesheet_holds_one_block() -> None:
    """Each file below components/ styles the block that it is named after: `.cart-line` in cart_line.css, with its parts and kinds."""
    strangers = []
    for name, path in ours(".css"):
        if name.startswith("static/css/components/"):
            block = path.stem.replace("_", "-")
            rules = r"/\*.*?\*/|@(?:media|starting-style|supports)[^{]*\{|@keyframes [^{]*\{\s*to \{"
            text = re.sub(rules, "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
            parts = [part.strip() for selector in re.findall(r"([^{}]+)\{", text) for part in re.split(r",(?![^(]*\))", selector)]
            strangers += [f"{name}: {part}" for part in parts if not re.search(rf"\.{block.rstrip('s')}|^{block}\b", part)]
    assert strangers == [], "\n".join(strangers)


def test_colors_stand_in_the_tokens() -> None:
    """A color that is written elsewhere does not follow the dark scheme. Print is black on white by intent, a picture's tint its own."""
    written = []
    for name, path in ours(".css"):
        if name.startswith("static/css/") and path.name not in {"tokens.css", "staff-theme.css", "print.css", "tint.css"}:
            text = re.sub(r"/\*.*?\*/|@media print \{.*?^\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
            written += [
                f"{name}: {color}" for color in re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*[;}])|\b(?:rgb|hsl|oklch)a?\(", text)
            ]
    assert written == [], "\n".join(written)
