"""Names of units: the kind that stands before, spelling variants, and the bodies named after a unit."""

import re

from lanhmanh.kernel.text import fold, nfc

KINDS = {
    "tỉnh": "province", "thành phố": "", "quận": "district", "huyện": "district", "thị xã": "district",
    "xã": "commune", "phường": "commune", "thị trấn": "commune", "đặc khu": "commune",
}  # fmt: skip
AGENCY_NAMES = {
    "police": "Công an",
    "social_evils": "Chi cục Phòng, chống tệ nạn xã hội",
    "committee": "Ủy ban nhân dân",
    "front": "Ủy ban Mặt trận Tổ quốc Việt Nam",
}


def kind_of(name: str) -> str:
    """Return the kind that a full name begins with ("Phường Tân Mai": "phường"), "" for none."""
    lowered = nfc(name).lower()
    return next((kind for kind in KINDS if lowered.startswith(kind + " ")), "")


def level_of(kind: str, *, is_root: bool) -> str:
    """Return the level of a kind, "" when it is unknown; a "thành phố" is a province when nothing stands above it."""
    return KINDS.get(kind, "") or (("province" if is_root else "district") if kind in KINDS else "")


def bare(name: str) -> str:
    """Return the name without its kind: "Tân Mai"."""
    return nfc(name)[len(kind_of(name)) :].strip()


def spelling(text: str) -> str:
    """Return a key that is one for all spellings of a name: Hoà/Hòa, Dak/Đak/Đắc Lua, Mỹ/Mĩ."""
    return re.sub(r"[\s'’-]+", " ", fold(text)).replace("k", "c").replace("y", "i")


def in_sentence(name: str) -> str:
    """Return a full name as it stands inside a sentence: "phường Trảng Dài"."""
    return name[:1].lower() + name[1:]


def agency_name(kind: str, unit_name: str) -> str:
    """Return the name of a partner body at a unit: "Công an phường Trảng Dài"."""
    return f"{AGENCY_NAMES[kind]} {in_sentence(unit_name)}"
