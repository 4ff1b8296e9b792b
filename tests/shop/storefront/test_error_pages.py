"""The two pages that must stand while everything else is down: whole in themselves, and dressed like the shop."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import resolve
from django.utils.translation import override

TEMPLATES = Path(settings.BASE_DIR) / "templates"


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_page_asks_the_shop_for_nothing(name: str) -> None:
    page = (TEMPLATES / name).read_text(encoding="utf-8")
    tags = set(re.findall(r"\{% (\w+)|\{\{", page))
    assert tags == (set() if name == "500.html" else {"if", "else", "endif"})


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_every_address_on_the_page_leads_somewhere(name: str) -> None:
    page = (TEMPLATES / name).read_text(encoding="utf-8")
    (stylesheet,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert stylesheet.startswith(settings.STATIC_URL)
    assert finders.find(stylesheet.removeprefix(settings.STATIC_URL))
    links = re.findall(r'<a [^>]*href="([^"]+)"', page)
    assert len(links) == 11
    for link in links:
        with override("en" if link.startswith("/en/") else "de"):
            resolve(link)  # raises where there is no such page
