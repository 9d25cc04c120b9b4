"""Sentences of the product made of clauses, of which only those with all their figures are said."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.sources import AT_LEAST, PART, is_lower_bound
from lanhmanh.reporting.rules.words import Sources, references

_OF_WHICH = "trong đó "


@dataclass(frozen=True)
class Said:
    """Lines as stored, and the names of what has no figure."""

    lines: tuple[str, ...]
    absent: tuple[str, ...]


def sentences(
    said: Iterable[Sequence[str]], who: str, rows: Sequence[str], sources: Sources, *, rest: bool = True
) -> Said:
    """Return the sentences on these rows of a form, and with `rest` a list of the rows that no sentence names."""
    lines: list[str] = []
    absent: list[str] = []
    named: set[str] = set()
    for clauses in said:
        known = _known(clauses, rows, sources, named, absent)
        if known:
            line = "; ".join(known)
            lines.append(f"{who} {line}." if line[0].islower() else f"{line}.")
    if rest:
        more, unknown = listed([code for code in rows if code not in named], sources)
        lines, absent = [*lines, *more], [*absent, *unknown]
    return Said(tuple(lines), tuple(dict.fromkeys(absent)))


def listed(
    codes: Sequence[str],
    sources: Sources,
    tail: str = "",
    notes: Mapping[str, str] | None = None,
    *,
    over_time: bool = False,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return "chỉ tiêu: giá trị đơn vị" for each of these rows, its parts behind it, and the names of the missing.

    `notes` are words that stand behind the value of a row; `over_time` where the values are of several periods.
    """
    known = catalogue.load()
    absent = tuple(sources[code].name for code in codes if sources[code + tail].value is None)
    there = [code for code in codes if sources[code + tail].value is not None]
    tops = [code for code in there if known[code].part_of not in there]
    said = {code: f"{_value(code, sources, tail, over_time=over_time)}{(notes or {}).get(code, '')}" for code in there}
    lines = (f"{sources[code].name}: {said[code]}{_parts(code, said)}." for code in tops)
    return tuple(f"{line[0].upper()}{line[1:]}" for line in lines), absent


def _known(
    clauses: Sequence[str], rows: Sequence[str], sources: Sources, named: set[str], absent: list[str]
) -> list[str]:
    """Return the clauses that can be said; what they name is added to `named`, what has no figure to `absent`."""
    known: list[str] = []
    cut = False
    for clause in clauses:
        keys = references(clause)
        if not all(key.partition(":")[0] in rows for key in keys):
            cut = True
            continue
        unknown = [key for key in keys if key not in sources or sources[key].value is None]
        named.update(key.partition(":")[0] for key in unknown or keys)
        absent += [sources[key.partition(":")[0]].name for key in unknown]
        if not unknown:
            known.append(clause.removeprefix(_OF_WHICH) if cut else clause)
        cut = bool(unknown)
    return known


def _parts(code: str, said: Mapping[str, str]) -> str:
    told = "; ".join(_parts_of(code, said))
    return f", trong đó {told}" if told else ""


def _parts_of(code: str, said: Mapping[str, str]) -> Iterator[str]:
    """Yield the parts of a whole, and what is a part of these, in the order of the form."""
    known = catalogue.load()
    for part, value in said.items():
        if known[part].part_of == code:
            full = known[part].name_vi
            name = full.removeprefix(PART) if full.startswith(PART) else f"{full[:1].lower()}{full[1:]}"
            yield f"{name}: {value}"
            yield from _parts_of(part, said)


def _value(code: str, sources: Sources, tail: str, *, over_time: bool) -> str:
    bound = f" ({AT_LEAST})" if is_lower_bound(catalogue.load()[code], over_time=over_time) else ""
    return f"{{{code}{tail}}} {sources[code].unit}{bound}"
