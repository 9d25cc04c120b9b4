"""Verification names what was changed behind the system's back."""

import pytest
from django.db import connection

from lanhmanh.reporting import selectors
from lanhmanh.reporting.models import Coverage, Rollup
from tests.reporting.conftest import Line
from tests.reporting.kept import disturb

COLUMNS = ("rows", "totals", "maxima", "minima", "counts")


def unguarded(sql: str, *params: object) -> None:
    """Change rows as somebody with the database file could: without the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(sql, params)
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _text in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(sql, params)
        for _name, text in triggers:
            cursor.execute(text)


def test_a_changed_cell_is_named_with_its_value_at_approval(line: Line) -> None:
    report = line.approved(line.world.commune, TT_BUOI=3)
    unguarded(
        "UPDATE reporting_value SET value = 40000 WHERE report_id = %s AND indicator = 'TT-BUOI'", report.pk
    )  # fmt: skip
    found = list(selectors.verify())
    assert "Báo cáo HND-QUY 2021Q1, Phường Trảng Dài, bản 1: ô TT-BUOI là 4, khi duyệt là 3" in found
    assert any("Tổng hợp HND-QUY 2021Q1, Tỉnh Đồng Nai: TT-BUOI là 3, tính lại từ báo cáo là 4" in s for s in found)


def test_a_number_beside_the_cells_that_is_not_theirs_is_named(line: Line) -> None:
    report = line.approved(line.world.commune, TT_BUOI=3)
    wrong = "UPDATE reporting_sealed SET numbers = replace(numbers, '30000', '40000') WHERE report_id = %s"
    unguarded(wrong, report.pk)
    (found,) = selectors.verify()
    assert found.startswith("Báo cáo HND-QUY 2021Q1, Phường Trảng Dài, bản 1: các số dùng để tổng hợp")
    unguarded("DELETE FROM reporting_sealed WHERE report_id = %s", report.pk)
    assert list(selectors.verify()) == [found]


@pytest.mark.parametrize("text", ["x", "[]", "5"])
def test_rows_that_nobody_can_read_are_named(line: Line, text: str) -> None:
    report = line.approved(line.world.commune, TT_BUOI=3)
    unguarded("UPDATE reporting_sealed SET numbers = %s WHERE report_id = %s", text, report.pk)
    Rollup.objects.filter(unit=line.world.district).update(**dict.fromkeys(COLUMNS, text))
    found = list(selectors.verify())
    assert any("các số dùng để tổng hợp" in sentence for sentence in found)
    assert any("Biên Hòa: TT-BUOI là trống, tính lại từ báo cáo là 3" in sentence for sentence in found)


def test_a_changed_note_breaks_the_seal(line: Line) -> None:
    report = line.approved(line.world.commune)
    unguarded("UPDATE reporting_value SET note = 'khác' WHERE report_id = %s AND indicator = 'TT-BUOI'", report.pk)
    assert [sentence for sentence in selectors.verify() if "niêm phong" in sentence]


@pytest.mark.both
@pytest.mark.parametrize("column", ["totals", "maxima", "minima", "counts"])
def test_a_changed_sum_is_found(line: Line, column: str) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    disturb(line.world.district, 9, column)
    (found,) = selectors.verify()
    assert "Thành phố Biên Hòa" in found


def test_a_changed_count_is_found(line: Line) -> None:
    line.approved(line.world.commune)
    Coverage.objects.filter(unit=line.world.district).update(approved=2)
    assert list(selectors.verify()) == ["Số báo cáo HND-QUY 2021Q1, Thành phố Biên Hòa: 2/3, tính lại là 1/3"]


def test_a_changed_event_is_found(line: Line) -> None:
    line.approved(line.world.commune)
    unguarded("UPDATE audit_event SET facts = '{}' WHERE verb = 'report.approved'")
    assert any("Nhật ký" in sentence for sentence in selectors.verify())
