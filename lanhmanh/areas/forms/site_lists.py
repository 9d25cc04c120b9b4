"""Supervision visits and signs of leakage as Excel lists: the columns, what is wrong in a row, what rows become."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.areas.forms.list_kinds import FIRST
from lanhmanh.areas.forms.lists import Communes, fault_of
from lanhmanh.areas.models import Leakage, Measure, Site, Visit
from lanhmanh.areas.rules import sites as rules
from lanhmanh.areas.rules.places import Faulty
from lanhmanh.areas.rules.sites import MOST, PLACES, LeakageData, Stock, VisitData
from lanhmanh.areas.services.sites import Seen, Supervised, sign_faults, tidy
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import sentence
from lanhmanh.kernel.text import fold
from lanhmanh.ui import lists
from lanhmanh.ui.lists import Column, ListKind, Row, Verdict

AMOUNTS = ("opening", "came_in", "went_out", "on_paper", "found")
_NO_SITE = sentence("Trong sổ không có nơi này: ghi đúng tên như trong sổ, hoặc đưa nơi này vào sổ trước.")
_ALIKE = sentence("Nhiều nơi cùng tên: ghi số giấy phép.")
_amount = lists.decimal(PLACES, 0, int(MOST))
_LICENCE = Column(
    "licence", sentence("Số giấy phép, giấy chứng nhận"), lists.text(80), help=sentence("Khi nhiều nơi cùng tên.")
)
_NAMELESS = sentence("Không ghi tên hay nghi ngờ ai.")
_KNOWN = sentence("Nơi đó phải có trong sổ trước.")
VISITS = ListKind(
    "giam-sat-tien-chat", sentence("Danh sách giám sát nơi có tiền chất, hóa chất, nguyên liệu làm thuốc"),
    (
        *FIRST, _LICENCE,
        Column("day", sentence("Ngày giám sát"), lists.day, required=True),
        Column("union_joined", sentence("Hội Nông dân có tham gia"), lists.yes_no, required=True),
        Column("who", sentence("Thành phần"), lists.text(300), width=30),
        Column("advice", sentence("Kiến nghị sau giám sát"), lists.text(500), width=36),
        Column("note", sentence("Ghi chú"), lists.text(1000, lines=True), width=30),
        Column("substance", sentence("Tên chất"), lists.text(120), width=24),
        Column("measure", sentence("Đơn vị tính"), lists.choice(Measure.choices), width=14),
        Column("opening", sentence("Tồn đầu"), _amount),
        Column("came_in", sentence("Nhập"), _amount),
        Column("went_out", sentence("Xuất"), _amount),
        Column("on_paper", sentence("Tồn cuối theo sổ"), _amount),
        Column("found", sentence("Thực tế"), _amount),
    ),
    notes=(sentence("Mỗi dòng là một chất của một lần giám sát; các dòng cùng nơi, cùng ngày là một lần."), _KNOWN),
    same=("unit", "name", "licence", "day", "substance", "measure"),
)  # fmt: skip
LEAKAGES = ListKind(
    "dau-hieu-that-thoat", sentence("Danh sách dấu hiệu thất thoát"),
    (
        *FIRST, _LICENCE,
        Column("found_on", sentence("Phát hiện ngày"), lists.day, required=True),
        Column("what", sentence("Dấu hiệu"), lists.text(300), required=True, width=40, help=_NAMELESS),
        Column("forwarded_to", sentence("Chuyển cơ quan"), lists.text(200), width=30),
        Column("forwarded_on", sentence("Chuyển ngày"), lists.day),
        Column("answer_due", sentence("Đề nghị trả lời trước ngày"), lists.day),
        Column("answered_on", sentence("Trả lời ngày"), lists.day),
        Column("answer", sentence("Nội dung trả lời"), lists.text(500), width=40, help=_NAMELESS),
    ),
    notes=(sentence("Mỗi dòng là một dấu hiệu."), _KNOWN), same=("unit", "name", "licence", "found_on", "what"),
)  # fmt: skip


class _OfSites:
    """Find the site of a row among those whose register the actor keeps; three queries for any list."""

    def __init__(self, actor: Actor) -> None:
        """Read the registers once."""
        self.communes, self.named = Communes(actor), dict[tuple[int, str], list[Site]]()
        for one in Site.objects.filter(unit__in=self.communes.units).defer("search"):
            self.named.setdefault((one.unit_id, fold(one.name)), []).append(one)

    def site(self, values: Mapping[str, Any]) -> Site:
        """Return the site meant.

        :raises Faulty: none, or more than one, is meant.
        """
        found = self.named.get((self.communes.of(values["unit"]).pk, fold(values["name"])), [])
        if licence := values["licence"]:
            found = [one for one in found if fold(one.licence) == fold(licence)]
        if len(found) != 1:
            raise Faulty("licence" if found else "name", _ALIKE if found else _NO_SITE)
        return found[0]


class Visits(_OfSites):
    """Judge the rows of a list of visits, and put them together: those of one site and day are one visit."""

    def judge(self, rows: Sequence[Row]) -> dict[int, Verdict]:
        """Return what there is to say of each row, in a constant number of queries."""
        found = dict(_unreadable(rows, self._line))
        good = [row for row in rows if row.number not in found]
        groups = self._together(good)
        there = _there(Visit, "day", {site.pk for site, _day in groups})
        for (site, day), lines in groups.items():
            data, uid = _visit(lines), there.get((site.pk, day))
            faults = [fault_of(fault) for fault in rules.faults(data, clock.today())]
            doubts = [*rules.doubts(data, site.licensed_on, site.closed_on)]
            for row in lines:
                if faults:
                    found[row.number] = Verdict(faults=faults)
                elif uid:
                    found[row.number] = Verdict(
                        double=_("đã ghi lần giám sát này"), url=reverse("areas:visit", args=[uid])
                    )
                elif doubts and row is lines[0]:
                    found[row.number] = Verdict(warnings=doubts)
        return found

    def entries(self, rows: Sequence[Row]) -> list[Supervised]:
        """Return the visits that rows become."""
        return [Supervised(site, _visit(lines), lines[0].uid) for (site, _day), lines in self._together(rows).items()]

    def _line(self, row: Row) -> Iterable[Faulty]:
        self.site(row.values)
        stock = _stock(row.values)
        return rules.stock_faults(stock) if stock else ()

    def _together(self, rows: Sequence[Row]) -> dict[tuple[Site, date], list[Row]]:
        found: dict[tuple[Site, date], list[Row]] = {}
        for row in rows:
            found.setdefault((self.site(row.values), row.values["day"]), []).append(row)
        return found


class Signs(_OfSites):
    """Judge the rows of a list of signs of leakage, and say what they become."""

    def judge(self, rows: Sequence[Row]) -> dict[int, Verdict]:
        """Return what there is to say of each row, in a constant number of queries."""
        found = dict(_unreadable(rows, lambda row: sign_faults(self._entry(row), clock.today())))
        good = {row.number: self._entry(row) for row in rows if row.number not in found}
        there = _there(Leakage, "found_on", {one.site.pk for one in good.values()}, "what")
        for number, one in good.items():
            if uid := there.get((one.site.pk, one.data.found_on, one.data.what)):
                url = reverse("areas:leakage", args=[uid])
                found[number] = Verdict(double=_("đã ghi dấu hiệu này"), url=url)
        return found

    def entries(self, rows: Sequence[Row]) -> list[Seen]:
        """Return the signs that rows become."""
        return [self._entry(row) for row in rows]

    def _entry(self, row: Row) -> Seen:
        told = row.values
        data = LeakageData(found_on=told["found_on"], what=" ".join(told["what"].split()))
        return Seen(
            self.site(told), data, told["forwarded_to"] or "", told["forwarded_on"], told["answer_due"],
            told["answered_on"], told["answer"] or "", row.uid,
        )  # fmt: skip


def _unreadable(rows: Sequence[Row], faults: Callable[[Row], Iterable[Faulty]]) -> Iterable[tuple[int, Verdict]]:
    """Yield the rows in which something is wrong by itself."""
    for row in rows:
        try:
            told = [fault_of(fault) for fault in faults(row)]
        except Faulty as fault:
            told = [fault_of(fault)]
        if told:
            yield row.number, Verdict(faults=told)


def _there(model: type[Visit | Leakage], day: str, sites: set[int], *more: str) -> dict[tuple[Any, ...], str]:
    """Return what a row is known again by → its uid, in one query."""
    rows = model._default_manager.filter(site__in=sites).exclude(state="void")
    return {tuple(key): uid for uid, *key in rows.values_list("uid", "site_id", day, *more)}


def _visit(lines: Sequence[Row]) -> VisitData:
    first = lines[0].values
    stocks = tuple(stock for row in lines if (stock := _stock(row.values)))
    words = {name: first[name] or "" for name in ("who", "note", "advice")}
    data = VisitData(day=first["day"], union_joined=first["union_joined"], stocks=stocks, sure=True, **words)
    return replace(tidy(data), token=lines[0].uid)


def _stock(values: Mapping[str, Any]) -> Stock | None:
    amounts = {name: values[name] for name in AMOUNTS}
    if not values["substance"] and all(amount is None for amount in amounts.values()):
        return None
    return Stock(values["substance"] or "", values["measure"] or "", **amounts)


def visit_values(one: Visit, unit_name: str) -> list[dict[str, Any]]:
    """Return a visit as rows of its list, one for each substance; its site and quantities must be there."""
    names = ("day", "union_joined", "who", "note", "advice")
    whole = _of_site(one.site, unit_name) | {name: getattr(one, name) for name in names}
    parts = ("substance", "measure", *AMOUNTS)
    stocks = sorted(one.stocks.all(), key=lambda stock: stock.pk)
    return [whole | {name: getattr(stock, name) for name in parts} for stock in stocks] or [whole]


def leakage_values(one: Leakage, unit_name: str) -> dict[str, Any]:
    """Return a sign of leakage as a row of its list; its site must be there."""
    names = ("found_on", "what", "forwarded_to", "forwarded_on", "answer_due", "answered_on", "answer")
    return _of_site(one.site, unit_name) | {name: getattr(one, name) for name in names}


def _of_site(site: Site, unit_name: str) -> dict[str, Any]:
    return {"unit": unit_name, "name": site.name, "licence": site.licence}
