"""Words that go into secrets: trimmed, bounded, asked for where they must be there."""

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.text import nfc

MOST = 2000
TOO_LONG = sentence("Nội dung quá dài: không quá %(most)d ký tự.")


def tidy(text: str, asked: str = "", *, least: int = 1, most: int = MOST) -> str:
    """Return the text without idle space.

    :raises Refused: it is too long; or too short, where `asked` is the sentence that asks for it.
    """
    found = nfc("\n".join(" ".join(line.split()) for line in text.strip().splitlines()))
    if asked and len(found) < least:
        raise Refused(asked)
    if len(found) > most:
        raise Refused(TOO_LONG, most=most)
    return found
