"""Check that the German texts are complete and up to date: `python tools/check_translations.py`.

Complete: none empty, none fuzzy, the same placeholders on both sides. Up to date: `makemessages` on a copy finds the same texts
(this half needs gettext; without it, it is left out, and in CI it fails).
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("blog", "config", "demo", "locale", "shop", "templates")
SHOWN = 25  # lines of a report; who sees that many runs it again
PLACEHOLDER = re.compile(r"%\(\w+\)[sdi]|%[sdi]|\{\w*\}")


def forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """The singular, and the plural where there is one."""
    return [text] if isinstance(text, str) else list(text or ("",))


def placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


def mistakes(message: Message) -> list[str]:
    """What is wrong with one text, each as a few words."""
    sources, translations = forms(message.id), forms(message.string)
    if not all(translations):
        return ["is not translated"]
    found = ["is fuzzy"] if message.fuzzy else []
    for number, translation in enumerate(translations):
        source = sources[min(number, len(sources) - 1)]
        # One form of a plural may leave out the number ('one piece'), never add anything.
        missing = placeholders(source) - placeholders(translation) if len(sources) == 1 else Counter()
        if missing or placeholders(translation) - placeholders(sources[-1] if len(sources) > 1 else source):
            found.append("has other placeholders")
    return found


def load(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def keys(catalog: Catalog) -> set[tuple[str, ...]]:
    """What identifies each text: its context and its forms."""
    return {(message.context or "", *forms(message.id)) for message in catalog if message.id}


def collected(catalog_path: Path) -> set[tuple[str, ...]]:
    """The texts that the code and templates hold now."""
    with tempfile.TemporaryDirectory(prefix="sternregal-messages-") as folder:
        copy = Path(folder)
        for name in SOURCES:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        shutil.copy2(ROOT / "manage.py", copy)
        done = subprocess.run(["sh", "tools/messages.sh", folder], cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"makemessages failed:\n{done.stderr}")
        return keys(load(copy / catalog_path.relative_to(ROOT)))


def main() -> int:
    catalogs = sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po"))
    if not catalogs:
        print("locale/ holds no translations: run make messages.")
        return 1
    lines: list[str] = []
    for path in catalogs:
        name, catalog = path.relative_to(ROOT), load(path)
        lines += [f"{name}: its head is marked fuzzy, so that compilers leave the file out"] * catalog.fuzzy
        lines += [f"{name}: {forms(m.id)[0]!r} {words}" for m in catalog if m.id for words in mistakes(m)]
        if shutil.which("xgettext"):
            now, written = collected(path), keys(catalog)
            lines += [f"{name}: {key[1]!r} is not in it (run make messages)" for key in sorted(now - written)]
            lines += [f"{name}: {key[1]!r} is used no more (run make messages)" for key in sorted(written - now)]
        elif os.environ.get("CI"):
            lines.append("gettext is not installed, so nobody knows whether the translations are up to date.")
        else:
            print("gettext is not installed: whether the translations are up to date is not checked.")
    print("\n".join(lines[:SHOWN]) or f"{len(catalogs)} translation(s) complete.")
    if len(lines) > SHOWN:
        print(f"… and {len(lines) - SHOWN} more.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
