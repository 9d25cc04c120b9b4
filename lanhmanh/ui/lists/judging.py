"""A list read and judged: what would be taken, what has to be put right, what is there already."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import override

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import new_id
from lanhmanh.paper import lists as rules
from lanhmanh.paper.lists import Fault, ListKind, Row
from lanhmanh.paper.sheets import Cell


@dataclass(frozen=True, slots=True)
class Verdict:
    """Say of a row what is wrong, what deserves a second look, and what it is the same as ("" for nothing)."""

    faults: Sequence[Fault] = ()
    warnings: Sequence[Refused] = ()
    double: str = ""
    url: str = ""


Judge = Callable[[Sequence[Row]], Mapping[int, Verdict]]
Take = Callable[[Sequence[Row]], object]


@dataclass(frozen=True, slots=True)
class Upload:
    """A list as it was sent: its lines, the uid of what each will become, the headings that were not read."""

    lines: Sequence[tuple[int, list[Cell]]] = field(repr=False)
    uids: Sequence[str]
    unread: Sequence[str] = ()
    # The rows that were good when they were shown.
    good: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """What would become of a list."""

    upload: Upload
    rows: Sequence[Row]
    verdicts: Mapping[int, Verdict]

    def good(self) -> list[Row]:
        """Return the rows that will be taken."""
        return [row for row in self.rows if not row.faults and not self.of(row).double]

    def faulty(self) -> list[Row]:
        """Return the rows in which something is wrong."""
        return [row for row in self.rows if row.faults]

    def doubles(self) -> list[tuple[Row, Verdict]]:
        """Return the rows that are there already, each with what it is the same as."""
        return [(row, self.of(row)) for row in self.rows if not row.faults and self.of(row).double]

    def warned(self) -> list[tuple[Row, Verdict]]:
        """Return the good rows that deserve a second look."""
        return [(row, self.of(row)) for row in self.good() if self.of(row).warnings]

    def of(self, row: Row) -> Verdict:
        """Return what was said of a row."""
        return self.verdicts.get(row.number, _NOTHING)


_NOTHING = Verdict()


def read(kind: ListKind, content: bytes) -> list[Row]:
    """Return the rows of a workbook, each with its values and what is wrong in it.

    :raises Refused: it is no workbook that can be read, another list, or there is nothing in it.
    """
    return rows_of(kind, upload_of(kind, content))


def upload_of(kind: ListKind, content: bytes) -> Upload:
    """Return a list as it was sent.

    :raises Refused: it is no workbook that can be read, another list, or there is nothing in it.
    """
    found = rules.lines_of(kind, content)
    return Upload(found.lines, [new_id() for _line in found.lines], found.unread)


def rows_of(kind: ListKind, upload: Upload) -> list[Row]:
    """Return the rows of a list with the uids of what they will become."""
    with override("vi"):
        rows = [rules.read_line(kind, number, cells) for number, cells in upload.lines]
    for row, uid in zip(rows, upload.uids, strict=True):
        row.uid = uid
    return rows


def look(kind: ListKind, upload: Upload, judge: Judge | None) -> Looked:
    """Return what would become of a list now."""
    rows = rows_of(kind, upload)
    readable = [row for row in rows if not row.faults]
    verdicts = dict(judge(readable)) if judge and readable else {}
    for row in readable:
        row.faults += verdicts.get(row.number, _NOTHING).faults
    for number, first in rules.repeats(kind, rows).items():
        verdicts[number] = Verdict(double=_("dòng %(number)d của danh sách này") % {"number": first})
    return Looked(upload, rows, verdicts)
