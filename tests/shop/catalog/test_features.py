"""The essential features as one line, in both languages."""

import pytest

from shop.catalog.features import features, height
from tests.factories import a_manufacturer, a_product, a_release, a_scale, a_series, a_variant


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("de", "Nullsektor 9 · Kurogane Works · Maßstab 1/7 · 24,5 cm · PVC und ABS"),
        ("en", "Nullsektor 9 · Kurogane Works · scale 1/7 · 24.5 cm · PVC and ABS"),
    ],
)
def test_features_of_a_figure(language: str, line: str) -> None:
    figure = a_product(
        series=a_series(name="Nullsektor 9"),
        manufacturer=a_manufacturer(name="Kurogane Works"),
        scale=a_scale(name="1/7"),
        height_mm=245,
        material_de="PVC und ABS",
        material_en="PVC and ABS",
    )
    assert features(a_variant(product=figure), language=language) == line


@pytest.mark.django_db
def test_features_of_goods_without_details_name_the_maker_alone() -> None:
    product = a_product(manufacturer=a_manufacturer(name="Kurogane Works"))
    assert features(a_variant(product=product), language="en") == "Kurogane Works"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "language", "line"),
    [
        ("first", "en", "Kurogane Works"),
        ("rerun", "en", "Kurogane Works · re-release"),
        ("rerun", "de", "Kurogane Works · Neuauflage"),
    ],
)
def test_features_say_that_a_run_is_a_rerelease(kind: str, language: str, line: str) -> None:
    release = a_release(product=a_product(manufacturer=a_manufacturer(name="Kurogane Works")), kind=kind)
    assert features(a_variant(release=release), language=language) == line


@pytest.mark.parametrize(
    ("millimeters", "language", "words"),
    [
        (240, "en", "24 cm"),
        (240, "de", "24 cm"),
        (245, "en", "24.5 cm"),
        (245, "de", "24,5 cm"),
        (5, "de", "0,5 cm"),
        (0, "de", ""),
        (None, "en", ""),
    ],
)
def test_height_is_said_in_centimeters(millimeters: int | None, language: str, words: str) -> None:
    assert height(millimeters, language=language) == words
