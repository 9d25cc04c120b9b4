"""The sums of a period anew: what was sealed is added up, what is kept is compared whole, what differs is written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from lanhmanh.db.packing import all_unpacked, beside, heads, packed, unpacked
from lanhmanh.reporting.models import Rollup
from lanhmanh.reporting.rules.columns import Columns, columns_of, joined
from lanhmanh.reporting.selectors.packed import Term, above, kept, sealed

Texts = Sequence[str]  # the sums of a unit as they are stored, in the order of `_COLUMNS`
_COLUMNS = ("rows", "totals", "maxima", "minima", "counts")


def texts_of(rows: str, columns: Columns) -> Texts:
    """Return sums as they are stored."""
    return rows, *map(packed, columns)


def columns_from(wanted: str, stored: Texts) -> Columns:
    """Return stored sums beside the rows that are wanted, whatever the rows beside which they were stored."""
    rows, *numbers, counts = stored
    totals, maxima, minima = (beside(wanted, rows, column) for column in numbers)
    return Columns(totals, maxima, minima, beside(wanted, rows, counts, missing=0))


def write_sums(term: Term) -> set[int]:
    """Bring the sums up to the reports; return the units at which one was wrong."""
    ought, stands = _sums(term), kept(term)
    wrong = {unit_id for unit_id in ought.keys() | stands.keys() if ought.get(unit_id) != stands.get(unit_id)}
    write(term.where, {unit_id: ought.get(unit_id) for unit_id in wrong})
    return wrong


def write(where: Mapping[str, str], sums: Mapping[int, Texts | None]) -> None:
    """Keep these sums of units; None takes those of a unit away."""
    gone = [unit_id for unit_id, texts in sums.items() if texts is None]
    Rollup.objects.filter(**where, unit__in=gone).delete()
    there = ((unit_id, dict(zip(_COLUMNS, texts, strict=True))) for unit_id, texts in sums.items() if texts)
    Rollup.objects.bulk_create(
        (Rollup(**where, unit_id=unit_id, **texts) for unit_id, texts in there),
        update_conflicts=True,
        unique_fields=["form", "period", "unit"],
        update_fields=_COLUMNS,
    )


def _sums(term: Term) -> dict[int, Texts]:
    """Return the sums of every unit at or below which a report is approved.

    What reports below the same units hold is summed up together, and carried to each of these units once. A unit below
    which nobody reports has its own numbers as its sums.
    """
    numbers = sealed(term)
    chains = above(term, numbers)
    inner = {unit_id for chain in chains.values() for unit_id in chain}
    givers: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for unit_id, chain in chains.items():
        givers[(*chain, unit_id) if unit_id in inner else chain].append(numbers[unit_id])
    parts: dict[int, list[Columns]] = defaultdict(list)
    for unit_ids, texts in givers.items():
        columns = columns_of(all_unpacked(texts))
        for unit_id in unit_ids:
            parts[unit_id].append(columns)
    alone = _alone(term.rows, {unit_id: numbers[unit_id] for unit_id in chains.keys() - inner})
    return alone | {unit_id: texts_of(term.rows, joined(columns)) for unit_id, columns in parts.items()}


def _alone(rows: str, numbers: Mapping[int, str]) -> dict[int, Texts]:
    """Return the sums of units that are each made of one report."""
    full = packed([1] * len(heads(rows)))
    counts = ((unit_id, _counts(text) if "null" in text else full) for unit_id, text in numbers.items())
    return {unit_id: (rows, numbers[unit_id], numbers[unit_id], numbers[unit_id], each) for unit_id, each in counts}


def _counts(numbers: str) -> str:
    return packed(int(value is not None) for value in unpacked(numbers))
