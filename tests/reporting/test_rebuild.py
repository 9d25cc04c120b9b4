"""Sums rebuilt by the database are those kept step by step and those that a plain loop gives."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lanhmanh.accounts.models import User
from lanhmanh.audit.models import Event
from lanhmanh.audit.services import SYSTEM
from lanhmanh.db.decimals import stored_of
from lanhmanh.db.packing import packed
from lanhmanh.kernel import clock
from lanhmanh.kernel.periods import parse
from lanhmanh.reporting import selectors, services
from lanhmanh.reporting.models import Coverage, Report, Rollup, Sealed, Value
from lanhmanh.reporting.rules import forms
from lanhmanh.reporting.selectors.packed import Term
from lanhmanh.reporting.services.rollups import ensure_coverage, recompute
from lanhmanh.reporting.services.sums import write_sums
from lanhmanh.units.models import Level, Unit
from lanhmanh.units.services import rebuild_ancestry
from tests.factories import make_unit, make_user
from tests.growth import examples
from tests.reporting.conftest import FORM, FULL, Q1, Line
from tests.reporting.kept import Sums, disturb, sums, total
from tests.reporting.test_verify import unguarded

CODES = ["TT-BUOI", "TT-LUOT", "VV-TIEN"]
figures = st.decimals(-(10**11), 10**11, places=4, allow_nan=False) | st.sampled_from([Decimal(0), Decimal(10) ** 11])
cells = st.dictionaries(st.sampled_from(CODES), figures | st.none())
# A tree: of every unit its parent among those before it, its level, and its report if it has an approved one.
trees = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from(["district", "commune", "branch"]), st.none() | cells), max_size=9
)


def counts() -> dict[int, tuple[int, int]]:
    return {row.unit_id: (row.expected, row.approved) for row in Coverage.objects.filter(period=Q1.code)}


def report(unit: Unit, values: dict[str, Decimal | None], people: tuple[User, User]) -> Report:
    """Keep an approved report as the database lets one come about."""
    at, (one, other) = clock.now(), people
    made = Report.objects.create(
        form=FORM.code, form_version=FORM.version, period=Q1.code, unit=unit, opened_at=at, opened_by=one,
        saved_at=at, saved_by=one,
    )  # fmt: skip
    for code, value in values.items():
        Value.objects.create(report=made, indicator=code, value=value, saved_at=at, saved_by=one)
    made.state, made.submitted_at, made.submitted_by = "SUBMITTED", at, one
    made.save()
    numbers = {code: None if value is None else stored_of(value) for code, value in values.items()}
    Sealed.objects.create(report=made, rows=packed(numbers), numbers=packed(numbers.values()))
    made.state, made.approved_at, made.approved_by, made.digest = "APPROVED", at, other, "0" * 64
    made.save()
    return made


def naive(units: list[Unit], parents: list[int | None], told: dict[int, dict[str, Decimal | None]]) -> Sums:
    """Add every value up at its unit and at all above it, one by one."""
    found: dict[tuple[int, str], list[Decimal]] = defaultdict(list)
    for place, values in told.items():
        at: int | None = place
        while at is not None:
            for code, value in values.items():
                if value is not None:
                    found[units[at].pk, code].append(value)
            at = parents[at]
    return {key: (sum(each), max(each), min(each), len(each)) for key, each in found.items()}


def grown(rows: list[tuple[int, str, dict[str, Decimal | None] | None]]) -> tuple[list[Unit], list[int | None]]:
    units, parents = [make_unit("Tỉnh Đồng Nai", Level.PROVINCE)], [None]
    for place, (above, level, _values) in enumerate(rows):
        parents.append(above % len(units))
        units.append(make_unit(f"Xã {place}", level, units[above % len(units)]))
    return units, parents


@settings(max_examples=examples(8), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(own=st.none() | cells, rows=trees, shake=st.randoms())
def test_rebuilt_sums_are_those_kept_step_by_step_and_those_of_a_loop(
    db: None, own: dict[str, Decimal | None] | None, rows: list, shake: object
) -> None:
    with transaction.atomic():
        units, parents = grown(rows)
        people = (make_user("auditor", units[0]), make_user("auditor", units[0]))
        reported = [own, *(values if level != "branch" else None for _above, level, values in rows)]
        told = {place: values for place, values in enumerate(reported) if values is not None}
        ensure_coverage(FORM, Q1, units[0].pk)
        for place in shake.sample(sorted(told), len(told)):
            report(units[place], told[place], people)
            recompute(FORM, Q1, [units[place].pk])
        kept, kept_counts = sums(), counts()
        assert kept == naive(units, parents, told)
        services.rebuild_sums(actor=SYSTEM, form=FORM, period=Q1)
        assert (sums(), counts()) == (kept, kept_counts)
        Rollup.objects.all().delete()
        Coverage.objects.all().delete()
        services.rebuild_sums(actor=SYSTEM, form=FORM, period=Q1)
        assert (sums(), counts()) == (kept, kept_counts)
        transaction.set_rollback(True)


def test_what_is_right_stays_and_what_is_wrong_is_counted(line: Line) -> None:
    world = line.world
    line.approved(world.commune, TT_BUOI=3)
    line.approved(world.sibling, TT_BUOI=4)
    assert services.rebuild_sums(actor=SYSTEM, form=FORM, period=Q1) == 0
    right = Rollup.objects.filter(unit__in=[world.commune.pk, world.province.pk])
    before, untouched = sums(), set(right.values_list("pk", flat=True))
    disturb(world.district, 9)
    Rollup.objects.filter(unit=world.sibling).delete()
    Rollup.objects.create(
        form=FORM.code, period=Q1.code, unit=world.branch, rows='["TT-BUOI"]', totals="[1]", maxima="[1]", minima="[1]",
        counts="[1]",
    )  # fmt: skip
    Coverage.objects.filter(unit=world.other_district).delete()
    Coverage.objects.create(form=FORM.code, period=Q1.code, unit=world.branch, expected=1)
    assert services.rebuild_sums(actor=SYSTEM, form=FORM, period=Q1) == 4
    assert sums() == before
    assert set(right.values_list("pk", flat=True)) == untouched
    assert list(selectors.verify()) == []


def test_rows_that_the_form_does_not_have_any_more_count_nowhere(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    fewer = replace(FORM, sections=FORM.sections[1:])
    gone = set(FORM.rows) - set(fewer.rows)
    term = Term(fewer, Q1, date(2021, 3, 15))
    assert write_sums(term) >= {line.world.commune.pk, line.world.province.pk}
    told = {code for unit_id, code in sums(form=FORM.code) if unit_id == line.world.commune.pk}
    assert told == FULL.keys() - gone
    assert write_sums(term) == set()


@pytest.mark.deep
def test_a_tree_that_changed_late_moves_the_sums(line: Line) -> None:
    world = line.world
    line.approved(world.commune, TT_BUOI=3)
    world.commune.versions.update(parent=world.other_district)
    rebuild_ancestry()
    assert services.rebuild_sums(actor=SYSTEM, form=FORM, period=Q1) == 2
    assert not Rollup.objects.filter(unit=world.district).exists()
    assert total(world.other_district) == 3
    assert list(selectors.verify()) == []


def test_a_unit_that_was_not_there_counts_nowhere(line: Line) -> None:
    world = line.world
    line.approved(world.commune, TT_BUOI=3)
    world.commune.versions.update(valid_from=date(2021, 6, 1))
    rebuild_ancestry()
    services.rebuild_sums(actor=SYSTEM, form=FORM, period=Q1)
    assert not Rollup.objects.exists()


def test_everything_is_rebuilt_or_what_is_named(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    Coverage.objects.create(form="HND-THANG", period="202201", unit=line.world.branch, expected=1)
    Rollup.objects.all().delete()
    assert services.rebuild_all(actor=SYSTEM, form="HND-THANG") == {("HND-THANG", "202201"): 7}
    assert services.rebuild_all(actor=SYSTEM, period="2021Q2") == {}
    assert services.rebuild_all(actor=SYSTEM) == {("HND-QUY", "2021Q1"): 3, ("HND-THANG", "202201"): 0}
    told = Event.objects.filter(verb="sums.rebuilt").order_by("seq").values_list("facts", flat=True)
    assert [one for one in told if "HND-QUY" in one] == ['{"form":"HND-QUY","period":"2021Q1"}']
    assert list(selectors.verify()) == []


def test_a_sum_is_exact_however_large(line: Line) -> None:
    world, most = line.world, "9" * 18
    for unit in (world.commune, world.sibling):
        one = line.approved(unit)
        unguarded("UPDATE reporting_value SET value = %s WHERE report_id = %s", int(most), one.pk)
        unguarded("UPDATE reporting_sealed SET numbers = replace(numbers, '0', %s) WHERE report_id = %s", most, one.pk)
    assert services.rebuild_sums(actor=SYSTEM, form=FORM, period=Q1) == 4
    assert total(world.province) == 2 * Decimal(most).scaleb(-4)
    assert not any(sentence.startswith("Tổng hợp") for sentence in selectors.verify())


def test_a_form_that_is_not_asked_has_nothing_due(line: Line) -> None:
    services.rebuild_sums(actor=SYSTEM, form=FORM, period=parse("2021Q2"))
    assert Coverage.objects.filter(period="2021Q2").count() == 6
    services.rebuild_sums(actor=SYSTEM, form=forms.get("HND-THANG"), period=parse("202103"))
    assert not Coverage.objects.filter(period="202103").exists()
