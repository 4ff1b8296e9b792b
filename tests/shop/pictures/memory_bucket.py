"""A storage with no more than Django's own interface, as buckets have it: no paths, no folders, whole files only."""

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils import timezone


class MemoryBucket(Storage):
    def __init__(self, **_options: Any) -> None:
        self.files: dict[str, tuple[bytes, datetime]] = {}

    def _open(self, name: str, mode: str = "rb") -> ContentFile:
        return ContentFile(self.files[name][0], name)

    def _save(self, name: str, content: Any) -> str:
        self.files[name] = (content.read(), timezone.now())
        return name

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name  # a bucket writes over what is there

    def exists(self, name: str) -> bool:
        return name in self.files

    def delete(self, name: str) -> None:
        self.files.pop(name, None)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        return [], [name.removeprefix(f"{path}/") for name in self.files if name.startswith(f"{path}/")]

    def get_modified_time(self, name: str) -> datetime:
        return self.files[name][1]

    def url(self, name: str | None) -> str:
        return f"https://bucket.example/{name}?signature=abc"
