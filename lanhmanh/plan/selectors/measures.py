"""The indicators that a task may name. The catalogue lies above the plans and says at start what it holds."""

from collections.abc import Callable, Iterable, Sequence

from lanhmanh.plan.models import PlanItem
from lanhmanh.plan.rules import measures
from lanhmanh.plan.rules.measures import Measure
from lanhmanh.plan.rules.outline import Clause

Source = Callable[[], Sequence[Measure]]
_sources: list[Source] = []


def offer(source: Source) -> None:
    """Let plans know the indicators of a catalogue, asked anew each time, in the language of the reader."""
    _sources[:] = [source]


def known_measures() -> dict[str, Measure]:
    """Return the indicators by code, in the order of the catalogue; none where no catalogue is installed."""
    return {one.code: one for source in _sources for one in source()}


def measures_for(items: Iterable[PlanItem]) -> dict[int, list[Measure]]:
    """Return for each clause, by its key, the indicators that fit its words."""
    every, asked = known_measures(), {item.pk: item for item in items}
    clauses = [Clause(item.path, item.label, item.heading, item.text, "", leaf=True) for item in asked.values()]
    fit = measures.fitting(clauses, list(every.values()))
    return {key: [every[code] for code in codes] for key, codes in zip(asked, fit, strict=True)}
