"""Pictures as a phone takes them."""

from io import BytesIO
from typing import Any

from PIL import Image


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """Return the bytes of a small picture, red on its left half and white on its right."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()
