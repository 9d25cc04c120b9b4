"""Whatever people do in whatever order, the sums are those of the approved reports, and nobody approves his own."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lanhmanh.accounts.access import Actor
from lanhmanh.activities.figures.done import NAMES as OF_DEEDS
from lanhmanh.activities.models import Activity
from lanhmanh.activities.rules import Attended
from lanhmanh.activities.services import done as activities
from lanhmanh.activities.services.done import ActivityData
from lanhmanh.audit.models import Event
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.law.calendars import local_day, window
from lanhmanh.reporting import figures, selectors, services
from lanhmanh.reporting.events import text_of
from lanhmanh.reporting.models import Change, Coverage, Decision, Remark, Report, Value
from lanhmanh.reporting.rules import forms
from lanhmanh.reporting.selectors.pages import over_year
from lanhmanh.units.models import Unit
from tests.growth import examples
from tests.reporting.kept import sums
from tests.reporting.land import (
    CODES,
    FACTS,
    FORM,
    KNOWN,
    MIDSUMMER,
    NEW_YEAR,
    PERIODS,
    Land,
    Values,
    drawn,
    settle,
    undone,
)
from tests.reporting.naive import Naive

SHAPES: dict[str, dict[str, int]] = {
    "two levels": {"districts": 0, "communes": 3, "branches": 0},
    "three levels with branches": {"districts": 0, "communes": 2, "branches": 2},
    "three levels": {"districts": 2, "communes": 2, "branches": 0},
    "four levels": {"districts": 1, "communes": 2, "branches": 1},
    "districts abolished": {"districts": 2, "communes": 1, "branches": 1, "reform": 1},
}
VERBS = (
    ("send",) * 6
    + ("approve",) * 4
    + ("return", "mend", "correct", "record") * 2
    + ("approve_all", "open", "fill", "patch", "submit", "refresh", "void")
)
# Most steps go to a report that may take them; the wrong person's go anywhere.
FITTING = {
    "approve": ["SUBMITTED"], "approve_all": ["SUBMITTED"], "return": ["SUBMITTED"], "mend": ["RETURNED"],
    "correct": ["APPROVED"], "patch": ["DRAFT", "RETURNED"], "submit": ["DRAFT", "RETURNED"],
    "refresh": ["DRAFT", "RETURNED"],
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """Somebody wants something: `who` is who ought to, the one who both fills and decides, or who ought not."""

    verb: str
    unit: int
    period: int
    seed: int
    who: str


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(VERBS),
        st.integers(0, 6),
        st.integers(0, 2),
        st.integers(0, 2**16),
        st.sampled_from(("right",) * 6 + ("both",) * 2 + ("wrong",)),
    ),
    min_size=16,
    max_size=30,
)


@dataclass
class History:
    """A history as it is lived: the clock, what every report began with, and what was sent."""

    land: Land
    now: datetime = MIDSUMMER
    began: dict[int, Values] = field(default_factory=dict)
    sent: dict[int, Values] = field(default_factory=dict)

    def live(self, steps: Sequence[Step]) -> None:
        """Take the first half of the steps in June 2025, the rest in January 2026; a refusal changes nothing."""
        for place, step in enumerate(steps):
            if place == len(steps) // 2:
                self.now = NEW_YEAR
            with suppress(Refused):
                self._take(step)

    def _take(self, step: Step) -> None:
        chance = Random(step.seed)
        if step.verb in {"record", "void"}:
            self._fact(step, chance, PERIODS[step.period])
        elif step.verb in {"open", "send", "fill"}:
            self._move(step, chance, self._open(*self._place(step), step))
        elif report := self._fitting(step):
            self._move(step, chance, report)

    def _place(self, step: Step) -> tuple[Unit, Period]:
        """Return whose report of which period: mostly one that can be begun or filled."""
        units = self.land.asked if step.who != "both" else self.land.places[:1]
        pairs = [(unit, period) for period in PERIODS[:3] for unit in units]
        if step.seed % 8:
            done = Report.objects.exclude(state__in=["DRAFT", "RETURNED"]).values_list("unit_id", "period")
            begun = PERIODS[: 2 if self.now < NEW_YEAR else 3]
            open_ = [pair for pair in pairs if pair[1] in begun and self.land.stands(*pair)]
            pairs = [one for one in open_ if (one[0].pk, one[1].code) not in set(done)] or pairs
        return pairs[(step.unit + 7 * step.period) % len(pairs)]

    def _fitting(self, step: Step) -> Report | None:
        states = FITTING[step.verb] if step.who != "wrong" else [*FITTING[step.verb], "APPROVED", "SUPERSEDED"]
        rows = list(Report.objects.filter(state__in=states).select_related("unit").order_by("pk"))
        return rows[step.seed % len(rows)] if rows else None

    def _move(self, step: Step, chance: Random, report: Report) -> None:
        match step.verb:
            case "send" | "fill":
                self._save(step, report, drawn(chance))
            case "patch" | "mend" | "correct":
                if step.verb == "correct":
                    report = self._correct(step, report)
                self._save(step, report, self._some(chance, report, step.verb))
            case "refresh":
                self._tick(services.refresh_derived, actor=self._filler(step, report.unit), report=report)
            case "return":
                chosen = chance.sample(CODES, chance.choice((0, 1, 2)))
                cells = {code: f"Xem lại {code}" for code in chosen}
                comment = chance.choice(("", "Sửa"))
                decider = self._decider(step, report.unit)
                self._tick(services.return_report, actor=decider, report=report, comment=comment, cells=cells)
            case "approve":
                self._tick(services.approve_report, actor=self._decider(step, report.unit), report=report)
            case "approve_all":
                waiting = list(Report.objects.filter(state="SUBMITTED", unit__level=report.unit.level))
                self._tick(services.approve_many, actor=self._decider(step, report.unit), reports=waiting)
        if step.verb in {"send", "submit", "mend", "correct"}:
            self._tick(services.submit_report, actor=self._filler(step, report.unit), report=report)
            self.sent[report.pk] = values_of(report)

    def _open(self, unit: Unit, period: Period, step: Step) -> Report:
        report = self._tick(
            services.open_report, actor=self._filler(step, unit), unit=unit, form=FORM, period=period
        )  # fmt: skip
        self.began.setdefault(report.pk, values_of(report))
        return report

    def _correct(self, step: Step, report: Report) -> Report:
        actor = self._filler(step, report.unit)
        new = self._tick(services.correct_report, actor=actor, report=report, reason="Đếm sót")
        self.began[new.pk] = values_of(new)
        return new

    def _some(self, chance: Random, report: Report, verb: str) -> Values:
        """Return a few cells; to mend what was returned, those that are open."""
        fresh = drawn(chance)
        opened = selectors.open_cells_of(report) if verb == "mend" else None
        chosen = [code for code in fresh if opened is None or code in opened]
        return {code: fresh[code] for code in chance.sample(chosen, min(len(chosen), chance.randint(1, 4)))}

    def _save(self, step: Step, report: Report, values: Values) -> None:
        follows = step.seed % 3 > 0  # the facts, or what was typed over them before
        chosen = {code: value for code, value in values.items() if not (follows and code in FACTS)}
        cells = {code: (value, "theo sổ") for code, value in chosen.items()}
        before, opened = values_of(report), selectors.open_cells_of(report)
        self._tick(services.save_cells, actor=self._filler(step, report.unit), report=report, cells=cells)
        changed = {code for code, value in values_of(report).items() if value != before[code]}
        assert opened is None or changed <= opened, "a cell was changed that nobody sent back"

    def _fact(self, step: Step, chance: Random, period: Period) -> None:
        unit = chance.choice(self.land.places)
        begun = list(Report.objects.filter(unit__level="commune").select_related("unit").order_by("pk"))
        if begun and chance.random() < 0.8:  # mostly too late for somebody
            late = chance.choice(begun)
            period = parse(late.period)
            place = chance.choice(self.land.recorders(late.unit, period))
            unit = next(one for one in self.land.places if one.pk == place)
        actor = self.land.fillers[unit.pk]
        if step.verb == "void":
            activity = Activity.objects.filter(unit=unit, state="recorded").order_by("pk").last()
            if activity is not None:
                self._tick(activities.void_activity, actor=actor, activity=activity, reason="Ghi trùng")
            return
        first = window(FORM.calendar, period).first
        women, men = chance.randint(0, 30), chance.randint(0, 30)
        data = ActivityData(
            kind=chance.choice(("session", "session", "visit")), plan_item=self.land.item,
            day=first + timedelta(days=chance.choice((-1, 0, 40))), place="Nhà văn hóa",
            people=chance.choice((None, min(women, men))), attended=(Attended("members", female=women, male=men),),
        )  # fmt: skip
        self._tick(activities.record_activity, actor=actor, unit=unit, data=data)

    def _filler(self, step: Step, unit: Unit) -> Actor:
        actors = {"right": self.land.fillers[unit.pk], "both": self.land.both}
        return actors.get(step.who) or self.land.reviewers[unit.pk]

    def _decider(self, step: Step, unit: Unit) -> Actor:
        above = self.land.parents[self.now >= NEW_YEAR].get(unit.pk)
        right = self.land.fillers[above] if above else self.land.leader
        return {"right": right, "both": self.land.both}.get(step.who) or self.land.fillers[unit.pk]

    def _tick(self, service, **named):  # type: ignore[no-untyped-def]
        self.now += timedelta(minutes=1)
        with clock.at(self.now):
            return service(**named)


def values_of(report: Report) -> Values:
    return dict(Value.objects.filter(report=report).values_list("indicator", "value"))


@pytest.fixture
def _form_of_histories(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = {**forms.load(), (FORM.code, FORM.version): FORM}
    monkeypatch.setattr(forms, "load", lambda: shipped)


def test_the_form_of_the_histories_has_a_row_for_every_rule_of_the_catalogue() -> None:
    def ways(codes: Sequence[str]) -> set[tuple[object, ...]]:
        rows = [KNOWN[code] for code in codes]
        return {(one.over_units, one.over_time, one.since, one.is_ratio and one.factor == 1) for one in rows}

    assert ways(CODES) == ways([one.code for one in KNOWN])
    closed = {KNOWN.breakdowns[code].closed for _whole, code in KNOWN.groups() if _whole in CODES}
    assert closed == {True, False}


def live_and_look(shape: str, times: int) -> None:
    land = settle(**SHAPES[shape])

    # Looking for the shortest history that fails would take longer than reading a long one.
    @settings(
        max_examples=times, suppress_health_check=[HealthCheck.too_slow], database=None,
        phases=(Phase.explicit, Phase.generate),
    )  # fmt: skip
    @given(steps=STEPS)
    def every(steps: list[Step]) -> None:
        with undone():
            history = History(land)
            history.live(steps)
            look(history)

    every()


@pytest.mark.both
@pytest.mark.usefixtures("db", "_form_of_histories")
@pytest.mark.parametrize(
    "shape",
    [shape if shape == "two levels" else pytest.param(shape, marks=pytest.mark.deep) for shape in SHAPES],
)
def test_every_history_keeps_the_sums_and_the_rules(shape: str) -> None:
    live_and_look(shape, 2)


@pytest.mark.slow
@pytest.mark.deep
@pytest.mark.usefixtures("db", "_form_of_histories")
@pytest.mark.parametrize("shape", SHAPES)
def test_many_more_histories(shape: str) -> None:
    live_and_look(shape, examples(6))


def look(history: History) -> None:
    """Look at everything that a history left."""
    facts_are_taken_up(history)
    reports = list(Report.objects.select_related("unit").order_by("pk"))
    for report in reports:
        state_follows_from_decisions(report)
        changes_lead_to_what_stands(history, report)
    sums_are_those_of_plain_loops(history.land, naive(history.land, reports))
    assert list(selectors.verify()) == []


def facts_are_taken_up(history: History) -> None:
    """Bring every open report up to the facts; what nobody typed over follows, the rest keeps its value."""
    land = history.land
    for period in PERIODS[:3]:
        there = [unit for unit in land.asked if land.stands(unit, period)]
        derived = figures.derive_many([unit.pk for unit in there], FORM, period)
        assert derived == {unit.pk: counted(land, unit, period) for unit in there}
    for report in Report.objects.filter(state__in=["DRAFT", "RETURNED"]).select_related("unit"):
        before = {row.indicator: row for row in report.values.all()}
        history._tick(services.refresh_derived, actor=land.fillers[report.unit_id], report=report)
        told = counted(land, report.unit, parse(report.period))
        for row in report.values.all():
            old = before[row.indicator]
            assert row.derived == told.get(row.indicator)
            assert row.value == (row.derived if old.value == old.derived else old.value)


def counted(land: Land, unit: Unit, period: Period) -> Values:
    """Count the activities of a unit's period one by one."""
    days, places = window(FORM.calendar, period), land.recorders(unit, period)
    sessions = [
        one
        for one in Activity.objects.filter(kind="session", state="recorded").prefetch_related("attendances")
        if one.unit_id in places and days.first <= one.day <= days.last
    ]
    rows = [row for one in sessions for row in one.attendances.all()]
    most: dict[int, int] = {}
    for one in sessions:
        if one.people is not None:
            most[one.unit_id] = max(most.get(one.unit_id, 0), one.people)
    attended = {"TT-LUOT": [row.female + row.male for row in rows], "TT-LUOT-NU": [row.female for row in rows]}
    stated = {code: Decimal(sum(numbers)) if numbers else None for code, numbers in attended.items()}
    people = Decimal(sum(most.values())) if most else None
    elsewhere = [code for code, name in figures.figure_names(FORM).items() if name not in OF_DEEDS]
    nothing_there = dict.fromkeys(elsewhere)
    return {"TT-BUOI": Decimal(len(sessions)), "TT-NGUOI": people, **stated, **nothing_there}


