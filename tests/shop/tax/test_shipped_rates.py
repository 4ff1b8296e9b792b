"""The rates that a fresh shop finds: all of the EU, with the days on which they changed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader

from demo.load_shop import load_taxes
from shop.tax.models import TaxRate
from shop.tax.rates import load_rates
from shop.tax.shipped_rates import BOOK, REGIONS, STANDARD, install_rates, shipped_rates
from shop.tax.territories import AZORES, EU, JUNGHOLZ_AND_MITTELBERG, MADEIRA, NORTHERN_IRELAND
from tests.factories import a_tax_rate

pytestmark = pytest.mark.django_db

# As the European Commission lists them (TEDB) in November 2026.
TODAY = {
    "AT": "20", "BE": "21", "BG": "20", "CY": "19", "CZ": "21", "DE": "19", "DK": "25", "EE": "24", "ES": "21", "FI": "25.5", "FR": "20",
    "GR": "24", "HR": "25", "HU": "27", "IE": "23", "IT": "22", "LT": "21", "LU": "17", "LV": "21", "MT": "18", "NL": "21", "PL": "23",
    "PT": "23", "RO": "21", "SE": "25", "SI": "22", "SK": "23",
}  # fmt: skip
CHANGES = [
    ("DE", date(2020, 7, 1), "19", "16"),
    ("DE", date(2021, 1, 1), "16", "19"),
    ("EE", date(2024, 1, 1), "20", "22"),
    ("EE", date(2025, 7, 1), "22", "24"),
    ("FI", date(2024, 9, 1), "24", "25.5"),
    ("IE", date(2020, 9, 1), "23", "21"),
    ("IE", date(2021, 3, 1), "21", "23"),
    ("LU", date(2023, 1, 1), "17", "16"),
    ("LU", date(2024, 1, 1), "16", "17"),
    ("RO", date(2025, 8, 1), "19", "21"),
    ("SK", date(2025, 1, 1), "20", "23"),
]


@pytest.fixture
def _shipped() -> None:
    """Installed anew: a test that empties the database may have run before."""
    TaxRate.objects.all().delete()
    install_rates(TaxRate)


def rows() -> list[tuple[str, str, Decimal, date]]:
    return sorted(TaxRate.objects.values_list("country", "kind", "percent", "valid_from"))


@pytest.mark.usefixtures("_shipped")
@pytest.mark.parametrize("country", TODAY)
def test_rate_of_today(country: str) -> None:
    assert load_rates(on=date(2026, 11, 23), country=country)["standard"] == Decimal(TODAY[country])


@pytest.mark.usefixtures("_shipped")
@pytest.mark.parametrize(("country", "day", "before", "since"), CHANGES)
def test_rate_changes_on_its_day(country: str, day: date, before: str, since: str) -> None:
    found = [load_rates(on=on, country=country)["standard"] for on in (day - timedelta(days=1), day)]
    assert found == [Decimal(before), Decimal(since)]


@pytest.mark.usefixtures("_shipped")
@pytest.mark.parametrize(
    ("on", "percent"), [(date(2020, 6, 30), 7), (date(2020, 7, 1), 5), (date(2020, 12, 31), 5), (date(2021, 1, 1), 7)]
)
def test_german_books_bear_the_reduced_rate(on: date, percent: int) -> None:
    assert load_rates(on=on)["book"] == percent


@pytest.mark.usefixtures("_shipped")
@pytest.mark.parametrize(
    ("region", "percent"), [(JUNGHOLZ_AND_MITTELBERG, 19), (AZORES, 16), (MADEIRA, 22), (NORTHERN_IRELAND, 20)]
)
def test_region_has_a_rate_of_its_own(region: str, percent: int) -> None:
    assert load_rates(on=date(2026, 11, 23), country=region) == {"standard": percent}


def test_every_member_state_is_shipped_since_the_one_stop_shop_began() -> None:
    begun = {rate.country for rate in shipped_rates() if rate.kind == "standard" and rate.valid_from <= date(2021, 7, 1)}
    assert (set(STANDARD), set(REGIONS), set(BOOK)) == (EU, {"AT-JM", "PT-20", "PT-30", "XI"}, {"DE"})
    assert begun == EU | set(REGIONS)


def test_migration_installs_27_countries() -> None:
    TaxRate.objects.all().delete()
    loader = MigrationLoader(connection)
    steps = [
        step
        for (app, _name), migration in loader.disk_migrations.items()
        for step in migration.operations
        if app == "shop" and isinstance(step, RunPython) and step.code.__name__ == "install_shipped_rates"
    ]
    assert len(steps) == 1
    steps[0].code(apps, None)  # type: ignore[arg-type] -- it asks for no schema
    countries = set(TaxRate.objects.filter(kind="standard").values_list("country", flat=True))
    assert (len(countries & EU), sorted(countries - EU)) == (27, ["AT-JM", "PT-20", "PT-30", "XI"])
    assert (len(rows()), rows()) == (45, sorted((r.country, r.kind, r.percent, r.valid_from) for r in shipped_rates()))


def test_rows_of_staff_stay() -> None:
    TaxRate.objects.all().delete()
    a_tax_rate(percent=Decimal("18.50"), valid_from=date(2021, 1, 1))
    a_tax_rate(country="CH", percent=Decimal("8.10"))
    install_rates(TaxRate)
    install_rates(TaxRate)
    theirs = TaxRate.objects.filter(country="DE", kind="standard", valid_from=date(2021, 1, 1)).values_list("percent", flat=True)
    assert (list(theirs), TaxRate.objects.filter(country="CH").count(), len(rows())) == ([Decimal("18.50")], 1, 46)


@pytest.mark.usefixtures("_shipped")
def test_demo_finds_its_rates_there() -> None:
    before = rows()
    load_taxes()
    assert rows() == before


def test_demo_brings_its_rates_where_there_are_none() -> None:
    TaxRate.objects.all().delete()
    load_taxes()
    assert [(row[0], row[1], row[2]) for row in rows()] == [("DE", "book", 7), ("DE", "standard", 19)]
