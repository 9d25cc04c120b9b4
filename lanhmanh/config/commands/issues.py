"""`lanhmanh reports reproduce`, `verify`: what went out, made again and compared."""

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lanhmanh.config.commands.start import BadArgument, need_database, write_out
from lanhmanh.kernel.errors import Refused

if TYPE_CHECKING:
    from lanhmanh.reporting.papers import Reproduction
    from lanhmanh.reporting.papers.checking import Made


def reproduce(given: argparse.Namespace) -> int:
    """Make an issued document again from its manifest and compare figures and bytes; 1 if anything differs."""
    need_database()
    from lanhmanh.documents.rules import file_name
    from lanhmanh.reporting import papers

    issue = _issue(given.number, given.unit, given.year)
    if not papers.is_complete(issue):
        raise Refused(
            f"{given.number}: ban hành trước khi có bản kê đầy đủ, không dựng lại được / issued before manifests were"
            " complete"
        )
    again = papers.reproduce(issue)
    if given.out:
        for form, content in again.contents.items():
            target = given.out / file_name(issue.document.number, form)
            write_out(target, content)
            sys.stdout.write(f"{target}\n")
    sys.stdout.writelines(f"{line}\n" for line in _told(again))
    return 0 if again.is_same else 1


def verify(given: argparse.Namespace) -> int:
    """Print whatever differs from what was approved, recorded or issued; 1 if anything does."""
    need_database()
    from lanhmanh.keyring import selectors as keyring
    from lanhmanh.reporting import papers, selectors

    differences, otherwise = [*selectors.verify(), *keyring.verify()], 0
    for issue, again in papers.reproduce_all():
        differences += papers.faults_of(issue, again)
        otherwise += bool(again.maker) or not papers.is_complete(issue)
    for line in differences:
        sys.stdout.write(f"{line}\n")
    if otherwise:
        sys.stdout.write(
            f"{otherwise} văn bản do bản phần mềm trước viết: tệp chỉ đối chiếu theo dấu / see reports reproduce\n"
        )
    if not differences:
        sys.stdout.write("Khớp: tổng hợp tính lại đúng, văn bản dựng lại đúng, nhật ký liền mạch / everything agrees\n")
    if strays := keyring.strays():
        sys.stdout.write(f"{strays} nửa khóa không thuộc hộp hồ sơ nào, không hại gì / halves without a box\n")
    return 1 if differences else 0


def _told(again: "Reproduction") -> Iterator[str]:
    yield from (*again.kept, *again.figures, *again.words, *again.files)
    if again.is_same:
        forms = ", ".join(again.contents)
        yield f"Khớp: số liệu và từng byte của {forms} / figures and every byte agree"
    elif not (again.kept or again.figures):
        yield "Số liệu khớp / figures agree"


def _issue(number: str, unit: str | None, year: int | None) -> "Made":
    """Return the consolidation or review of a number; numbers are unique for an issuer and a year only.

    :raises BadArgument: there is none, or several, which the line lists.
    """
    from lanhmanh.kernel.text import nfc
    from lanhmanh.reporting.models import Issue, ReviewIssue

    rows: list[Made] = [
        made
        for model in (Issue, ReviewIssue)
        for made in model.objects.filter(document__number=nfc(number).strip()).select_related("document", "unit")
    ]
    rows.sort(key=lambda made: (made.document.year or 0, made.document_id))
    choices = [(made, *_place(made)) for made in rows]
    fitting = [
        issue
        for issue, code, _name in choices
        if unit in {None, code} and year in {None, issue.document.year}
    ]  # fmt: skip
    if len(fitting) == 1:
        return fitting[0]
    listed = "; ".join(f"--unit {code} --year {issue.document.year} ({name})" for issue, code, name in choices)
    if not choices:
        raise BadArgument(
            f"NUMBER {number}: không có báo cáo tổng hợp, sơ kết nào mang số này / no issued report of this number"
        )
    if not fitting:
        raise BadArgument(f"NUMBER {number}: không có ở đơn vị, năm này, chọn / not there, choose: {listed}")
    raise BadArgument(f"NUMBER {number}: nhiều văn bản cùng số, chọn / several, choose one of: {listed}")


def _place(issue: "Made") -> tuple[str, str]:
    """Return code and name of the unit on the day of the document."""
    from lanhmanh.units.selectors import version_of

    version = version_of(issue.unit, issue.document.dated) if issue.document.dated else None
    return (version.code, version.name) if version else ("", issue.unit.uid)
