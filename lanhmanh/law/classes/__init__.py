"""Rule sets that classify areas, as dated data, and the engine that reads them."""

from lanhmanh.law.classes.engine import classify, classify_many
from lanhmanh.law.classes.facts import fact_faults
from lanhmanh.law.classes.fields import Fault
from lanhmanh.law.classes.gaps import gaps
from lanhmanh.law.classes.reading import Faulty, inspect, read
from lanhmanh.law.classes.results import ClassVerdict, Finding, Result, Verdict, Why
from lanhmanh.law.classes.said import Said, both
from lanhmanh.law.classes.shipped import in_force, shipped, templates
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
    Value,
)
from lanhmanh.law.classes.words import bounds_said, class_said, finding_said, result_said, test_said
from lanhmanh.law.classes.writing import body_of

__all__ = [
    "AreaClass", "Bounds", "ClassVerdict", "Criterion", "Deadline", "Fact", "FactKind", "Fault", "Faulty", "Finding",
    "Result", "RuleSet", "Said", "Test", "TestKind", "Value", "Verdict", "Why", "body_of", "both", "bounds_said",
    "class_said", "classify", "classify_many", "fact_faults", "finding_said", "gaps", "in_force", "inspect", "read",
    "result_said", "shipped", "templates", "test_said",
]  # fmt: skip
