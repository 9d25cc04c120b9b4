"""What was measured, and the table that tells of it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

HEAD = ("đo gì / what", "máy / on", "so với / beside", "tỷ lệ / ratio", "trung vị / median", "đích / aim", "đạt / met")


@dataclass(frozen=True)
class Result:
    """One ratio: what, on which database, beside what; `aim` is the most it should be, None where none is set."""

    what: str
    on: str
    beside: str
    ratio: float
    median: float | None = None
    aim: float | None = None
    unit: str = "×"

    @property
    def met(self) -> str:
        """Return whether the aim is met."""
        if self.aim is None:
            return ""
        return "✓" if self.ratio <= self.aim else "✗"

    def cells(self) -> tuple[str, ...]:
        """Return the cells of the result's line."""
        aim = "" if self.aim is None else f"≤ {_plain(self.aim)}{_tail(self.unit)}"
        ratio = f"{_plain(self.ratio)}{_tail(self.unit)}"
        median = "" if self.median is None else f"{_plain(self.median)}{_tail(self.unit)}"
        return self.what, self.on, self.beside, ratio, median, aim, self.met


def line_of(result: Result) -> str:
    """Return a result as a line that another process reads."""
    return json.dumps(asdict(result), ensure_ascii=False)


def read(lines: Iterable[str]) -> list[Result]:
    """Return the results of such lines; others are left alone."""
    return [Result(**json.loads(line)) for line in lines if line.startswith("{")]


def table(results: Iterable[Result]) -> str:
    """Return a Markdown table."""
    rows = [HEAD, tuple("---" for _each in HEAD), *(result.cells() for result in results)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _plain(number: float) -> str:
    return f"{number:.2f}" if number < 10 else f"{number:.0f}"


def _tail(unit: str) -> str:
    return unit if unit == "×" else f" {unit}"
