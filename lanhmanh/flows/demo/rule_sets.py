"""The province's own rule set: thresholds for the plan's four classes, and a draft of the version to follow.

The thresholds are SYNTHETIC: those of Đồng Nai were not found, and these say nothing about it.
"""

from datetime import date, datetime
from typing import Any

from lanhmanh.areas import services
from lanhmanh.areas.models import RuleSet
from lanhmanh.areas.rules.drafting import source_of
from lanhmanh.audit.services import SYSTEM
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.law import classes

CODE = "CT2-4LOP"
ENTERED, FOLLOWED = datetime(2021, 1, 5, 9, tzinfo=VIETNAM), datetime(2021, 12, 15, 15, tzinfo=VIETNAM)
TITLE, NUMBER, DATED = "Quyết định minh họa về tiêu chí xếp loại địa bàn", "99/QĐ-MINHHOA", date(2016, 12, 20)
DOCUMENT = {"document_title": TITLE, "document_number": NUMBER, "document_dated": DATED}
NOTE = "SYNTHETIC: ngưỡng do phần mềm đặt ra để minh họa, không phải của tỉnh nào."
PEOPLE = ["addicts", "users"]
ASKED = ("addicts", "users", "offenders", "spots")
Row = dict[str, Any]


def make(world: World) -> RuleSet:
    """Lay the state's rule sets, publish the province's own from 2017 on, and begin its next version."""
    services.lay_shipped(actor=SYSTEM)
    officer, leader = world.actor("canbo.tinh"), world.actor("lanhdao.tinh")
    four = next(one for one in classes.templates() if one.code == "4LOP")
    with clock.at(ENTERED):
        row = services.start_rule_set(
            actor=officer, unit=world.province, code=CODE, title="Bốn loại địa bàn của Chương trình 2", like=four
        )
        services.edit_rule_set(actor=officer, row=row, part="head", rows=_head(), document=DOCUMENT)
        services.edit_rule_set(actor=officer, row=row, part="facts", rows={"facts": _facts()})
        services.edit_rule_set(actor=officer, row=row, part="classes", rows={"classes": _classes()})
        row = services.publish_rule_set(actor=leader, row=row)
    with clock.at(FOLLOWED):
        services.next_rule_set(actor=officer, row=row)
    return row


def _head() -> Row:
    source = source_of(title=TITLE, number=NUMBER, dated=DATED, checked=False, note="")
    return {
        "effective_from": "2017-01-01",
        "decided_by": ["Ban Chủ nhiệm Chương trình 2", "Programme 2 management board"],
        "source": source,
        "notes": [[NOTE, "SYNTHETIC: thresholds made up for the demonstration, of no province."]],
    }


def _facts() -> list[Row]:
    """Return the facts under the codes that the rule sets of the state have for them."""
    old = next(one for one in classes.shipped() if one.code == "QD3122")
    known = {one["code"]: one for one in classes.body_of(old)["facts"]}
    return [known[code] for code in ASKED]


def _classes() -> list[Row]:
    most = [_sum(PEOPLE, "30"), _sum(["offenders"], "12"), _sum(["spots"], "2")]
    many = [_sum(PEOPLE, "12"), _sum(["offenders"], "5"), _sum(["spots"], "1")]
    few = [_sum(PEOPLE, "1"), _sum(["offenders"], "1")]
    return [
        _class("TRONG-DIEM", "Trọng điểm", "Key", 1, most),
        _class("NHIEU", "Nhiều", "Many", 1, many),
        _class("IT", "Ít", "Few", 1, few),
        _class("KHONG", "Không có", "None", None, [_none(PEOPLE), _none(["offenders", "spots"])]),
    ]


def _class(code: str, name: str, english: str, needs: int | None, tests: list[Row]) -> Row:
    criteria = [{"code": str(number), "any": [test]} for number, test in enumerate(tests, 1)]
    return {"code": code, "name": [name, english], "criteria": criteria} | ({"needs": needs} if needs else {})


def _sum(facts: list[str], least: str) -> Row:
    return {"kind": "count", "facts": facts, "at_least": least}


def _none(facts: list[str]) -> Row:
    return {"kind": "count", "facts": facts, "at_least": "0", "at_most": "0"}
