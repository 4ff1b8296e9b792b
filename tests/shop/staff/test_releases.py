"""Staff keep the runs of a product on its page, and each variant chooses its run there, one added on the same page included."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from zeal import zeal_ignore

from shop.catalog.models import Manufacturer, Product, ProductLine, Release
from shop.catalog.slug_redirect import SlugRedirect
from tests.shop.staff.test_admin import form_values, product_form, staff
from tests.small_shop import load_small_shop

pytestmark = pytest.mark.django_db
ADD = "/admin/shop/product/add/"


@pytest.fixture(autouse=True)
def _shop() -> None:
    load_small_shop(at=timezone.now(), products=["roku-ashgrove-1-8"], articles=[])


def a_run(number: int, **changes: str) -> dict[str, str]:
    """One row of the releases as the form posts it: a first run that comes in two months."""
    day = timezone.localdate() + timedelta(days=60)
    row = {"kind": "first", "released_on": f"{day}", "precision": "month", "deliver_by": f"{day + timedelta(days=30)}", **changes}
    return {f"releases-{number}-{name}": value for name, value in row.items()}


def a_form(*runs: dict[str, str], **changes: Any) -> dict[str, Any]:
    rows = {key: value for run in runs for key, value in run.items()}
    return product_form(**{"releases-TOTAL_FORMS": str(len(runs)), **rows, **changes})


def runs_of(slug: str) -> list[tuple[str, str | None]]:
    rows = Product.objects.get(slug=slug).variants.values_list("sku", "release__kind")
    return list(rows)


def test_variants_choose_the_runs_that_the_same_page_adds() -> None:
    past = {"kind": "first", "released_on": "2025-03-01", "deliver_by": ""}
    form = a_form(
        a_run(0, **past),
        a_run(1, kind="rerun"),
        **{"variants-0-run": "first", "variants-1-run": "rerun", "variants-1-label": "S", "variants-1-preorder_limit": "9"},
    )
    response = staff("Katalog").post(ADD, form)
    assert response.status_code == 302, response.context["errors"]
    assert runs_of("new-figure") == [("NEW-S", "first"), ("NEW-M", "rerun")]


def test_page_shows_each_variants_run_and_saves_it_untouched() -> None:
    client, product = staff(), Product.objects.get(slug="roku-ashgrove-1-8")
    page = f"/admin/shop/product/{product.pk}/change/"
    before = runs_of(product.slug)
    with zeal_ignore():  # Django's own inlines ask for each row
        response = client.post(page, form_values(client.get(page)))
    assert response.status_code == 302, response.context["errors"]
    assert (runs_of(product.slug), [kind for _sku, kind in before]) == (before, ["first", "rerun"])


def test_variant_moves_to_another_run() -> None:
    client, product = staff(), Product.objects.get(slug="roku-ashgrove-1-8")
    page = f"/admin/shop/product/{product.pk}/change/"
    first = product.releases.get(kind="first")
    with zeal_ignore():
        posted = form_values(client.get(page))
        moved = {**posted, "variants-1-run": str(first.pk), "variants-1-label": "second box", "variants-1-preorder_limit": "0"}
        response = client.post(page, moved)
    assert response.status_code == 302, response.context["errors"]
    assert [kind for _sku, kind in runs_of(product.slug)] == ["first", "first"]


@pytest.mark.parametrize(
    ("runs", "changes", "words"),
    [
        ([{"deliver_by": ""}], {}, "A pre-order needs the day by which it is delivered at the latest."),
        ([{"released_on": ""}], {}, "A pre-order needs the date of its release."),
        ([{"deliver_by": "2020-01-01"}], {}, "This day lies before the release."),
        ([{"released_on": "2027-02-30"}], {}, "Enter a valid date."),
        ([{}, {}], {}, "A product has one first run"),
        ([{"kind": "rerun"}, {"kind": "rerun"}], {}, "Please add one re-release at a time."),
        ([], {"variants-0-preorder_limit": "5"}, "Pre-orders need a release with its date and the latest delivery."),
        ([{}], {"variants-0-preorder_limit": "5"}, "Pre-orders need a release with its date and the latest delivery."),
        ([], {"variants-0-run": "first"}, "Select a valid choice."),
        ([{}], {"variants-0-run": "4711"}, "Select a valid choice."),
        ([], {"variants-1-label": "S"}, "Each size stands once in a release."),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_saved(
    runs: list[dict[str, str]], changes: dict[str, str], words: str
) -> None:
    known = Release.objects.count()
    form = a_form(*(a_run(i, **run) for i, run in enumerate(runs)), **changes)
    page = staff().post(ADD, form)
    assert (page.status_code, words in page.content.decode()) == (200, True)
    assert (Product.objects.filter(slug="new-figure").exists(), Release.objects.count()) == (False, known)


def test_draft_may_wait_for_its_promise() -> None:
    form = a_form(a_run(0, deliver_by=""))
    del form["is_published"]
    assert staff().post(ADD, form).status_code == 302


def test_run_of_another_product_cannot_be_chosen() -> None:
    foreign = Release.objects.filter(product__slug="roku-ashgrove-1-8")[0]
    page = staff().post(ADD, a_form(a_run(0), **{"variants-0-run": str(foreign.pk)}))
    assert (page.status_code, "Select a valid choice." in page.content.decode()) == (200, True)


def test_line_of_another_maker_is_refused() -> None:
    line = ProductLine.objects.get(slug="heavy-frame")
    other = Manufacturer.objects.exclude(pk=line.manufacturer_id)[0]
    page = staff().post(ADD, product_form(line=line.pk, manufacturer=other.pk))
    assert (page.status_code, "This product line belongs to another manufacturer." in page.content.decode()) == (200, True)
    assert staff("Katalog").post(ADD, product_form(line=line.pk, manufacturer=line.manufacturer_id)).status_code == 302


def test_changed_slug_of_a_product_keeps_its_old_address() -> None:
    client, product = staff(), Product.objects.get(slug="roku-ashgrove-1-8")
    page = f"/admin/shop/product/{product.pk}/change/"
    with zeal_ignore():
        client.post(page, {**form_values(client.get(page)), "slug": "roku"})
    assert list(SlugRedirect.objects.values_list("kind", "old_slug", "target_id")) == [("product", "roku-ashgrove-1-8", product.pk)]


def test_changed_slug_of_a_maker_keeps_its_old_address() -> None:
    client, maker = staff(), Manufacturer.objects.get(slug="hoshizora")
    page = f"/admin/shop/manufacturer/{maker.pk}/change/"
    posted = form_values(client.get(page))
    client.post(page, {**posted, "name": "Hoshizora Toys"})
    assert not SlugRedirect.objects.exists()  # another name alone moves nothing
    client.post(page, {**posted, "slug": "hoshizora-toys"})
    assert list(SlugRedirect.objects.values_list("kind", "old_slug")) == [("manufacturer", "hoshizora")]
