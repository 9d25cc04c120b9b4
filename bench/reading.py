"""Reading: the year of a unit, the matrix of its children, and both as files."""

import gzip
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import typst
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import plain
from bench.databases import using
from bench.results import Result
from bench.timing import Times, Work, by_turns
from bench.world import EMPTY, YEAR, World
from lanhmanh.kernel.periods import Period
from lanhmanh.reporting import services

VIEW_AIM, SIZE_AIM, PAGE_AIM = 2.0, 1.2, 60.0


def year_results(small: World, large: World, turns: int) -> Iterator[Result]:
    """Read the year of the top unit in two worlds, one of sixty times as many communes, by turns."""
    works: dict[str, Work] = {}
    for world in (small, large):
        works |= {
            f"{world.name} ours": _in(world, partial(get, world, year_url(world))),
            f"{world.name} hand": _in(world, partial(_year_by_hand, world)),
            f"{world.name} empty": _in(world, partial(get, world, EMPTY)),
        }
    times = by_turns(works, turns)
    for world in (small, large):
        what = f"năm của một đơn vị, 12 kỳ × {len(world.form.rows)}, {len(world.communes)} xã / year view"
        yield _beside(
            what, world, times[f"{world.name} ours"], [times[f"{world.name} {name}"] for name in ("hand", "empty")]
        )
    few, many = times[f"{small.name} ours"], times[f"{large.name} ours"]
    yield Result(
        f"năm của một đơn vị, {len(large.communes)} xã / year view, all communes", small.database.vendor,
        f"{len(small.communes)} xã / communes", many.least / few.least, many.middle / few.middle, SIZE_AIM,
    )  # fmt: skip


def query_results(small: World, large: World) -> Iterator[Result]:
    """Count queries of each page with the rows of one world and of the other."""
    for name, address in (("năm / year", year_url), ("tổng hợp / consolidation", matrix_url)):
        counts = []
        for world in (small, large):
            with using(world.database), CaptureQueriesContext(world.database) as told:
                get(world, address(world))
            counts.append(len(told))
        yield Result(
            f"số câu truy vấn, {name} / queries", small.database.vendor,
            f"{len(small.communes)} xã / communes: {counts[0]}", counts[1] / counts[0], None, 1.0,
        )  # fmt: skip


def matrix_results(world: World, turns: int) -> Iterator[Result]:
    """Read the matrix of all children by all rows as a page and as a workbook."""
    period, asked = december(world), [world.top.pk, *world.communes]
    size = f"{len(world.communes)} × {len(world.form.rows)}"
    with using(world.database):
        works = {
            "page": lambda: get(world, matrix_url(world)),
            "hand": lambda: plain.found(world.form, asked, [period.code]),
            "empty": lambda: get(world, EMPTY),
            "xlsx": lambda: workbook(world),
            "openpyxl": lambda: openpyxl_book(world),
        }
        times = by_turns(works, turns)
        page = len(gzip.compress(get(world, matrix_url(world)), 6)) / 1000
    yield _beside(
        f"bảng {size}, HTML / matrix as HTML", world, times["page"], [times["hand"], times["empty"]], aim=None
    )
    yield Result(f"bảng {size}, HTML nén gzip / gzipped", world.database.vendor, "", page, None, PAGE_AIM, "kB")
    yield _beside(f"bảng {size}, .xlsx", world, times["xlsx"], [times["openpyxl"]], name="openpyxl", aim=None)


def pdf_results(world: World, turns: int) -> Iterator[Result]:
    """Write the official report as PDF, beside a trivial document in a warm Typst."""
    with using(world.database), TemporaryDirectory() as folder:
        source = Path(folder, "trivial.typ")
        source.write_text("= Hello\n\nWorld\n")
        compiler = typst.Compiler(input=str(source), root=folder)
        times = by_turns({"ours": lambda: _pdf(world), "typst": lambda: compiler.compile(format="pdf")}, turns)
    yield _beside(
        "báo cáo chính thức, PDF / official PDF", world, times["ours"], [times["typst"]], aim=None,
        name="Typst, một trang trắng / a trivial document",
    )  # fmt: skip


def year_url(world: World) -> str:
    """Return the address of the top unit's year."""
    return reverse("reporting:year", args=[world.form.code, YEAR.year, world.top.uid])


def matrix_url(world: World) -> str:
    """Return the address of the whole consolidation of the top unit in the last month."""
    at = reverse("reporting:consolidation", args=[world.form.code, december(world).code, world.top.uid])
    return f"{at}?phan=tat-ca"


def december(world: World) -> Period:
    """Return the last period of the year."""
    return YEAR.split(world.form.kind)[-1]


def get(world: World, address: str) -> bytes:
    """Return a page."""
    answer = world.reader.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return bytes(answer.content)


def workbook(world: World) -> bytes:
    """Return the consolidation of the last month as .xlsx."""
    return _export(world, "xlsx")


def openpyxl_book(world: World) -> bytes:
    """Write the same numbers under the same heads with openpyxl, from SQL."""
    rows = plain.found(world.form, [world.top.pk, *world.communes], [december(world).code])
    lines: dict[int, dict[str, int]] = {}
    for unit_id, _period, code, total, *_rest in rows:
        lines.setdefault(unit_id, {})[code] = total
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["", *world.form.rows])
    for unit_id, cells in lines.items():
        sheet.append([unit_id, *(cells.get(code, 0) / 10_000 for code in world.form.rows)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _year_by_hand(world: World) -> None:
    periods = [one.code for one in YEAR.split(world.form.kind)]
    plain.found(world.form, [world.top.pk], periods)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT period, expected, approved FROM reporting_coverage WHERE form = %s AND unit_id = %s",
            [world.form.code, world.top.pk],
        )
        cursor.fetchall()
        cursor.execute("SELECT name FROM units_unitversion WHERE unit_id = %s", [world.top.pk])
        cursor.fetchall()


def _pdf(world: World) -> bytes:
    return _export(world, "pdf")


def _export(world: World, format: str) -> bytes:
    made = services.export_consolidation(
        actor=world.actor, form=world.form, period=december(world), unit=world.top, formats=[format]
    )
    return made[format]


def _in(world: World, work: Work) -> Work:
    def inside() -> None:
        with using(world.database):
            work()

    return inside


def _beside(
    what: str, world: World, ours: Times, yards: list[Times], *, aim: float | None = VIEW_AIM,
    name: str = "SQL viết tay + trang rỗng / hand SQL + empty view",
) -> Result:  # fmt: skip
    least, middle = sum(one.least for one in yards), sum(one.middle for one in yards)
    return Result(what, world.database.vendor, name, ours.least / least, ours.middle / middle, aim)
