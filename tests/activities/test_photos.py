"""What is kept of a photo."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from lanhmanh.kernel import photos
from tests.activities.conftest import picture


def exif(orientation: int = 1) -> bytes:
    """Return metadata as a phone writes it: maker, orientation, and where it stood."""
    data = Image.Exif()
    data[0x010F] = "MAKER-OF-PHONES"
    data[0x0112] = orientation
    data.get_ifd(0x8825).update({1: "N", 2: (10.0, 57.0, 0.0), 3: "E", 4: (106.0, 49.0, 0.0)})
    return data.tobytes()


def opened(clean: photos.CleanPhoto) -> Image.Image:
    return Image.open(BytesIO(clean.content))


def test_nothing_of_the_metadata_is_left() -> None:
    clean = photos.clean(picture(exif=exif(), comment=b"SECRET-COMMENT"))
    assert dict(opened(clean).getexif()) == {}
    assert b"Exif" not in clean.content
    assert b"MAKER-OF-PHONES" not in clean.content
    assert b"SECRET-COMMENT" not in clean.content


def test_a_photo_stands_upright_as_the_camera_was_held() -> None:
    clean = photos.clean(picture(exif=exif(orientation=6)))
    assert (clean.width, clean.height) == (40, 60)
    red, _green, blue = opened(clean).convert("RGB").getpixel((20, 5))  # type: ignore[misc]
    assert red > 200 > 80 > blue


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_usual_kind_becomes_a_small_jpeg(kind: str) -> None:
    clean = photos.clean(picture(kind, (3200, 800)))
    image = opened(clean)
    assert image.format == "JPEG"
    assert image.size == (clean.width, clean.height) == (1600, 400)


def test_what_is_clear_becomes_white() -> None:
    target = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(target, "PNG")
    assert opened(photos.clean(target.getvalue())).getpixel((5, 5)) == (255, 255, 255)


def bomb(side: int = 60_000) -> bytes:
    """Return a PNG of a few bytes whose head claims side × side pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [9_000, 14_000, 60_000])
def test_a_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    with pytest.raises(photos.NotAPhoto, match="điểm ảnh"):
        photos.clean(bomb(side))


GIF = (
    b"GIF89a"
    + b"\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", GIF, picture()[:200]]
)
def test_what_is_no_photo_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(photos.NotAPhoto, match="không phải ảnh hoặc đã hỏng"):
        photos.clean(content)


def test_a_file_over_ten_megabytes_is_refused() -> None:
    with pytest.raises(photos.NotAPhoto, match="10 MB"):
        photos.clean(b"\0" * (photos.MOST_BYTES + 1))
