"""Workbooks for tests, as people and as mischief make them."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from lanhmanh.cases.rules.roster import COLUMNS

HEAD = [one.heading for one in COLUMNS]
GOOD = {
    "full_name": "Trần Văn Bé Thử", "sex": "Nam", "birth_date": "24/06/1990", "id_number": "075090001234",
    "kind": "Được phân công theo quyết định của Chủ tịch UBND cấp xã",
    "ground": "Quyết định 12/QĐ-UBND ngày 01/12/2021",
}  # fmt: skip


def book(rows: Sequence[dict[str, Any]], head: Sequence[str] = HEAD) -> bytes:
    """Return a workbook with a row for each dict of field → cell."""
    return raw([list(head), *[[row.get(one.field, "") for one in COLUMNS] for row in rows]])


def raw(lines: Sequence[Sequence[Any]], sheet_name: str = "Danh sách") -> bytes:
    """Return a workbook with these cells."""
    out = BytesIO()
    options = {"in_memory": True, "default_date_format": "dd/mm/yyyy", "nan_inf_to_errors": True,
               "strings_to_formulas": False, "strings_to_urls": False}  # fmt: skip
    file = xlsxwriter.Workbook(out, options)
    sheet = file.add_worksheet(sheet_name)
    for at, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write(at, column, cell)
    file.close()
    return out.getvalue()


def good(number: int, **changes: Any) -> dict[str, Any]:
    """Return a good row of a person of their own."""
    return {**GOOD, "full_name": f"Trần Văn Thử {_word(number)}", "id_number": f"{75090000000 + number:012}", **changes}


def _word(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number))
