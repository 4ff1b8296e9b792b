"""Take away what nobody shows: pictures without a use, and files without a picture."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.files.storage import Storage, default_storage
from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from shop.pictures.models import SUFFIXES, Picture
from shop.pictures.store import originals

PATIENCE = timedelta(days=1)  # a form may be open, a job may wait or fail for some hours
CARDS = timedelta(days=90)  # a social card is drawn anew for whoever asks after that
SHARDS = tuple(f"{number:02x}" for number in range(256))
RENDITION = re.compile(rf"([0-9a-f]{{24}})-[0-9]+\.(?:{'|'.join(SUFFIXES.values())})")
NOTHING = re.compile(r"(?!)")
ORIGINAL = re.compile(r"([0-9a-f]{24})[0-9a-f]{40}")


def sweep_pictures(*, at: datetime, shards: Sequence[str] = SHARDS) -> int:
    """Delete the pictures that nothing has used for a day, the files of no picture that are older than a day, and old social cards.

    `shards` are the first two digits of the digests whose files to look at. Answers how many files went.
    """
    before = at - PATIENCE
    with transaction.atomic():
        unused = list(unused_pictures(before=before).select_for_update().values_list("pk", flat=True))
        Picture.objects.filter(pk__in=unused).delete()
    cards = sum(_sweep(default_storage, f"cards/{shard}", NOTHING, shard, at - CARDS) for shard in shards)
    return cards + sum(
        _sweep(default_storage, f"pictures/{shard}", RENDITION, shard, before) + _sweep(originals(), shard, ORIGINAL, shard, before)
        for shard in shards
    )


def unused_pictures(*, before: datetime) -> QuerySet[Picture]:
    """Pictures that no row of any model refers to, and that nobody has stored again since `before`."""
    pictures = Picture.objects.filter(stored_at__lt=before)
    for link in Picture._meta.get_fields(include_hidden=True):  # noqa: SLF001 -- a documented interface
        if isinstance(link, ForeignObjectRel):
            users = link.related_model._default_manager.filter(**{link.field.name: OuterRef("pk")})  # noqa: SLF001 -- likewise
            pictures = pictures.filter(~Exists(users))
    return pictures


def _sweep(storage: Storage, folder: str, pattern: re.Pattern[str], shard: str, before: datetime) -> int:
    """Delete what is old and of no picture, and parts that a crash left behind: no picture has such a name."""
    try:
        _folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return 0
    digests = Picture.objects.filter(digest__startswith=shard).values_list("digest", flat=True)
    known = {digest[:24] for digest in digests}
    count = 0
    for name in files:
        match, path = pattern.fullmatch(name), f"{folder}/{name}"
        if match is not None and match[1] in known:
            continue
        if storage.get_modified_time(path) < before and not (
            match and Picture.objects.filter(digest__startswith=match[1]).exists()
        ):
            storage.delete(path)  # asked anew just before: an upload writes its file before its row
            count += 1
    return count
