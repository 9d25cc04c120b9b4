"""The sums and counts kept beside the reports: a unit's is that of its children with its own approved report."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from lanhmanh.db.models import valid_on
from lanhmanh.db.packing import beside
from lanhmanh.kernel.periods import Period
from lanhmanh.law.calendars import window
from lanhmanh.reporting.models import Coverage, Report, Rollup, Sealed
from lanhmanh.reporting.rules.columns import Columns, columns_of, joined
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.states import State
from lanhmanh.reporting.selectors.calendar import Reach, expected_below
from lanhmanh.reporting.selectors.packed import rows_of
from lanhmanh.reporting.services.sums import columns_from, texts_of, write
from lanhmanh.units.models import Ancestry
from lanhmanh.units.selectors import versions_on


@dataclass(frozen=True)
class _Touched:
    """The units whose sums change, children before parents; `kept` are their children whose sums do not."""

    order: Sequence[int]
    parents: Mapping[int, int | None]
    levels: Mapping[int, str]
    kept: Sequence[int]
    day: date

    def below(self, unit_id: int) -> list[int]:
        """Return the touched units one step below."""
        return [child for child in self.order if self.parents[child] == unit_id]


def recompute(form: Form, period: Period, unit_ids: Iterable[int]) -> None:
    """Write the sums and counts of these units and of all above them; the work is bounded by their children."""
    form = form.at(period)
    touched = _touched(set(unit_ids), window(form.calendar, period).last)
    where = {"form": form.code, "period": period.code}
    _write_rollups(form, where, touched)
    _write_coverage(form, where, touched)


def ensure_coverage(form: Form, period: Period, unit_id: int) -> None:
    """Count what is due at and below every unit, once for a period; a unit that came later is counted in."""
    rows = Coverage.objects.filter(form=form.code, period=period.code)
    if not rows.exists():
        Coverage.objects.bulk_create(
            (
                Coverage(form=form.code, period=period.code, unit_id=key, expected=due)
                for key, due in expected_below(form, period).items()
            ),
            ignore_conflicts=True,
        )
    elif not rows.filter(unit=unit_id).exists():
        recompute(form, period, [unit_id])


def _touched(unit_ids: set[int], day: date) -> _Touched:
    above = Ancestry.objects.filter(valid_on(day), descendant__in=unit_ids).values("ancestor_id")
    rows = list(versions_on(day).filter(unit_id__in=above).values_list("unit_id", "parent_id", "unit__level"))
    parents = {unit_id: parent_id for unit_id, parent_id, _level in rows}

    def depth(unit_id: int | None) -> int:
        return 0 if unit_id is None else 1 + depth(parents.get(unit_id))

    order = sorted(parents, key=lambda unit_id: -depth(unit_id))
    below = versions_on(day).filter(parent__in=order).values_list("unit_id", flat=True)
    kept = [unit_id for unit_id in below if unit_id not in parents]
    return _Touched(order, parents, {unit_id: level for unit_id, _parent, level in rows}, kept, day)


def _write_rollups(form: Form, where: dict[str, str], touched: _Touched) -> None:
    rows = rows_of(form)
    known = _known(rows, where, touched)
    sums: dict[int, Columns] = {}
    for unit_id in touched.order:
        parts = [*known[unit_id], *(sums[child] for child in touched.below(unit_id) if child in sums)]
        sums |= {unit_id: joined(parts)} if parts else {}
    write(where, {unit_id: texts_of(rows, sums[unit_id]) if unit_id in sums else None for unit_id in touched.order})


def _known(rows: str, where: dict[str, str], touched: _Touched) -> dict[int, list[Columns]]:
    """Return, for each touched unit, its own approved report and the sums of its children that are not touched."""
    own = Sealed.objects.filter(
        report__form=where["form"], report__period=where["period"], report__state=State.APPROVED,
        report__unit__in=touched.order,
    ).values_list("report__unit_id", "rows", "numbers")  # fmt: skip
    kept = Rollup.objects.filter(valid_on(touched.day, "unit__versions__"), **where, unit__in=touched.kept).values_list(
        "unit__versions__parent", "rows", "totals", "maxima", "minima", "counts"
    )
    found: dict[int, list[Columns]] = defaultdict(list)
    for unit_id, codes, numbers in own:
        found[unit_id].append(columns_of([beside(rows, codes, numbers)]))
    for parent_id, *texts in kept:
        found[parent_id].append(columns_from(rows, texts))
    return found


def _write_coverage(form: Form, where: dict[str, str], touched: _Touched) -> None:
    reach = Reach([form], touched.order)
    approved = set(
        Report.objects.filter(**where, state=State.APPROVED, unit__in=touched.order).values_list("unit_id", flat=True)
    )
    kept = _kept_coverage(where, touched)
    counts: dict[int, tuple[int, int]] = {}
    for unit_id in touched.order:
        asked = form.asks(touched.levels[unit_id]) and reach.holds(form, unit_id, touched.day)
        own = (int(asked), int(unit_id in approved))
        parts = [kept.get(unit_id, (0, 0)), own, *(counts[child] for child in touched.below(unit_id))]
        counts[unit_id] = (sum(part[0] for part in parts), sum(part[1] for part in parts))
    Coverage.objects.bulk_create(
        (Coverage(**where, unit_id=key, expected=due, approved=done) for key, (due, done) in counts.items()),
        update_conflicts=True,
        unique_fields=["form", "period", "unit"],
        update_fields=["expected", "approved"],
    )


def _kept_coverage(where: dict[str, str], touched: _Touched) -> dict[int, tuple[int, int]]:
    rows = (
        Coverage.objects.filter(valid_on(touched.day, "unit__versions__"), **where, unit__in=touched.kept)
        .order_by()
        .values_list("unit__versions__parent")
        .annotate(Sum("expected"), Sum("approved"))
    )
    return {parent_id: (expected, approved) for parent_id, expected, approved in rows}
