"""A storage in which a file is there whole or not at all."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible
class WholeFileStorage(FileSystemStorage):
    """Files are written beside their name and renamed when they lie on the disk: no crash leaves half a file under a name
    that a page shows, and two writers of one name do not meet. S3 and its like promise the same by themselves.

    A name that is taken is written over; pictures are named by their content, so that this changes nothing.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_overwrite": True, **options})

    def _save(self, name: str, content: Any) -> str:
        part = Path(self.path(super()._save(f"{name}.{secrets.token_hex(4)}.part", content)))  # type: ignore[misc]
        try:
            with part.open("rb") as file:
                os.fsync(file.fileno())  # otherwise a power cut may keep the name and lose the content
            part.replace(self.path(name))
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return name


@deconstructible
class PrivateFileStorage(WholeFileStorage):
    """Files that no visitor reaches."""

    def url(self, name: str | None) -> str:
        raise ValueError(f"{name} has no address")
