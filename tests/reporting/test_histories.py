"""Whatever people do in whatever order, the sums are those of the approved reports, and nobody approves his own."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lanhmanh.accounts.access import Actor
from lanhmanh.kernel.errors import Refused
from lanhmanh.reporting import selectors, services
from lanhmanh.reporting.models import Coverage, Decision, Report, Rollup, Value
from lanhmanh.units.models import Unit
from tests.growth import examples
from tests.reporting.conftest import FORM, FULL, Q1, Line

PLACES = ("commune", "sibling", "district", "other_commune")
VERBS = (
    ("send",) * 4
    + ("approve",) * 3
    + ("approve_all", "correct", "correct", "fill", "blank", "submit", "submit", "return")
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(VERBS), st.sampled_from(PLACES), st.integers(0, 9), st.sampled_from((False,) * 7 + (True,))
    ),
    min_size=30,
    max_size=50,
)
CODE = "VV-TIEN"


@contextmanager
def undone() -> Iterator[None]:
    """Run one history and leave nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def latest(unit: Unit) -> Report | None:
    return Report.objects.filter(unit=unit).order_by("-version").first()


def take(line: Line, verb: str, unit: Unit, number: int, actor: Actor) -> None:
    """Take one step if it may be taken; a refusal changes nothing."""
    if verb == "send":
        services.open_report(actor=actor, unit=unit, form=FORM, period=Q1)
    report = latest(unit)
    if report is None:
        return
    value = None if verb == "blank" else Decimal(number) / 4
    if verb in {"send", "fill", "blank"}:
        cells = {code: (zero, "x") for code, zero in FULL.items()} | {CODE: (value, "")}
        services.save_cells(actor=actor, report=report, cells=cells)
    match verb:
        case "send" | "submit":
            services.submit_report(actor=actor, report=report)
        case "return":
            services.return_report(actor=actor, report=report, comment="Sửa")
        case "approve":
            services.approve_report(actor=actor, report=report)
        case "approve_all":
            waiting = list(Report.objects.filter(state="SUBMITTED", unit__level=unit.level))
            services.approve_many(actor=actor, reports=waiting)
        case "correct":
            new = services.correct_report(actor=actor, report=report, reason="Sai")
            services.save_cells(actor=actor, report=new, cells={CODE: (value, "")})
            services.submit_report(actor=actor, report=new)


def naive(line: Line, under: list[Unit]) -> tuple[Decimal, Decimal, Decimal, int] | None:
    """Add up the approved values of some units, one by one."""
    values = [
        cell.value
        for cell in Value.objects.filter(report__state="APPROVED", report__unit__in=under, indicator=CODE)
        if cell.value is not None
    ]
    return (sum(values, Decimal(0)), max(values), min(values), len(values)) if values else None


@settings(
    max_examples=examples(15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_every_history_keeps_the_sums_and_the_rules(line: Line, steps: list[tuple[str, str, int, bool]]) -> None:
    world = line.world
    trees = {
        world.province: [
            world.province,
            world.district,
            world.commune,
            world.sibling,
            world.other_district,
            world.other_commune,
        ],
        world.district: [world.district, world.commune, world.sibling],
        world.other_district: [world.other_district, world.other_commune],
        world.commune: [world.commune],
    }
    with undone():
        for verb, place, number, by_reviewer in steps:
            unit = getattr(world, place)
            own = verb in {"send", "fill", "blank", "submit", "correct"}
            actor = line.filler(unit) if own is not by_reviewer else line.reviewer(unit)
            with suppress(Refused):
                take(line, verb, unit, number, actor)
        for root, under in trees.items():
            row = Rollup.objects.filter(unit=root, indicator=CODE, count__gt=0).first()
            assert (row and (row.total, row.maximum, row.minimum, row.count)) == naive(line, under)
            counted = Coverage.objects.filter(unit=root).first()
            done = Report.objects.filter(state="APPROVED", unit__in=under).count()
            assert (counted.approved if counted else 0) == done
        for report in Report.objects.filter(state__in=["APPROVED", "SUPERSEDED"]):
            senders = Decision.objects.filter(report=report, kind="submitted").values_list("by_id", flat=True)
            assert report.approved_by_id not in set(senders)
        assert list(selectors.verify()) == []
