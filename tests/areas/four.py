"""Four classes as a province may publish them."""

from datetime import date
from decimal import Decimal

from lanhmanh.law import classes
from lanhmanh.law.sources import Source

CODE = "CT2-4LOP"
KEY, MANY, FEW, NONE = "TRONG-DIEM", "NHIEU", "IT", "KHONG"
NAMES = {KEY: ("Trọng điểm", "Key"), MANY: ("Nhiều", "Many"), FEW: ("Ít", "Few"), NONE: ("Không có", "None")}
LEAST = {KEY: 50, MANY: 20, FEW: 1}


def four_classes() -> classes.RuleSet:
    """Return the four classes with invented thresholds: by the number of people with a file."""
    facts = (
        classes.Fact("addicts", classes.FactKind.COUNT, ("Người có hồ sơ quản lý", "People with a file")),
        classes.Fact("spots", classes.FactKind.YES_NO, ("Có điểm phức tạp", "Has a complex spot")),
    )
    worse = tuple(
        classes.AreaClass(
            code, NAMES[code],
            (classes.Criterion("1", ("Số người", "People"), (classes.Test(
                classes.TestKind.COUNT, ("addicts",), bounds=classes.Bounds(at_least=Decimal(least))),)),),
        )
        for code, least in LEAST.items()
    )  # fmt: skip
    best = classes.AreaClass(NONE, NAMES[NONE], otherwise=True)
    return classes.RuleSet(
        code=CODE, version=1, title=("Bốn loại của tỉnh", "The province's four classes"),
        source=Source("Quyết định thử", confidence="M"), subjects=("commune",), effective_from=date(2016, 1, 1),
        effective_to=None, calendar="ND09", decided_by=("Tỉnh", "Province"), facts=facts, classes=(*worse, best),
    )  # fmt: skip
