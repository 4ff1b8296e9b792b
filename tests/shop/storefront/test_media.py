"""Pictures that Django hands out itself."""

import pytest
from django.test import Client

from tests.factories import a_picture, a_shop

pytestmark = pytest.mark.django_db


def test_picture_may_be_kept_for_good(client: Client) -> None:
    response = client.get(a_picture().url())
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "status"),
    [("/media/pictures/ab/nothing.jpg", 404), ("/media/../originals/ab", 400), ("/media/%2e%2e/shop.sqlite3", 400)],
)
def test_nothing_but_pictures_is_handed_out(client: Client, path: str, status: int) -> None:
    a_shop()
    assert client.get(path).status_code == status
