"""The vault: lists and searches over closed cases, beside the same pages over a plain table."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.test.utils import CaptureQueriesContext

from bench.cases_world import PLAIN, CaseWorld, Reader
from bench.databases import using
from bench.results import Result
from bench.timing import Times, Work, by_turns
from lanhmanh.cases.forms.vault import FilterForm, SearchForm
from lanhmanh.cases.guards import EVERYBODY, CaseRequest, vault
from lanhmanh.cases.models import Case
from lanhmanh.cases.rules.people import initials
from lanhmanh.cases.selectors import listing, shelves
from lanhmanh.cases.selectors.naming import status_choices
from lanhmanh.cases.selectors.search import MOST_SHOWN, found, lying
from lanhmanh.cases.views.listing import PER_PAGE, _around
from lanhmanh.kernel import clock
from lanhmanh.kernel.text import fold

AIM = 2.0
BESIDE = "bảng không mã hóa / plain table"


def results(world: CaseWorld, turns: int) -> Iterator[Result]:
    """Read lists and search, through the selectors and through the pages, by turns with the plain table."""
    with using(world.database):
        for name, works in _works(world).items():
            times = by_turns(works, turns)
            yield _beside(f"{name}, {world.count} hồ sơ / cases", world, times)
        yield from _milliseconds(world, turns)


def query_results(small: CaseWorld, large: CaseWorld) -> Iterator[Result]:
    """Count the queries of the overseer's list over few cases and over many."""
    counts = []
    for world in (small, large):
        with using(world.database), CaptureQueriesContext(world.database) as told:
            _get(world.overseer, "/ho-so/")
        counts.append(len(told))
    yield Result(
        "số câu truy vấn, danh sách hồ sơ / queries", large.database.vendor,
        f"{small.count} hồ sơ / cases: {counts[0]}", counts[1] / counts[0], None, 1.0,
    )  # fmt: skip


def _works(world: CaseWorld) -> dict[str, dict[str, Work]]:
    name = world.name
    works: dict[str, dict[str, Work]] = {}
    for who, reader in (("xã / commune", world.worker), ("tỉnh / province", world.overseer)):
        works |= {
            f"danh sách {who}, hàm đọc / list by selector": {
                "ours": partial(_list, reader),
                "plain": partial(_plain_list, reader),
            },
            f"danh sách {who}, trang / list page": {
                "ours": partial(_get, reader, "/ho-so/"),
                "plain": partial(_get, reader, "/bench/cases/"),
            },
        }
        for how, words in (("có dấu / with marks", name), ("không dấu / without marks", fold(name))):
            works |= {
                f"tìm {how}, {who}, hàm đọc / search by selector": {
                    "ours": partial(_search, reader, words),
                    "plain": partial(_plain_search, reader, words),
                },
                f"tìm {how}, {who}, trang / search page": {
                    "ours": partial(_post, reader, "/ho-so/tim/", words),
                    "plain": partial(_post, reader, "/bench/cases/tim/", words),
                },
            }
    return works  # fmt: skip


def _list(reader: Reader) -> None:
    reader.keys.forget()
    shelf = shelves.shelf(reader.actor)
    listing.rows(reader.actor, reader.keys, _newest(shelf), shelf)


def _newest(shelf: shelves.Shelf) -> list[Case]:
    return listing.of_page(list(shelves.listed(shelf, shelves.Filters()).values_list("pk", flat=True)[:PER_PAGE]))


def _search(reader: Reader, words: str) -> None:
    reader.keys.forget()
    ids = found(reader.actor, reader.keys, words)
    listing.rows(reader.actor, reader.keys, listing.of_page(ids[:PER_PAGE]))


def _plain_list(reader: Reader) -> None:
    shelf = shelves.shelf(reader.actor)
    _plain_rows(reader, _newest(shelf), shelf)


def _plain_search(reader: Reader, words: str) -> None:
    _plain_rows(reader, listing.of_page(_plain_found(reader, words)[:PER_PAGE]))