def state_follows_from_decisions(report: Report) -> None:
    """Walk through the decisions: they lead to the stored state, and its facts are those of the last of each kind."""
    steps = {
        ("DRAFT", "submitted"): "SUBMITTED", ("RETURNED", "submitted"): "SUBMITTED", ("DRAFT", "corrected"): "DRAFT",
        ("SUBMITTED", "returned"): "RETURNED", ("SUBMITTED", "approved"): "APPROVED",
        ("APPROVED", "superseded"): "SUPERSEDED",
    }  # fmt: skip
    state, last, senders = "DRAFT", dict[str, Decision](), set[int]()
    for decision in Decision.objects.filter(report=report).order_by("pk"):
        state = steps[state, decision.kind]
        last[decision.kind] = decision
        if decision.kind == "submitted":
            senders.add(decision.by_id)
            assert local_day(decision.at) >= window(FORM.calendar, parse(report.period)).last
        asked = Remark.objects.filter(decision=decision)
        assert all(decision.kind == "returned" and one.reason in decision.comment for one in asked)
    assert state == report.state
    for kind, told in {
        "submitted": (report.submitted_at, report.submitted_by_id),
        "returned": (report.returned_at, report.returned_by_id),
        "approved": (report.approved_at, report.approved_by_id),
    }.items():
        holds = kind in last and (kind != "returned" or state == "RETURNED")
        assert told == ((last[kind].at, last[kind].by_id) if holds else (None, None))
    assert report.return_comment == (last["returned"].comment if state == "RETURNED" else "")
    assert report.approved_by_id not in senders
    later = Report.objects.filter(unit=report.unit_id, period=report.period, version__gt=report.version)
    assert (state == "SUPERSEDED") == later.filter(state__in=["APPROVED", "SUPERSEDED"]).exists()


