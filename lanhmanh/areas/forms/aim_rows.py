"""Targets, plans of change and registrations as rows of lists: what is wrong in one, and what it becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.areas.models import Area, ChangePlan
from lanhmanh.areas.rules import registering
from lanhmanh.areas.rules.places import Faulty
from lanhmanh.areas.rules.plans import FURTHEST, WholePlan, WholeStep, is_easier, plan_faults, step_faults
from lanhmanh.areas.rules.registering import Claim
from lanhmanh.areas.selectors.book import rule_for
from lanhmanh.areas.selectors.ledger import targets_by_unit, targets_set_outside
from lanhmanh.areas.selectors.registers import communes_of
from lanhmanh.areas.services.aims import MOST_STEPS
from lanhmanh.areas.services.bringing import Brought
from lanhmanh.areas.services.registering import Entry
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.text import fold
from lanhmanh.ui.lists import Fault, Row, Verdict
from lanhmanh.units.models import Level, Unit
from lanhmanh.units.selectors import under, versions_on

_NO_UNIT = sentence("Không có địa bàn nào của đơn vị mang mã này: xem lại mã.")
_NO_CODE = sentence("Ghi mã đơn vị: có nhiều đơn vị.")
_PAST = sentence("Đặt mục tiêu cho năm nay hoặc năm sau, không quá 30 năm.")
_NO_CLASS = sentence("Bộ tiêu chí không có loại này.")
_RUNS = sentence("Danh sách có hai kế hoạch chưa kết thúc của địa bàn này: giữ một.")
_KEEP = sentence("Tỉnh đã đặt mục tiêu tốt hơn: chỉ đặt bằng hoặc tốt hơn.")
_STEPS = sentence("Mỗi kế hoạch nhiều nhất 40 việc: gộp các việc nhỏ.")


@dataclass
class Targets:
    """Judge a list of targets of the communes below a unit, and say what it sets; six queries for any list.

    `keeps`: what was set above this unit is not made easier.
    """

    root: Unit
    code: str
    keeps: bool = False
    units: dict[str, int] = field(init=False)
    classes: list[str] = field(init=False)

    def __post_init__(self) -> None:
        """Read the communes and the rules once."""
        today = clock.today()
        below = under(self.root, today, level=Level.COMMUNE, with_self=True)
        self.units = {code: pk for code, pk in below.values_list("code", "unit_id") if code}
        self.classes = [one.code for one in rule_for(self.root.pk, self.code, today.year).value.classes]

    def judge(self, rows: Sequence[Row]) -> dict[int, Verdict]:
        """Return what there is to say of each row."""
        known = targets_by_unit(self.code, list(self.units.values()))
        above = targets_set_outside(self.root, self.units.values(), self.code) if self.keeps else {}
        found = {}
        for row in rows:
            values, faults = row.values, list(self._faults(row.values))
            kept = above.get((self.units.get(values["code"], 0), values["year"]), "")
            if not faults and is_easier(self.classes, values["class"], kept):
                faults = [Fault("class", Refused(_KEEP))]
            same = known.get(self.units.get(values["code"], 0), {}).get(values["year"]) == values["class"]
            if faults or same:
                found[row.number] = Verdict(faults=faults, double="" if faults else _("mục tiêu đã đặt"))
        return found

    def by_year(self, rows: Sequence[Row]) -> dict[int, dict[int, str]]:
        """Return year → unit → class, of rows that were judged good."""
        found: dict[int, dict[int, str]] = {}
        for row in rows:
            found.setdefault(row.values["year"], {})[self.units[row.values["code"]]] = row.values["class"]
        return found

    def _faults(self, values: Mapping[str, Any]) -> list[Fault]:
        this = clock.today().year
        told = [
            ("code", _NO_UNIT, values["code"] in self.units),
            ("year", _PAST, this <= values["year"] <= this + FURTHEST),
            ("class", _NO_CLASS, values["class"] in self.classes),
        ]
        return [Fault(key, Refused(says)) for key, says, holds in told if not holds]


def target_rows(root: Unit, code: str) -> list[dict[str, Any]]:
    """Return the targets that stand below a unit, as rows of their list."""
    below = {one.unit_id: one for one in under(root, clock.today(), level=Level.COMMUNE, with_self=True)}
    known = targets_by_unit(code, list(below))
    return [
        {"code": one.code, "unit_name": one.name, "year": year, "class": class_code}
        for unit_id, one in below.items()
        for year, class_code in sorted(known.get(unit_id, {}).items())
    ]


class Own:
    """Find a commune by its code among those that the actor scores; two queries."""

    def __init__(self, actor: Actor) -> None:
        """Read the communes once."""
        self.units = {unit.pk: unit for unit in communes_of(actor)}
        versions = versions_on(clock.today()).filter(unit__in=self.units)
        self.told = {one.unit_id: (one.code, one.name) for one in versions}
        self.by_code = {code: self.units[pk] for pk, (code, _name) in self.told.items() if code}

    def of(self, code: str | None) -> Unit:
        """Return the commune meant.

        :raises Faulty: none, or more than one, is meant.
        """
        if not code and len(self.told) == 1:
            return self.units[next(iter(self.told))]
        if not code or code not in self.by_code:
            raise Faulty("code", _NO_UNIT if code else _NO_CODE)
        return self.by_code[code]


class Bodies(Own):
    """Judge a list of agencies and schools that registered, and say what its rows become."""

    def judge(self, rows: Sequence[Row]) -> dict[int, Verdict]:
        """Return what there is to say of each row."""
        known: dict[tuple[int, str], list[Area]] = {}
        for one in Area.objects.exclude(kind=Area.Kind.UNIT).filter(unit__in=self.units):
            known.setdefault((one.unit_id, fold(one.name)), []).append(one)
        return {row.number: verdict for row in rows if (verdict := self._verdict(row, known))}

    def _verdict(self, row: Row, known: Mapping[tuple[int, str], list[Area]]) -> Verdict | None:
        try:
            one = self.entry(row)
        except Faulty as fault:
            return Verdict(faults=[Fault(fault.field, fault)])
        if faults := [Fault(fault.field, fault) for fault in registering.faults(one.claim, clock.today())]:
            return Verdict(faults=faults)
        for there in known.get((one.unit.pk, fold(one.claim.name)), []):
            open_ = there.ended_on is None and one.claim.ended_on is None
            if open_ or there.registered_on == one.claim.registered_on:
                return Verdict(double=_("đã đăng ký"), url=reverse("areas:area", args=[there.uid]))
        return None

    def entry(self, row: Row) -> Entry:
        """Return the registration that a row becomes.

        :raises Faulty: its commune cannot be told.
        """
        told = row.values
        claim = Claim(
            told["kind"], told["name"], told["registered_on"], told["document"] or "", told["ended_on"],
            told["ended_why"] or "",
        )  # fmt: skip
        return Entry(self.of(told["code"]), claim, row.uid)


def body_rows(areas: Sequence[Area]) -> list[dict[str, Any]]:
    """Return registrations as rows of their list."""
    versions = versions_on(clock.today()).filter(unit__in={one.unit_id for one in areas})
    told = {one.unit_id: (one.code, one.name) for one in versions}
    names = ("kind", "name", "registered_on", "document", "ended_on", "ended_why")
    return [
        {name: getattr(one, name) for name in names}
        | dict(zip(("code", "unit_name"), told.get(one.unit_id, ("", "")), strict=True))
        for one in areas
    ]


class Plans(Own):
    """Judge a list of plans of change, and put its rows together: those of one area, class and year are one plan."""

    def __init__(self, actor: Actor, province: Unit, code: str) -> None:
        """Read the communes and the rules once."""
        super().__init__(actor)
        rules = rule_for(province.pk, code, clock.today().year).value
        self.code, self.ranks = code, {one.code: place for place, one in enumerate(rules.classes)}

    def judge(self, rows: Sequence[Row]) -> dict[int, Verdict]:
        """Return what there is to say of each row."""
        found = {row.number: Verdict(faults=faults) for row in rows if (faults := self._row_faults(row))}
        good = [row for row in rows if row.number not in found]
        there = self._there()
        running: dict[int, tuple[Any, ...]] = {}
        for key, lines in self._together(good).items():
            one = self._brought(lines)
            says = self._group_fault(one, key, running)
            double = there.get(key) or (there.get((one.unit.pk,)) if not one.plan.ending else None)
            url = reverse("areas:plan", args=[double]) if double else ""
            for row in lines:
                if says:
                    found[row.number] = Verdict(faults=[Fault("", says)])
                elif double:
                    found[row.number] = Verdict(double=_("kế hoạch đã có"), url=url)
        return found

    def entries(self, rows: Sequence[Row]) -> list[Brought]:
        """Return the plans that rows become."""
        return [self._brought(lines) for lines in self._together(rows).values()]

    def _together(self, rows: Sequence[Row]) -> dict[tuple[Any, ...], list[Row]]:
        found: dict[tuple[Any, ...], list[Row]] = {}
        for row in rows:
            told = row.values
            key = (self.of(told["code"]).pk, told["from_class"], told["to_class"], told["to_year"])
            found.setdefault(key, []).append(row)
        return found

    def _brought(self, lines: Sequence[Row]) -> Brought:
        first = lines[0]
        steps = tuple(_step(row.values) for row in lines)
        return Brought(self.of(first.values["code"]), _plan(first.values), steps, first.uid)

    def _row_faults(self, row: Row) -> list[Fault]:
        try:
            self.of(row.values["code"])
        except Faulty as fault:
            return [Fault(fault.field, fault)]
        today = clock.today()
        told = [*plan_faults(_plan(row.values), self.ranks, today), *step_faults(_step(row.values), today)]
        return [Fault(fault.field, fault) for fault in told]

    def _group_fault(
        self, one: Brought, key: tuple[Any, ...], running: dict[int, tuple[Any, ...]]
    ) -> Refused | None:  # fmt: skip
        if len(one.steps) > MOST_STEPS:
            return Refused(_STEPS)
        if not one.plan.ending and running.setdefault(one.unit.pk, key) != key:
            return Refused(_RUNS)
        return None

    def _there(self) -> dict[tuple[Any, ...], str]:
        """Return what a plan is known again by → its uid; one that runs also by its area alone."""
        rows = ChangePlan.objects.filter(rule_code=self.code, area__kind=Area.Kind.UNIT, area__unit__in=self.units)
        found: dict[tuple[Any, ...], str] = {}
        for uid, *key, state in rows.values_list(
            "uid", "area__unit_id", "from_class", "to_class", "to_year", "state"
        ):  # fmt: skip
            found[tuple(key)] = uid
            if state != ChangePlan.State.ENDED:
                found[key[0],] = uid
        return found


def _plan(told: Mapping[str, Any]) -> WholePlan:
    return WholePlan(
        told["from_class"], told["to_class"], told["to_year"], told["number"] or "", told["issued_on"],
        told["ending"] or "",
    )  # fmt: skip


def _step(told: Mapping[str, Any]) -> WholeStep:
    return WholeStep(told["what"], told["who"], told["due"], told["done_on"], told["outcome"] or "")


def plan_rows(plans: Sequence[ChangePlan]) -> list[dict[str, Any]]:
    """Return plans of change as rows of their list, one for each piece of work; steps and areas must be there."""
    versions = versions_on(clock.today()).filter(unit__in={one.area.unit_id for one in plans})
    told = {one.unit_id: (one.code, one.name) for one in versions}
    return [line for one in plans for line in _lines(one, *told.get(one.area.unit_id, ("", "")))]


def _lines(plan: ChangePlan, code: str, name: str) -> list[dict[str, Any]]:
    names = ("from_class", "to_class", "to_year", "number", "issued_on", "ending")
    whole = {"code": code, "unit_name": name, **{each: getattr(plan, each) for each in names}}
    steps = sorted(plan.steps.all(), key=lambda step: (step.due, step.pk))
    parts = ("what", "who", "due", "done_on", "outcome")
    return [whole | {each: getattr(step, each) for each in parts} for step in steps] or [whole]
