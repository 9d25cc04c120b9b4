"""What becomes of each row of a list of old classes: new, there already, or wrong and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lanhmanh.areas.models import RuleSet
from lanhmanh.areas.selectors.board import tree_day
from lanhmanh.areas.selectors.ledger import known_by_unit
from lanhmanh.areas.selectors.rule_sets import rule_set_on, view_of
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.law import classes
from lanhmanh.ui import lists
from lanhmanh.units.models import Level, Unit
from lanhmanh.units.selectors import under

_NO_UNIT = sentence("Năm %(year)s trong tỉnh không có địa bàn nào mang mã này: xem lại mã.")
_NO_RULES = sentence("Năm %(year)s không có bộ tiêu chí này: xem lại năm, hoặc ban hành bộ tiêu chí của năm đó trước.")
_NO_CLASS = sentence("Bộ tiêu chí của năm %(year)s không có loại này.")
_FUTURE = sentence("Năm này chưa hết kỳ: chỉ nhập loại đã quyết định.")
_EARLY = sentence("Quyết định ngày này ra trước năm %(year)s: loại không thể có trước số liệu của năm.")
_LATE = sentence("Ngày này chưa đến.")
OTHER = sentence("Sổ đã ghi loại khác cho năm này; không ghi đè. Xem lại dòng này.")


@dataclass
class Known:
    """What the rows are held against: units by code and year, rules by year, classes that stand."""

    province: Unit
    code: str
    units: dict[int, dict[str, int]] = field(default_factory=dict)
    rules: dict[int, classes.RuleSet | None] = field(default_factory=dict)

    def unit(self, code: str, year: int) -> int | None:
        """Return the commune that had a code in a year; two queries for each year."""
        if year not in self.units:
            rows = under(self.province, tree_day(self.province, year, clock.today()), level=Level.COMMUNE)
            self.units[year] = dict(rows.values_list("code", "unit_id"))
        return self.units[year].get(code)

    def rule_set(self, year: int) -> classes.RuleSet | None:
        """Return the rules of a year; a query for each year."""
        if year not in self.rules:
            try:
                self.rules[year] = rule_set_on(self.province, self.code, date(year, 12, 31)).value
            except RuleSet.DoesNotExist:
                self.rules[year] = None
        return self.rules[year]


def judge(province: Unit, code: str, rows: Sequence[lists.Row]) -> dict[int, lists.Verdict]:
    """Return what there is to say of each row."""
    known, today = Known(province, code), clock.today()
    places = {row.number: known.unit(row.values["code"], row.values["year"]) for row in rows}
    there = known_by_unit(code, {place for place in places.values() if place})
    found = {}
    for row in rows:
        faults = list(faults_of(row.values, places[row.number], known, today))
        standing = there.get((places[row.number] or 0, row.values["year"]))
        if standing and standing != row.values["class"]:
            faults.append(lists.Fault("class", Refused(OTHER)))
        same = standing and not faults
        found[row.number] = lists.Verdict(faults=faults, double=f"{row.values['year']}" if same else "")
    return found


def place_of(province: Unit, code: str, rows: Sequence[lists.Row]) -> Mapping[int, int]:
    """Return row → unit, of rows that were judged good."""
    known = Known(province, code)
    return {row.number: known.unit(row.values["code"], row.values["year"]) or 0 for row in rows}


def titles_of(province: Unit, code: str) -> dict[str, str]:
    """Return class → name over all versions of a rule set in a province, to choose from."""
    rows = RuleSet.objects.filter(code=code).exclude(state="draft").order_by("version")
    mine = [view_of(row).value for row in rows if row.unit_id in (None, province.pk)]
    return {one.code: one.name[0] for value in mine for one in value.classes}


def faults_of(values: Mapping[str, Any], unit_id: int | None, known: Known, today: date) -> list[lists.Fault]:
    """Return what is wrong with the unit, the year, the class or the day of a row."""
    year, dated, found = values["year"], values["dated"], []
    if unit_id is None:
        found.append(lists.Fault("code", Refused(_NO_UNIT, year=year)))
    if year > today.year:
        return [*found, lists.Fault("year", Refused(_FUTURE))]
    rule_set = known.rule_set(year)
    if rule_set is None:
        found.append(lists.Fault("year", Refused(_NO_RULES, year=year)))
    elif values["class"] not in {one.code for one in rule_set.classes}:
        found.append(lists.Fault("class", Refused(_NO_CLASS, year=year)))
    if dated and dated.year < year:
        found.append(lists.Fault("dated", Refused(_EARLY, year=year)))
    if dated and dated > today:
        found.append(lists.Fault("dated", Refused(_LATE)))
    return found
