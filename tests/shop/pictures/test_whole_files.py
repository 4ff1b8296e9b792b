"""A file is there whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from shop.pictures.whole_files import WholeFileStorage


@pytest.fixture
def storage(tmp_path: Path) -> WholeFileStorage:
    return WholeFileStorage(location=tmp_path)


class Breaks(ContentFile):
    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"the first half"
        raise OSError("No space left on device")


def test_file_is_saved_under_its_name(storage: WholeFileStorage) -> None:
    assert storage.save("ab/one.jpg", ContentFile(b"whole")) == "ab/one.jpg"
    assert storage.listdir("ab") == ([], ["one.jpg"])
    assert Path(storage.path("ab/one.jpg")).read_bytes() == b"whole"


def test_name_that_is_taken_is_written_over(storage: WholeFileStorage) -> None:
    storage.save("one.jpg", ContentFile(b"old and longer"))
    assert storage.save("one.jpg", ContentFile(b"new")) == "one.jpg"
    assert (Path(storage.path("one.jpg")).read_bytes(), storage.listdir("")[1]) == (b"new", ["one.jpg"])


def test_write_that_breaks_leaves_what_was_there(storage: WholeFileStorage) -> None:
    storage.save("one.jpg", ContentFile(b"old"))
    for name in ("one.jpg", "two.jpg"):
        with pytest.raises(OSError, match="No space left"):
            storage.save(name, Breaks(b""))
    assert Path(storage.path("one.jpg")).read_bytes() == b"old"
    assert not storage.exists("two.jpg")


def test_half_a_file_never_has_the_name(storage: WholeFileStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen at the last moment before the name is given."""
    seen: list[list[str]] = []
    replace = Path.replace

    def look(self: Path, target: str) -> Path:
        seen.append(storage.listdir("")[1])
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", look)
    storage.save("one.jpg", ContentFile(b"whole"))
    assert [[name.endswith(".part") for name in names] for names in seen] == [[True]]


@pytest.mark.parametrize("name", ["../out.jpg", "/etc/out.jpg"])
def test_name_outside_of_the_folder_is_refused(storage: WholeFileStorage, name: str) -> None:
    with pytest.raises(Exception, match=r"Detected path traversal|outside of the base path"):
        storage.save(name, ContentFile(b"x"))
