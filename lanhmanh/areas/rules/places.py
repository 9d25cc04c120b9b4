"""What the register of businesses and of sites must say, and what is odd enough to be asked again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.ids import new_id
from lanhmanh.law import places as law

LONGEST = {"name": 200, "address": 200, "licence": 80, "owner": 120}
FIRST_DAY = date(1945, 9, 2)
LANDS = ((Decimal(8), Decimal("23.5")), (Decimal(102), Decimal(118)))  # latitude and longitude of the country, its seas
NEAR_KM = Decimal(20)
# One degree of latitude, and one of longitude at 11° north, in kilometres: close enough to see a slip of the hand.
_KM = (Decimal("110.6"), Decimal("109.3"))
_DIGITS = 20  # of a number in degrees: more than any map gives, and few enough to be rounded exactly
Point = tuple[Decimal, Decimal]


class Faulty(Refused):
    """Something stated is wrong, or odd; `field` says where."""

    def __init__(self, field: str, sentence: str, **values: object) -> None:
        super().__init__(sentence, **values)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceData:
    """Hold what a person states about a place; `sure` says that what is odd was looked at again."""

    name: str
    address: str
    listed_on: date
    licence: str = ""
    licensed_on: date | None = None
    owner: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    sure: bool = False
    token: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessData(PlaceData):
    """Hold what a person states about a service business."""

    kind: str
    pledged_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteData(PlaceData):
    """Hold what a person states about a site with precursors, chemicals or medicinal materials."""

    precursors: bool = False
    chemicals: bool = False
    medicinals: bool = False


def faults(data: PlaceData, today: date) -> Iterator[Faulty]:
    """Yield everything that cannot be."""
    if not data.name:
        yield Faulty("name", sentence("Ghi tên cơ sở như trên biển hiệu hoặc giấy phép."))
    if not data.address:
        yield Faulty("address", sentence("Ghi địa chỉ: số nhà, đường, khu phố hoặc ấp."))
    for name, most in LONGEST.items():
        if len(getattr(data, name)) > most:
            yield Faulty(name, sentence("Quá dài: không quá %(most)d ký tự."), most=most)
    for name in ("listed_on", "licensed_on", "pledged_on"):
        yield from _day(name, getattr(data, name, None), today)
    yield from _point(data.latitude, data.longitude)
    if isinstance(data, BusinessData) and data.kind not in law.kinds():
        yield Faulty("kind", sentence("Chọn loại hình có trong danh mục."))
    if isinstance(data, SiteData) and not (data.precursors or data.chemicals or data.medicinals):
        yield Faulty("precursors", sentence("Chọn ít nhất một loại: tiền chất, hóa chất, nguyên liệu làm thuốc."))


def doubts(data: PlaceData, middle: Point | None, commune: str) -> Iterator[Faulty]:
    """Yield what can be but is odd: a point far from the commune's, a pledge before the licence."""
    if middle and data.latitude is not None and data.longitude is not None:
        away = distance_km(middle, (data.latitude, data.longitude))
        if away > NEAR_KM:
            words = sentence("Điểm này cách %(commune)s khoảng %(km)s km: xem lại vĩ độ, kinh độ.")
            yield Faulty("latitude", words, commune=commune, km=str(away))
    pledged = getattr(data, "pledged_on", None)
    if pledged and data.licensed_on and pledged < data.licensed_on:
        yield Faulty("pledged_on", sentence("Ngày ký cam kết trước ngày cấp phép: xem lại hai ngày."))


def read_point(text: str) -> Point | None:
    """Read a latitude and a longitude as maps give them, "10.957413, 106.842687"; None where nothing was typed.

    :raises Faulty: it is no pair of numbers.
    """
    if not text.strip():
        return None
    numbers = re.findall(r"\d+\.\d+|\d+" if "." in text else r"\d+,\d+|\d+", text)
    if (
        len(text) > 60
        or re.sub(r"[\d.,;\s°]", "", text)
        or len(numbers) != 2
        or any(len(one) > _DIGITS for one in numbers)
    ):
        raise Faulty("point", sentence("Gõ vĩ độ rồi kinh độ như trên bản đồ, ví dụ 10.9574, 106.8427."))
    latitude, longitude = (Decimal(one.replace(",", ".")).quantize(Decimal("0.000001")) for one in numbers)
    return latitude, longitude


def distance_km(one: Point, other: Point) -> Decimal:
    """Return about how far two points lie apart, in whole kilometres."""
    north, east = ((a - b) * km for a, b, km in zip(one, other, _KM, strict=True))
    return (north * north + east * east).sqrt().quantize(Decimal(1), ROUND_HALF_UP)


def closing(day: date, listed_on: date, today: date) -> Iterator[Faulty]:
    """Yield what is wrong with the day on which a place left the register."""
    if day > today:
        yield Faulty("closed_on", sentence("Ngày này chưa đến: ghi khi cơ sở đã ngừng hoạt động."))
    elif day < listed_on:
        yield Faulty("closed_on", sentence("Ngày này trước ngày vào sổ: ghi nhầm thì chọn chính ngày vào sổ."))


def stands(listed_on: date, closed_on: date | None, day: date) -> bool:
    """Tell whether a place stands in the register at the end of a day."""
    return listed_on <= day and (closed_on is None or closed_on > day)


def _day(name: str, day: date | None, today: date) -> Iterator[Faulty]:
    if day is None:
        return
    if day > today:
        yield Faulty(name, sentence("Ngày này chưa đến: xem lại ngày."))
    elif day < FIRST_DAY:
        yield Faulty(name, sentence("Ngày này quá xa: xem lại năm."))


def _point(latitude: Decimal | None, longitude: Decimal | None) -> Iterator[Faulty]:
    if (latitude is None) != (longitude is None):
        missing = "latitude" if latitude is None else "longitude"
        yield Faulty(missing, sentence("Ghi cả vĩ độ và kinh độ, hoặc để trống cả hai."))
    elif latitude is not None and longitude is not None and not _within(latitude, longitude):
        if _within(longitude, latitude):
            yield Faulty("latitude", sentence("Vĩ độ và kinh độ đổi chỗ cho nhau: vĩ độ là số nhỏ, khoảng 8 đến 23."))
        else:
            yield Faulty("latitude", sentence("Điểm này nằm ngoài Việt Nam: vĩ độ 8 đến 23, kinh độ 102 đến 118."))


def _within(latitude: Decimal, longitude: Decimal) -> bool:
    return all(low <= value <= high for value, (low, high) in zip((latitude, longitude), LANDS, strict=True))


def stated(data: PlaceData) -> dict[str, Any]:
    """Return the fields of a place's row: all that was stated, without what only the form needs."""
    return {name: getattr(data, name) for name in data.__dataclass_fields__ if name not in {"sure", "token"}}