def changes_lead_to_what_stands(history: History, report: Report) -> None:
    """Play the changes of a report again: each begins where the one before ended, and the last is what stands."""
    values, told = dict(history.began[report.pk]), []
    sendings = list(Decision.objects.filter(report=report, kind="submitted").values_list("at", flat=True))
    for change in Change.objects.filter(report=report).order_by("pk"):
        assert change.before == values[change.indicator]
        values[change.indicator] = change.after
        assert change.round == sum(at < change.at for at in sendings)
        told.append((change.indicator, text_of(change.before), text_of(change.after)))
    assert values == values_of(report)
    if report.state in {"SUBMITTED", "APPROVED", "SUPERSEDED"}:
        assert values == history.sent[report.pk]
    events = Event.objects.filter(object_uid=report.uid, verb__in=["report.saved", "report.refreshed"]).order_by("seq")
    trail = [(code, *pair) for event in events for code, pair in json.loads(event.facts)["cells"].items()]
    assert sorted(trail, key=str) == sorted(told, key=str)


def naive(land: Land, reports: Sequence[Report]) -> Naive:
    approved = [one for one in reports if one.state == "APPROVED"]
    return Naive(
        KNOWN,
        {(one.unit_id, one.period): values_of(one) for one in approved},
        {
            period.code: {unit.pk: [one.pk for one in land.below(unit, period)] for unit in land.asked}
            for period in PERIODS
        },
    )


