"""Lists of campaigns, of the library and of counts of a check of knowledge, in and out of Excel."""

from collections.abc import Mapping, Sequence
from typing import Any

from lanhmanh.activities.forms.choosing import Units
from lanhmanh.activities.forms.communication import LEVELS
from lanhmanh.activities.forms.lists_models import faults, unit_column, unit_of
from lanhmanh.activities.models import (
    Campaign,
    Language,
    LibraryItem,
    LibraryKind,
    QuizResult,
    QuizVersion,
)
from lanhmanh.activities.rules import campaigns as rules_of_campaigns
from lanhmanh.activities.rules import quizzes as rules_of_quizzes
from lanhmanh.activities.rules.campaigns import Aim
from lanhmanh.activities.rules.quizzes import QUESTIONS
from lanhmanh.activities.rules.stated import MOST_PEOPLE, past, text_of
from lanhmanh.activities.services.campaigns import CampaignData
from lanhmanh.activities.services.library import ItemData
from lanhmanh.activities.services.quizzes import ResultData
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import sentence
from lanhmanh.kernel.text import fold
from lanhmanh.ui.formats import date_vi
from lanhmanh.ui.lists import Column, ListKind, Row, Verdict, choice, day, text, whole
from lanhmanh.units.models import Unit


def campaign_kind(levels: Sequence[str]) -> ListKind:
    """Return the list of campaigns to which units of these levels can be invited."""
    return ListKind(
        "dot-truyen-thong", sentence("Đợt truyền thông"),
        (
            Column("title", sentence("Tên đợt"), text(200), required=True, width=40),
            Column("aim", sentence("Mục đích, nội dung"), text(3000, lines=True), required=True, width=60),
            Column("first", sentence("Từ ngày"), day, required=True),
            Column("last", sentence("Đến ngày"), day, required=True),
            Column(
                "level", sentence("Mời các đơn vị cấp"), choice([(one, LEVELS[one]) for one in levels]), required=True,
                width=24,
            ),
        ),
        notes=(sentence("Mỗi dòng thành một đợt nháp; xem lại từng đợt rồi mới mời."),), same=("title", "first"),
    )  # fmt: skip


def campaign_data(row: Row) -> CampaignData:
    """Return what a row states.

    :raises Misstated: it states what cannot be.
    """
    values = row.values
    aim = rules_of_campaigns.check_aim(Aim(values["title"], values["aim"], values["first"], values["last"]))
    return CampaignData(aim, [values["level"]], uid=row.uid)


def judge_campaigns(rows: Sequence[Row], unit: Unit) -> Mapping[int, Verdict]:
    """Say of each row what is wrong, or that the unit has that campaign already."""
    found = faults(rows, campaign_data)
    mine = Campaign.objects.filter(unit=unit, voided_at__isnull=True).values_list("title", "first")
    there = {(fold(title), first) for title, first in mine}
    for row in rows:
        if row.number not in found and (fold(row.values["title"]), row.values["first"]) in there:
            found[row.number] = Verdict(double=row.values["title"])
    return found


def campaign_rows(unit: Unit) -> list[dict[str, Any]]:
    """Return a unit's campaigns as a list; the level is the highest invited."""
    rows = Campaign.objects.filter(unit=unit, voided_at__isnull=True).order_by("first", "pk")
    found = []
    for one in rows.prefetch_related("invitations__unit"):
        levels = {invitation.unit.level for invitation in one.invitations.all()}
        level = next((level for level in LEVELS if level in levels), None)
        found.append({"title": one.title, "aim": one.aim, "first": one.first, "last": one.last, "level": level})
    return found


def item_kind(units: Units) -> ListKind:
    """Return the list of materials of these units."""
    return ListKind(
        "thu-vien-tai-lieu", sentence("Thư viện tài liệu"),
        (
            Column("title", sentence("Tên tài liệu"), text(200), required=True, width=40),
            Column("kind", sentence("Loại"), choice(LibraryKind.choices), required=True, width=24),
            Column("language", sentence("Ngôn ngữ"), choice(Language.choices), required=True),
            unit_column(units),
            Column("summary", sentence("Nội dung chính"), text(2000, lines=True), width=50),
            Column("source", sentence("Nguồn"), text(200), required=True, width=30),
            Column("approver", sentence("Người, cơ quan duyệt"), text(200), required=True, width=30),
        ),
        notes=(sentence("Danh sách chỉ ghi thông tin; tệp của từng tài liệu thêm ở trang của nó."),),
        same=("title", "language", "unit"),
    )  # fmt: skip


