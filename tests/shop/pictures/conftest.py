"""A media folder and a folder of originals that no other test writes to."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture
def own_media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    originals = {**settings.STORAGES["originals"], "OPTIONS": {"location": tmp_path / "originals"}}
    settings.STORAGES = {**settings.STORAGES, "originals": originals}
