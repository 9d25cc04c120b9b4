"""The lists by which the history of a province's classes comes in and goes out."""

from collections.abc import Mapping, Sequence

from django.utils.translation import pgettext

from lanhmanh.areas.models import Area
from lanhmanh.areas.selectors.history_bodies import BRANCH, Place
from lanhmanh.areas.selectors.history_list import titles_of
from lanhmanh.areas.services.importing import Old
from lanhmanh.kernel.errors import sentence
from lanhmanh.ui import lists
from lanhmanh.units.models import Unit

_NOTES = (
    sentence("Mỗi dòng là loại của một xã, phường, thị trấn trong một năm, như đã quyết định."),
    sentence("Loại đã ghi trong sổ không bị ghi đè: dòng giống thì tính một lần, dòng khác thì báo lỗi."),
)


def kind_of(province: Unit, code: str) -> lists.ListKind:
    """Return the list of the classes of a rule set."""
    named = lists.choice(titles_of(province, code))
    return lists.ListKind(
        "xep-loai-dia-ban", sentence("Lịch sử xếp loại địa bàn"),
        (
            lists.Column("code", sentence("Mã đơn vị"), lists.digits(5), required=True, width=12),
            lists.Column("name", sentence("Tên đơn vị"), lists.text(120), width=30),
            lists.Column("year", sentence("Năm"), lists.whole(2000, 2100), required=True, width=10),
            lists.Column("class", sentence("Loại địa bàn"), named, required=True, width=24),
            lists.Column("recognised", sentence("Công nhận đạt chuẩn"), lists.yes_no, width=16),
            lists.Column("basis", sentence("Văn bản quyết định"), lists.text(300), required=True, width=40),
            lists.Column("dated", sentence("Ngày văn bản"), lists.day, width=14),
        ),
        notes=_NOTES, same=("code", "year"),
    )  # fmt: skip


def old_of(rows: Sequence[lists.Row], places: dict[int, int]) -> list[Old]:
    """Return the classes that rows say, once it is known which unit each is of."""
    return [
        Old(
            unit_id=places[row.number], year=row.values["year"], class_code=row.values["class"],
            basis=row.values["basis"], dated=row.values["dated"], recognised=row.values["recognised"], uid=row.uid,
        )
        for row in rows
    ]  # fmt: skip


def body_kind_of(province: Unit, code: str) -> lists.ListKind:
    """Return the list of the results of agencies, schools and branches under a rule set."""
    named = lists.choice(titles_of(province, code))
    return lists.ListKind(
        "ket-qua-noi-dang-ky", sentence("Kết quả các năm của cơ quan, trường học, chi hội"),
        (
            lists.Column("code", sentence("Mã xã, phường"), lists.digits(5), required=True, width=12),
            lists.Column(
                "unit_name", sentence("Xã, phường"), lists.text(120), width=30, help=sentence("Chỉ để dễ xem.")
            ),
            lists.Column("kind", sentence("Là"), lists.choice(kinds()), required=True, width=24),
            lists.Column("name", sentence("Tên nơi đăng ký"), lists.text(200), required=True, width=40),
            lists.Column("year", sentence("Năm"), lists.whole(2000, 2100), required=True, width=10),
            lists.Column("class", sentence("Kết quả"), named, required=True, width=24),
            lists.Column("recognised", sentence("Công nhận đạt chuẩn"), lists.yes_no, width=16),
            lists.Column("basis", sentence("Văn bản quyết định"), lists.text(300), required=True, width=40),
            lists.Column("dated", sentence("Ngày văn bản"), lists.day, width=14),
        ),
        notes=(
            sentence("Mỗi dòng là kết quả của một nơi trong một năm, như đã quyết định. Nơi đó phải đã ghi đăng ký."),
            sentence("Kết quả đã ghi trong sổ không bị ghi đè: dòng giống thì bỏ qua, dòng khác thì báo lỗi."),
        ),
        same=("code", "kind", "name", "year"),
    )  # fmt: skip


def kinds() -> list[tuple[str, str]]:
    """Return what registers, as the words of a list have it."""
    told = [(code, str(label)) for code, label in Area.Kind.choices if code != Area.Kind.UNIT]
    return [*told, (BRANCH, pgettext("area", "Chi hội"))]


def old_bodies(rows: Sequence[lists.Row], places: Mapping[int, Place]) -> list[Old]:
    """Return the classes that rows say, once it is known what each is of."""
    return [
        Old(
            unit_id=places[row.number].unit_id, area_id=places[row.number].area_id, year=row.values["year"],
            class_code=row.values["class"], basis=row.values["basis"], dated=row.values["dated"],
            recognised=row.values["recognised"], uid=row.uid,
        )
        for row in rows
    ]  # fmt: skip