def item_data(row: Row) -> ItemData:
    """Return what a row states."""
    names = ("title", "kind", "language", "source", "approver")
    return ItemData(**{name: row.values[name] for name in names}, summary=row.values["summary"] or "", uid=row.uid)


def judge_items(rows: Sequence[Row], units: Units) -> Mapping[int, Verdict]:
    """Say of each row that the unit has that material already."""
    mine = LibraryItem.objects.filter(unit__in=[unit for unit, _name in units], voided_at__isnull=True)
    there = {
        (unit, fold(title), language) for unit, title, language in mine.values_list("unit_id", "title", "language")
    }
    return {
        row.number: Verdict(double=row.values["title"])
        for row in rows
        if (unit_of(row, units).pk, fold(row.values["title"]), row.values["language"]) in there
    }


def item_rows(rows: Sequence[LibraryItem]) -> list[dict[str, Any]]:
    """Return materials as a list."""
    names = ("title", "kind", "language", "summary", "source", "approver")
    return [{name: getattr(one, name) for name in names} | {"unit": one.unit.uid} for one in rows]


_PEOPLE = {"before": sentence("Số phiếu trước"), "after": sentence("Số phiếu sau")}
_RIGHT = {
    "before": [
        sentence("Câu 1 đúng, trước"), sentence("Câu 2 đúng, trước"), sentence("Câu 3 đúng, trước"),
        sentence("Câu 4 đúng, trước"), sentence("Câu 5 đúng, trước"),
    ],
    "after": [
        sentence("Câu 1 đúng, sau"), sentence("Câu 2 đúng, sau"), sentence("Câu 3 đúng, sau"),
        sentence("Câu 4 đúng, sau"), sentence("Câu 5 đúng, sau"),
    ],
}  # fmt: skip


def count_kind(units: Units) -> ListKind:
    """Return the list of counts of one set of questions."""
    number = whole(0, MOST_PEOPLE)
    counted: list[Column] = []
    for side in ("before", "after"):
        counted.append(Column(f"{side}_people", _PEOPLE[side], number, width=12))
        counted += [Column(f"{side}_{at}", _RIGHT[side][at - 1], number, width=12) for at in range(1, QUESTIONS + 1)]
    return ListKind(
        "kiem-tra-kien-thuc", sentence("Kết quả kiểm tra kiến thức"),
        (
            Column("day", sentence("Ngày"), day, required=True),
            unit_column(units),
            Column("group", sentence("Nhóm người dự"), text(120), width=30),
            *counted,
        ),
        notes=(sentence("Mỗi dòng là một lần kiểm tra: số phiếu và số phiếu đúng từng câu. Không ghi tên ai."),),
        same=("day", "unit", "group"),
    )  # fmt: skip


def count_data(row: Row, version: QuizVersion) -> ResultData:
    """Return what a row states.

    :raises Misstated: it states what cannot be.
    """
    values = row.values
    sides = [
        rules_of_quizzes.count_of(
            side, values[f"{side}_people"], [values[f"{side}_{at}"] for at in range(1, QUESTIONS + 1)]
        )
        for side in ("before", "after")
    ]
    rules_of_quizzes.check_counts(*sides)
    past("day", values["day"], clock.today())
    return ResultData(
        version, values["day"], sides[0], sides[1], text_of("group", values["group"] or "", 120), uid=row.uid
    )


def judge_counts(rows: Sequence[Row], units: Units, version: QuizVersion) -> Mapping[int, Verdict]:
    """Say of each row what is wrong, or that the unit counted that group on that day already."""
    found = faults(rows, lambda row: count_data(row, version))
    mine = QuizResult.objects.filter(
        version=version, unit__in=[unit for unit, _name in units], voided_at__isnull=True
    ).values_list("unit_id", "day", "group")
    there = {(unit, on, fold(group)) for unit, on, group in mine}
    for row in rows:
        key = (unit_of(row, units).pk, row.values["day"], fold(row.values["group"] or ""))
        if row.number not in found and key in there:
            found[row.number] = Verdict(double=date_vi(row.values["day"]))
    return found


def count_rows(rows: Sequence[QuizResult]) -> list[dict[str, Any]]:
    """Return counts as a list."""
    names = ["day", "group"]
    for side in ("before", "after"):
        names += [f"{side}_people", *(f"{side}_{at}" for at in range(1, QUESTIONS + 1))]
    return [{name: getattr(one, name) for name in names} | {"unit": one.unit.uid} for one in rows]