def _plain_found(reader: Any, words: str) -> list[int]:
    """Search as a plain application does: a part of the name anywhere, in the rows of the units that one may see."""
    column, asked = ("folded", fold(words)) if fold(words) == words.lower() else ("full_name", words)
    shelf = shelves.shelf(reader.actor)
    units = list(shelf.known)
    marks = ", ".join(["%s"] * len(units))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT case_id FROM {PLAIN} WHERE {column} LIKE %s AND unit_id IN ({marks}) "
            f"ORDER BY case_id DESC LIMIT {MOST_SHOWN + 1}",
            [f"%{asked}%", *units],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return lying(shelf, ids)


def _plain_rows(reader: Any, cases: Sequence[Case], shelf: shelves.Shelf | None = None) -> list[listing.Row]:
    """Return the rows of a page as `listing.rows` does, the names from the plain table."""
    names: dict[int, str] = {}
    if cases:
        marks = ", ".join(["%s"] * len(cases))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT case_id, full_name FROM {PLAIN} WHERE case_id IN ({marks})",
                [case.pk for case in cases],
            )
            names = dict(cursor.fetchall())
    rows = listing.rows(reader.actor, _NOTHING, cases, shelf)
    return [listing.Row(**{**_fields(row), "name": initials(names[row.case.pk])}) for row in rows]


def _fields(row: listing.Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in listing.Row.__slots__}


class _NoKeys:
    """Opens nothing, and asks nothing to find that out."""

    def open_boxes(self, _boxes: object) -> dict[int, bytes]:
        return {}


_NOTHING: Any = _NoKeys()


@vault(*EVERYBODY)
def plain_list(request: CaseRequest) -> HttpResponse:
    """Show the list of cases with names from the plain table; the rest is the product's own page."""
    shelf = shelves.shelf(request.actor)
    form = FilterForm(request.GET, statuses=status_choices(), units=shelves.unit_choices(shelf))
    shown = shelves.Pages(shelf, form.filters(), PER_PAGE).get_page(1)
    rows = _plain_rows(request, listing.of_page(list(shown.object_list)), shelf)
    context = {
        "form": form, "page": shown, "rows": rows, "filtered": False, "search": SearchForm(), **_around(request, shelf)
    }  # fmt: skip
    return render(request, "cases/list.html", context)


@vault(*EVERYBODY)
def plain_search(request: CaseRequest) -> HttpResponse:
    """Search the plain table and show what was found as the product does, the search put on record likewise."""
    form = SearchForm(request.POST)
    if not form.is_valid():
        raise ValueError("words")
    ids = _plain_found(request, form.cleaned_data["words"])
    shown = Paginator(ids[:MOST_SHOWN], PER_PAGE).get_page(1)
    context = {
        "form": form, "today": clock.today(), "asked": True, "page": shown, "more": len(ids) > MOST_SHOWN,
        "rows": _plain_rows(request, listing.of_page(list(shown.object_list))), "count": len(ids),
    }  # fmt: skip
    return render(request, "cases/search.html", context)


def _milliseconds(world: CaseWorld, turns: int) -> Iterator[Result]:
    """Tell how long the pages take, one reader after the other."""
    from time import perf_counter

    for what, work in (
        ("danh sách tỉnh / province list", partial(_get, world.overseer, "/ho-so/")),
        ("tìm không dấu, tỉnh / province search", partial(_post, world.overseer, "/ho-so/tim/", fold(world.name))),
    ):
        taken = []
        for _turn in range(max(20, turns)):
            started = perf_counter()
            work()
            taken.append((perf_counter() - started) * 1000)
        taken.sort()
        p95, p50 = taken[int(len(taken) * 0.95)], taken[len(taken) // 2]
        yield Result(f"{what}, p95, một người / one reader", world.database.vendor, "", p95, p50, None, "ms")


def _get(reader: Reader, address: str) -> None:
    answer = reader.client.get(address)
    if answer.status_code != 200 or b"case-rows" not in answer.content:
        raise RuntimeError(f"{address}: {answer.status_code}")


def _post(reader: Reader, address: str, words: str) -> None:
    answer = reader.client.post(address, {"words": words})
    if answer.status_code != 200 or b"case-rows" not in answer.content:
        raise RuntimeError(f"{address}: {answer.status_code}")


def _beside(what: str, world: CaseWorld, times: dict[str, Times]) -> Result:
    ours, plain = times["ours"], times["plain"]
    return Result(
        what, world.database.vendor, BESIDE, ours.least / plain.least, ours.middle / plain.middle, AIM
    )  # fmt: skip
