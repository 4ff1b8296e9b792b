"""Pictures that staff upload: looked at before anything is written, and once."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shop.pictures.decode import MAX_BYTES, NotAPicture
from shop.pictures.models import Picture
from shop.pictures.store import Upload, look_at


class PicturedAdmin(admin.ModelAdmin):
    """Looks at the uploads before the page's transaction begins.

    A photo of 39 megapixels is looked at for 0.3 s, and Django's admin reads its forms inside the transaction: on SQLite nobody else could
    write meanwhile.
    """

    def changeform_view(self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None) -> Any:
        for _name, uploads in request.FILES.lists():
            for upload in uploads:
                _seen(upload)
        return super().changeform_view(request, object_id, form_url, extra_context)


def read_upload(upload: Any) -> Upload | None:
    """An uploaded picture after it was read to its end; a `ValidationError` says what is wrong with others."""
    if not upload:
        return None
    seen = _seen(upload)
    if isinstance(seen, ValidationError):
        raise seen
    return seen


def _seen(upload: Any) -> Upload | ValidationError:
    """What a look at the file says; the file remembers it, for forms that are read again."""
    if not hasattr(upload, "seen"):
        upload.seen = _look(upload)
    seen: Upload | ValidationError = upload.seen
    return seen


def _look(upload: Any) -> Upload | ValidationError:
    if upload.size > MAX_BYTES:
        return ValidationError(_("The file is larger than 20 MB."))
    try:
        return look_at(upload.read())
    except NotAPicture as error:
        return ValidationError(str(error))


def picture_shown(picture: Picture | None) -> SafeString:
    """What a form shows beside the field for an upload: the picture that stands there now."""
    if picture is None:
        return SafeString("")
    width, height = picture.size
    return format_html('<img class="staff-picture" src="{}" width="{}" height="{}" alt="">', picture.thumbnail, width, height)
