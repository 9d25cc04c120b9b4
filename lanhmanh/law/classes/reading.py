"""Reads a rule set from the plain rows of a TOML file or of a form, and says of each fault where it is.

The same reading serves the files that are shipped and what a province writes in the browser. What is only lacking is no
fault here: a draft may lack it (`gaps`).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.law.classes.checks import class_faults, set_faults
from lanhmanh.law.classes.fields import Fault, Fields
from lanhmanh.law.classes.values import (
    AreaClass,
    Bounds,
    Criterion,
    Deadline,
    Fact,
    FactKind,
    RuleSet,
    Test,
    TestKind,
)
from lanhmanh.law.sources import Source

_FAULTY = sentence("Bộ tiêu chí chưa đúng ở %(entry)s: %(fault)s")
_MOST = {"facts": 60, "classes": 12, "criteria": 20, "any": 8, "deadlines": 12, "notes": 20}
_SET = (
    "code version title subjects effective_from effective_to calendar decided_by zero_counts template points_of"
    " notes source deadlines facts classes"
)


class Faulty(Refused):
    """A rule set that cannot be read, with everything that is wrong."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep all faults; the sentence tells the first."""
        self.faults = faults
        super().__init__(_FAULTY, entry=faults[0].entry, fault=str(faults[0].said))


def read(body: Mapping[str, Any]) -> RuleSet:
    """Return the rule set that the rows describe.

    :raises Faulty: something in them is wrong.
    """
    found, faults = inspect(body)
    if faults or found is None:
        raise Faulty(faults)
    return found


def inspect(body: Mapping[str, Any]) -> tuple[RuleSet | None, tuple[Fault, ...]]:
    """Return the rule set and no fault, or what is wrong with it."""
    fields = Fields(body, entry=("bộ tiêu chí", "rule set"), known=_SET)
    found = _rule_set(fields)
    if not fields.faults:
        fields.faults += [*set_faults(found), *(fault for one in found.classes for fault in class_faults(found, one))]
    return (None if fields.faults else found), tuple(fields.faults)


def _rule_set(fields: Fields) -> RuleSet:
    return RuleSet(
        code=fields.code("code"),
        version=fields.whole("version", least=1, most=9999, default=1),
        title=fields.name("title", optional=True),
        source=_source(fields.part("source", "title article confidence note")),
        subjects=fields.words("subjects", allowed=("commune", "province", "branch", "agency", "school")),
        effective_from=fields.day("effective_from") or date.min,
        effective_to=fields.day("effective_to", optional=True),
        calendar=fields.text("calendar", most=20),
        decided_by=fields.name("decided_by", optional=True),
        facts=tuple(_fact(one) for one in fields.rows("facts", "code kind name unit ask most", most=_MOST["facts"])),
        classes=tuple(
            _class(one)
            for one in fields.rows(
                "classes", "code name criteria needs otherwise instead_of source", most=_MOST["classes"]
            )
        ),
        deadlines=tuple(
            _deadline(one) for one in fields.rows("deadlines", "code name before", most=_MOST["deadlines"])
        ),
        notes=fields.names("notes", most=_MOST["notes"]),
        zero_counts=fields.flag("zero_counts"),
        template=fields.flag("template"),
        points_of=fields.number("points_of"),
    )


def _source(fields: Fields) -> Source:
    confidence = fields.choice("confidence", ("F", "P", "M"), default="M")
    return Source(
        title=fields.text("title", most=300, optional=True),
        article=fields.text("article", most=200, optional=True),
        confidence=confidence,  # type: ignore[arg-type]
        note=fields.text("note", most=1000, optional=True),
    )


def _fact(fields: Fields) -> Fact:
    kind = FactKind(fields.choice("kind", [one.value for one in FactKind], default=FactKind.COUNT.value))
    most = fields.number("most")
    if kind is FactKind.POINTS and most is None:
        fields.lacks("most")
    return Fact(
        code=fields.code("code"),
        kind=kind,
        name=fields.name("name"),
        unit=fields.name("unit", optional=True),
        ask=fields.name("ask", optional=True),
        most=most,
    )


def _class(fields: Fields) -> AreaClass:
    source = fields.part("source", "title article confidence note") if fields.has("source") else None
    return AreaClass(
        code=fields.code("code"),
        name=fields.name("name"),
        criteria=tuple(_criterion(one) for one in fields.rows("criteria", "code name any", most=_MOST["criteria"])),
        needs=fields.whole("needs", least=1, most=_MOST["criteria"], default=0) or None,
        otherwise=fields.flag("otherwise"),
        instead_of=fields.words("instead_of"),
        source=None if source is None else _source(source),
    )


def _criterion(fields: Fields) -> Criterion:
    known = "kind facts of per at_least above at_most below band yes of_class"
    tests = tuple(_test(one) for one in fields.rows("any", known, most=_MOST["any"]))
    return Criterion(fields.code("code"), fields.name("name", optional=True), tests)


def _test(fields: Fields) -> Test:
    return Test(
        kind=TestKind(fields.choice("kind", [one.value for one in TestKind], default=TestKind.COUNT.value)),
        facts=fields.words("facts"),
        of=fields.text("of", most=40, optional=True),
        per=fields.whole("per", least=1, most=1_000_000, default=100),
        bounds=Bounds(*(fields.number(side) for side in ("at_least", "above", "at_most", "below"))),
        band=fields.flag("band"),
        yes=fields.flag("yes", default=True),
        of_class=fields.text("of_class", most=40, optional=True),
    )


def _deadline(fields: Fields) -> Deadline:
    month, day = fields.month_and_day("before")
    return Deadline(fields.code("code"), fields.name("name"), month, day)
