"""Read what is written in `demo/content/`."""

import tomllib
from pathlib import Path
from typing import Any

from demo.drawings import Look

CONTENT = Path(__file__).parent / "content"
CATEGORIES = {
    "scale_figure": ("scale-figures", "Skalafiguren", "Scale figures"),
    "chibi": ("chibi", "Chibi-Figuren", "Chibi figures"),
    "plush": ("plush", "Plüsch", "Plush"),
    "apparel": ("apparel", "Kleidung", "Apparel"),
    "acrylic_stand": ("acrylic-stands", "Acrylaufsteller", "Acrylic stands"),
    "poster": ("posters", "Poster", "Posters"),
    "manga": ("manga", "Manga", "Manga"),
}


def rows(name: str) -> list[dict[str, Any]]:
    """The tables of `<name>s.toml` (`series.toml` is its own plural)."""
    file = CONTENT / ("series.toml" if name == "series" else f"{name}s.toml")
    found: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))[name]
    return found


def look_of(character: dict[str, Any]) -> Look:
    """How the drawing code shall draw a character."""
    keys = ("hair", "outfit", "pose", "hair_color", "eye_color", "skin")
    return Look(
        **{key: character[key] for key in keys},
        extras=tuple(character["extras"]),
        colors=tuple(character["colors"]),
        background=tuple(character["background"]),
    )


def posts() -> list[dict[str, Any]]:
    """The articles, newest first: the keys of `meta.toml`, and `body_de`, `body_en`."""
    found = []
    for folder in sorted((CONTENT / "posts").iterdir()):
        meta = tomllib.loads((folder / "meta.toml").read_text(encoding="utf-8"))
        bodies = {f"body_{code}": (folder / f"{code}.html").read_text(encoding="utf-8") for code in ("de", "en")}
        found.append({"key": folder.name, **meta, **bodies})
    return sorted(found, key=lambda post: post["published_days_ago"])


def legal(kind: str, language: str) -> str:
    return (CONTENT / "legal" / f"{kind}.{language}.html").read_text(encoding="utf-8")
