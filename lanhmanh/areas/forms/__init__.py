"""The forms of areas."""

from lanhmanh.areas.forms.rows import Rows
from lanhmanh.areas.forms.rule_sets import (
    AreasForm,
    ClassForm,
    DayForm,
    FactForm,
    FactsForm,
    HeadForm,
    StartForm,
    TestForm,
    WithdrawForm,
    told_by,
)

__all__ = [
    "AreasForm", "ClassForm", "DayForm", "FactForm", "FactsForm", "HeadForm", "Rows", "StartForm", "TestForm",
    "WithdrawForm", "told_by",
]  # fmt: skip
