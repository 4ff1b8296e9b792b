"""What people type finds what they mean: the set in `queries.toml`, over the demo catalog."""

import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from shop.catalog.models import Character, Manufacturer, Product, Series
from shop.search.refresh import refresh_index
from shop.search.search import search
from tests.small_shop import load_small_shop

SET = tomllib.loads((Path(__file__).parent / "queries.toml").read_text(encoding="utf-8"))
NATIVE = {"series": Series, "character": Character, "manufacturer": Manufacturer}
FIRST = 3  # results that count as found


def wanted(entry: list[Any]) -> set[str]:
    return {entry[1]} if isinstance(entry[1], str) else set(entry[1])


@pytest.mark.django_db
def test_the_set_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    load_small_shop(at=timezone.now(), articles=[])
    for kind, names in SET["native"].items():
        for slug, name in names.items():
            assert NATIVE[kind].objects.filter(slug=slug).update(native_name=name) == 1, slug
    while refresh_index():
        pass
    slugs = dict(Product.objects.values_list("pk", "slug"))
    shares, misses, total = {}, [], 0
    for kind, entries in SET["queries"].items():
        found = 0
        for entry in entries:
            first = [slugs[pk] for pk in search(entry[0], language="de").products[:FIRST]]
            if wanted(entry) & set(first):
                found += 1
            else:
                misses.append(f"{kind}: {entry[0]!r} finds {first}, not {sorted(wanted(entry))}")
        shares[kind] = found / len(entries)
        total += len(entries)
    with capsys.disabled():
        sys.stdout.write("\n  ".join([f"\n{total - len(misses)} of {total} searches find what was meant", *misses]) + "\n")
    assert total >= 200
    assert len(misses) <= total * 0.05
    assert {kind: share for kind, share in shares.items() if share < 0.9} == {}
