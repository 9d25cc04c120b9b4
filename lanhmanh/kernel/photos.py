"""A photo as it may be kept: turned upright, made small, and told nothing about where and by what it was taken."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from lanhmanh.kernel.errors import Refused, sentence

MOST_BYTES = 10 * 1024 * 1024
MOST_PHOTOS = 12  # of one record
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 1600
MEDIA_TYPE = "image/jpeg"
_FORMATS = ("JPEG", "PNG", "WEBP")


class NotAPhoto(Refused):
    """The file is no photo that can be kept."""


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """Hold a JPEG without metadata, with its size in pixels."""

    content: bytes
    width: int
    height: int


def clean(content: bytes) -> CleanPhoto:
    """Return the photo upright, at most 1600 pixels long, as a JPEG that carries pixels only.

    :raises NotAPhoto: more than 10 MB, no photo of a known kind, damaged, or of too many pixels.
    """
    if len(content) > MOST_BYTES:
        raise NotAPhoto(sentence("Ảnh lớn hơn 10 MB: chọn ảnh nhỏ hơn hoặc chụp lại ở cỡ vừa."))
    try:
        return _encoded(_upright(content))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotAPhoto(sentence("Ảnh có quá nhiều điểm ảnh: chọn ảnh dưới 60 triệu điểm ảnh.")) from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise NotAPhoto(sentence("Tệp này không phải ảnh hoặc đã hỏng: chọn ảnh JPEG, PNG hoặc WebP.")) from None


def _upright(content: bytes) -> Image.Image:
    """Return the pixels turned as the camera was held; the size in the head is judged before any is unpacked."""
    with Image.open(BytesIO(content), formats=_FORMATS) as probe:
        if probe.width * probe.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        probe.verify()
    with Image.open(BytesIO(content), formats=_FORMATS) as image:
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        return ImageOps.exif_transpose(image)


def _encoded(image: Image.Image) -> CleanPhoto:
    """Return the pixels on white paper as a fresh JPEG; nothing of the file they came in goes along."""
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    seen = image.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    target = BytesIO()
    paper.save(target, "JPEG", quality=82, optimize=True)
    return CleanPhoto(target.getvalue(), paper.width, paper.height)
