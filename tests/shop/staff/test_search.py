"""Staff keep synonyms, see what was not found, and what they save is found at once."""

from datetime import date

import pytest
from django.test import Client

from shop.search.models import SearchMiss, SearchSynonym
from shop.search.refresh import refresh_index
from shop.search.search import search
from tests.factories import a_product, a_series

pytestmark = pytest.mark.django_db


def test_synonym_is_kept(admin_client: Client) -> None:
    response = admin_client.post("/admin/shop/searchsynonym/add/", {"words": "Plüschi", "meaning": "Plüsch"})
    assert response.status_code == 302
    assert [str(row) for row in SearchSynonym.objects.all()] == ["Plüschi = Plüsch"]


@pytest.mark.parametrize(("words", "meaning"), [("!!", "Plüsch"), ("Plüschi", "…"), ("Figuren", "Figur"), ("", "x")])
def test_synonym_that_says_nothing_is_refused(admin_client: Client, words: str, meaning: str) -> None:
    response = admin_client.post("/admin/shop/searchsynonym/add/", {"words": words, "meaning": meaning})
    assert response.status_code == 200
    assert SearchSynonym.objects.count() == 0


def test_misses_are_listed_by_count_and_lead_to_a_synonym(admin_client: Client) -> None:
    for query, count in (("selten", 1), ("oft & gern", 9)):
        SearchMiss.objects.create(query=query, language="de", count=count, last_on=date(2026, 11, 23))
    page = admin_client.get("/admin/shop/searchmiss/").content.decode()
    assert page.index("oft &amp; gern") < page.index("selten")
    assert "/admin/shop/searchsynonym/add/?words=oft+%26+gern" in page
    chosen = SearchMiss.objects.get(count=9)
    response = admin_client.post("/admin/shop/searchmiss/", {"action": "add_a_synonym", "_selected_action": [chosen.pk]})
    assert response["Location"] == "/admin/shop/searchsynonym/add/?words=oft+%26+gern"
    assert 'value="oft &amp; gern"' in admin_client.get(response["Location"]).content.decode()


def test_misses_are_written_by_the_search_alone(admin_client: Client) -> None:
    assert admin_client.get("/admin/shop/searchmiss/add/").status_code == 403


def test_what_staff_save_is_found_at_once(admin_client: Client) -> None:
    series = a_series(name="Nordlicht", slug="nordlicht")
    product = a_product(name="Lumi", series=series)
    while refresh_index():
        pass
    values = {"name": "Zirkel", "slug": "nordlicht"}
    values |= {f"{field}_{code}": "" for field in ("genre", "description") for code in ("de", "en")}
    response = admin_client.post(f"/admin/shop/series/{series.pk}/change/", {**values, "native_name": ""})
    assert response.status_code == 302
    assert [hit.title for hit in search("zirkel", language="de").others] == ["Zirkel"]
    refresh_index()
    assert search("zirkel", language="de").products == [product.pk]
