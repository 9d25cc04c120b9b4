"""A model as a paper to hand to others."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import override

from lanhmanh.activities.models import Practice, Result
from lanhmanh.paper import Family, Node, OfficialDocument, Table
from lanhmanh.ui.formats import date_vi, number
from lanhmanh.units.selectors import names_on, parent_of, union_name, version_of


def paper_of(practice: Practice, day: date) -> OfficialDocument:
    """Return a model as a paper of the unit where it began: what it is and brought, and who took it up."""
    with override("vi"):
        version, above = version_of(practice.unit, day), parent_of(practice.unit, day)
        over = version_of(above, day) if above else None
        issuer = tuple(union_name(one).upper() for one in (over, version) if one is not None)
        parts = [(heading, lines) for heading, lines in _parts(practice, day) if lines]
        outline = tuple(Node(str(n), str(n), heading, tuple(lines)) for n, (heading, lines) in enumerate(parts, 1))
        places = {heading: str(n) for n, (heading, _lines) in enumerate(parts, 1)}
        return OfficialDocument(
            family=Family.UNION, issuer=issuer, date=day, kind="BẢN GIỚI THIỆU",
            title=f"{practice.get_kind_display()}: {practice.name}", outline=outline,
            tables=tuple(_tables(practice, day, places)),
        )  # fmt: skip


_RESULTS, _TAKEN = "Kết quả trước và sau", "Nơi đã áp dụng"


def _parts(practice: Practice, day: date) -> Iterable[tuple[str, list[str]]]:
    where = names_on([practice.unit_id], day).get(practice.unit_id, "")
    until = f", ngừng ngày {date_vi(practice.ended_on)}" if practice.ended_on else ""
    yield "Nơi có mô hình", [f"{where}, từ ngày {date_vi(practice.started_on)}{until}."]
    yield "Là gì, nhằm việc gì", practice.aim.splitlines()
    yield "Cách làm", practice.how.splitlines()
    yield "Kinh phí", _cost(practice)
    yield _RESULTS, ["Số để trống là không đo."] if practice.results.all() else []
    yield "Đánh giá", practice.judgement.splitlines()
    yield _TAKEN, ["Mỗi nơi làm khác đi thế nào, được gì:"] if practice.adoptions.all() else []


def _cost(practice: Practice) -> list[str]:
    if practice.cost is None:
        return [practice.cost_note] if practice.cost_note else []
    note = f" ({practice.cost_note})" if practice.cost_note else ""
    return [f"{number(practice.cost)} đồng một năm{note}."]


def _tables(practice: Practice, day: date, places: dict[str, str]) -> Iterable[Table]:
    if rows := list(practice.results.all()):
        yield Table((("Đo việc gì", "Đơn vị tính", "Trước", "Sau"), *map(_row, rows)), after=places[_RESULTS])
    if adoptions := list(practice.adoptions.all()):
        names = names_on({one.unit_id for one in adoptions}, day)
        lines = [
            (names.get(one.unit_id, ""), one.get_step_display(), one.adapted, one.result or "Chưa tổng kết")
            for one in adoptions
        ]
        yield Table((("Đơn vị", "Đến đâu", "Áp dụng thế nào", "Kết quả"), *lines), after=places[_TAKEN])


def _row(result: Result) -> tuple[str, str, str, str]:
    before, after = (number(value, missing="") for value in (result.before, result.after))
    return result.measure, result.measured_in, before, after
