"""Articles are found in their own language, and follow every change."""

import pytest
from django.db import connection

from blog.articles.models import Post
from blog.articles.search import WATCHED
from shop.search.refresh import refresh_index
from shop.search.search import search
from shop.search.watch import trigger_names
from tests.factories import a_post, a_series

pytestmark = pytest.mark.django_db


def titles(query: str, language: str = "de") -> list[str]:
    while refresh_index():
        pass
    return [hit.title for hit in search(query, language=language, literally=True).others if hit.kind == "article"]


def test_article_is_found_in_its_language() -> None:
    post = a_post(title_de="Nachtwache", title_en="Night watch")
    assert titles("nachtwache") == ["Nachtwache"]
    assert titles("nachtwache", "en") == []
    assert titles("night watch", "en") == ["Night watch"]
    assert search("nachtwache", language="de").others[0].address == f"/de/blog/{post.slug_de}/"


def test_article_follows_bulk_updates_and_its_series() -> None:
    post = a_post(title_de="Nachtwache")
    assert titles("nachtwache") == ["Nachtwache"]
    Post.objects.update(title_de="Morgenrot")
    assert (titles("nachtwache"), titles("morgenrot")) == ([], ["Morgenrot"])
    post.series.add(a_series(name="Zirkel"))
    assert titles("zirkel") == ["Morgenrot"]
    post.delete()
    assert titles("morgenrot") == []


def test_every_watched_table_has_its_triggers_and_columns() -> None:
    with connection.cursor() as cursor:
        catalog = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        cursor.execute(catalog if connection.vendor == "sqlite" else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        assert trigger_names(WATCHED) <= {name for (name,) in cursor.fetchall()}
        for table, watched in WATCHED.items():
            there = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            assert {watched.id_column, *watched.columns} <= there
