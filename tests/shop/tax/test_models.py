"""What staff enter about value added tax: the form of a rate, and the one profile."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.test import Client

from shop.tax.models import TaxProfile, TaxRate
from tests.factories import a_staff_member

pytestmark = pytest.mark.django_db

FORM = {"small_business_from": "", "oss_from": "2027-01-01"}


def staff(*codenames: str, **fields: Any) -> Client:
    user = a_staff_member(**fields)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def a_rate(country: str) -> TaxRate:
    return TaxRate(country=country, kind="standard", percent=Decimal(20), valid_from=date(2030, 1, 1))


@pytest.mark.parametrize("country", ["AT", "XI", "PT-30", "AT-JM"])
def test_area_of_a_rate_is_a_code(country: str) -> None:
    a_rate(country).full_clean()


@pytest.mark.parametrize("country", ["at", "A", "AUT", "AT-", "AT-123", "Österreich", ""])
def test_area_of_a_rate_that_is_no_code_is_refused(country: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        a_rate(country).full_clean()
    assert list(refusal.value.message_dict) == ["country"]


def test_staff_add_the_profile_once() -> None:
    client = staff(is_superuser=True)
    assert client.post("/admin/shop/taxprofile/add/", FORM).status_code == 302
    assert client.post("/admin/shop/taxprofile/add/", FORM).status_code == 403
    assert list(TaxProfile.objects.values()) == [{"id": 1, "small_business_from": None, "oss_from": date(2027, 1, 1)}]


def test_staff_change_the_profile_and_do_not_delete_it() -> None:
    client = staff(is_superuser=True)
    TaxProfile.objects.create(oss_from=date(2026, 1, 1))
    assert client.post("/admin/shop/taxprofile/1/change/", FORM).status_code == 302
    assert client.post("/admin/shop/taxprofile/1/delete/", {"post": "yes"}).status_code == 403
    assert TaxProfile.objects.get().oss_from == date(2027, 1, 1)


def test_staff_without_the_right_cannot_touch_it() -> None:
    assert staff("view_taxrate").post("/admin/shop/taxprofile/add/", FORM).status_code == 403
    assert staff("view_taxrate").get("/admin/shop/taxprofile/").status_code == 403
    assert staff("view_taxprofile").get("/admin/shop/taxprofile/").status_code == 200
    assert not TaxProfile.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_rates_asks_no_more_with_more_rows(rows: int, django_assert_num_queries: Any) -> None:
    TaxRate.objects.all().delete()
    for year in range(rows):
        TaxRate.objects.create(country="AT", kind="standard", percent=Decimal(20), valid_from=date(2000 + year, 1, 1))
    client = staff(is_superuser=True)
    with django_assert_num_queries(8):
        page = client.get("/admin/shop/taxrate/")
    assert page.content.decode().count("field-percent") == rows


def test_profile_opens_by_its_name() -> None:
    TaxProfile.objects.create(oss_from=date(2026, 1, 1))
    page = staff(is_superuser=True).get("/admin/shop/taxprofile/")
    assert ("tax profile" in page.content.decode(), str(TaxProfile())) == (True, "tax profile")