def sums_are_those_of_plain_loops(land: Land, ought: Naive) -> None:
    """Compare all that is kept, and what is printed of the province and of one unit below it in each period."""
    used = {code for _unit, code in ought.sheets}
    for period in PERIODS[:3]:
        there = [one for one in land.asked if land.stands(one, period)]
        kept_is_what_it_ought_to_be(land, ought, there, period)
        with clock.at(NEW_YEAR):  # what there was before the cut can be opened too
            for unit in {land.province, there[len(ought.sheets) % len(there)]} if period.code in used else there[:1]:
                printed_is_what_it_ought_to_be(land, ought, unit, period)
            completeness_counts(land, ought, period)


def kept_is_what_it_ought_to_be(land: Land, ought: Naive, units: Sequence[Unit], period: Period) -> None:
    """Compare sums, greatest, least and number of every unit, and how many reports are due and approved."""
    codes = [code for code in CODES if not KNOWN[code].is_ratio]
    assert sums(period=period.code) == {
        (unit.pk, code): known for unit in units for code in codes if (known := ought.kept(code, unit.pk, period))
    }
    counts = Coverage.objects.filter(period=period.code).values_list("unit_id", "expected", "approved")
    ids = {unit.pk: [one.pk for one in land.below(unit, period)] for unit in units}
    done = {unit: sum((one, period.code) in ought.sheets for one in below) for unit, below in ids.items()}
    assert set(counts) in (set(), {(unit, len(below), done[unit]) for unit, below in ids.items()})


