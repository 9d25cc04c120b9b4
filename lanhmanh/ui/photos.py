"""Photos of a record, wherever it is kept: how they are sent, shown and handed out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.photos import MEDIA_TYPE, MOST_PHOTOS
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import Form, PhotosField
from lanhmanh.ui.messages import flash


class Kept(Protocol):
    """A photo as a model keeps it."""

    uid: str
    content: Any


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo of a page: where it is handed out and taken off, and what it says to who cannot see it."""

    photo: Any
    url: str
    remove_url: str
    alt: str


class PhotoForm(Form):
    """Read photos of a record."""

    photos = PhotosField(
        most=MOST_PHOTOS,
        label=gettext_lazy("Thêm ảnh"),
        help_text=gettext_lazy("JPEG, PNG hoặc WebP, mỗi ảnh không quá 10 MB. Nơi chụp và máy chụp được xóa khỏi ảnh."),
    )


def sent_photos(request: HttpRequest) -> PhotoForm:
    """Return the form with which photos were sent."""
    return PhotoForm(request.POST, {"photos": request.FILES.getlist("photos")})


def kept(request: HttpRequest, form: PhotoForm, keep: Callable[[list[bytes]], Any]) -> bool:
    """Keep the photos that were sent and say how many; what refuses them stands at the field."""
    if not form.is_valid():
        return False
    contents = [file.read() for file in form.cleaned_data["photos"]]
    try:
        keep(contents)
    except Refused as refusal:
        form.add_error("photos", said(refusal))
        return False
    flash(request, _("Đã thêm %(n)d ảnh.") % {"n": len(contents)})
    return True


def shown(photos: Iterable[Any], uid: str, what: str, *, page: str, remove: str) -> list[Shown]:
    """Return the photos of a record for its page: `page` and `remove` name the addresses of one photo."""
    alt = _("Ảnh %(n)s: %(what)s")
    return [
        Shown(
            photo, reverse(page, args=[uid, photo.uid]), reverse(remove, args=[uid, photo.uid]),
            getattr(photo, "caption", "") or alt % {"n": number, "what": what},
        )
        for number, photo in enumerate(photos, 1)
    ]  # fmt: skip


def handed_out(photo: Kept) -> HttpResponse:
    """Return a photo to be seen inside a page, and to be kept by no cache that others share."""
    headers = {
        "Content-Disposition": f'inline; filename="{photo.uid}.jpg"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=3600",
    }
    return HttpResponse(bytes(photo.content), content_type=MEDIA_TYPE, headers=headers)