def printed_is_what_it_ought_to_be(land: Land, ought: Naive, unit: Unit, period: Period) -> None:
    """Compare all that is printed of a unit in a period."""
    whole, year = selectors.consolidation(land.leader, FORM, period, unit), period.since_start_of_year()
    assert whole.totals == {code: ought.value(code, unit.pk, period) for code in CODES}
    assert whole.year_to_date == {code: ought.over_time(code, unit.pk, year) for code in CODES}
    below = land.below(unit, period)
    done = [one for one in below if (one.pk, period.code) in ought.sheets]
    assert (whole.expected, whole.approved) == (len(below), len(done))
    missing = {one.unit_id for one in selectors.missing_units(FORM, period, unit)}
    assert missing == {one.pk for one in below} - {one.pk for one in done}
    own, *children = whole.rows
    assert own.is_own
    assert own.figures == {code: alone(ought, unit, period).value(code, unit.pk, period) for code in CODES}
    assert [row.unit_id for row in children] == [one.pk for one in land.children(unit, period)]
    for row in children:
        assert row.figures == {code: ought.value(code, row.unit_id, period) for code in CODES}
    cell_opens(land, ought, unit, period, CODES[(len(ought.sheets) + period.number) % len(CODES)])


def alone(ought: Naive, unit: Unit, period: Period) -> Naive:
    return Naive(ought.catalogue, ought.sheets, {period.code: {unit.pk: [unit.pk]}})


def cell_opens(land: Land, ought: Naive, unit: Unit, period: Period, code: str) -> None:
    """Open one cell: its parts are those of the rows, and each tells of how many reports it was made."""
    view, counted_by = selectors.cell(land.leader, FORM, period, unit, code), KNOWN[code].numerator or code
    assert view.value == ought.value(code, unit.pk, period)
    assert view.count == len(ought.known(counted_by, unit.pk, period))
    assert view.own_report == Report.objects.filter(unit=unit, period=period.code, state="APPROVED").first()
    for part in view.parts:
        told = alone(ought, unit, period) if part.is_own else ought
        assert part.value == told.value(code, part.unit_id, period)
        assert part.count == len(told.known(counted_by, part.unit_id, period))
    if unit == land.province:
        (line,) = over_year(FORM, unit, PERIODS, [code])
        assert line.values == tuple(ought.value(code, unit.pk, one) for one in PERIODS)
        assert line.so_far == ought.over_time(code, unit.pk, PERIODS)


def completeness_counts(land: Land, ought: Naive, period: Period) -> None:
    """Compare the matrix of who has reported: below each unit, without itself."""
    table = selectors.completeness(land.leader, FORM, [period], land.province, clock.today())
    below: Mapping[int, list[Unit]] = {unit.pk: land.below(unit, period) for unit in land.asked}
    for row in table.rows:
        (cell,) = row.cells
        if cell is not None:
            ids = [unit.pk for unit in below[row.unit_id] if unit.pk != row.unit_id]
            assert (cell.expected, cell.approved) == (len(ids), sum((key, period.code) in ought.sheets for key in ids))
