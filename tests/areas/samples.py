"""Rule sets of a province, made as people make them."""

from datetime import date
from typing import Any

from lanhmanh.accounts.access import Actor
from lanhmanh.areas import services
from lanhmanh.areas.models import RuleSet
from lanhmanh.law import classes
from lanhmanh.units.models import Unit

DOCUMENT = {"document_title": "Quyết định", "document_number": "12/QĐ-UBND", "document_dated": date(2020, 12, 1)}
HEAD = {"effective_from": "2021-01-01", "decided_by": ["Ban Chủ nhiệm", "Board"], "source": {"title": "QĐ 12"}}


def four() -> classes.RuleSet:
    """Return the template of the plan's four classes."""
    return next(one for one in classes.templates() if one.code == "4LOP")


def facts() -> list[dict[str, Any]]:
    """Return two facts under the codes that Decision 3122 has for them."""
    old = next(one for one in classes.shipped() if one.code == "QD3122")
    return [one for one in classes.body_of(old)["facts"] if one["code"] in ("addicts", "spots")]


def rows(*bounds: str) -> list[dict[str, Any]]:
    """Return classes by the number of addicts, the worst first, and one for the rest."""
    found: list[dict[str, Any]] = []
    for number, least in enumerate(bounds):
        test = {"kind": "count", "facts": ["addicts"], "at_least": least}
        name = [f"Loại {number + 1}", f"Class {number + 1}"]
        found.append({"code": f"L{number + 1}", "name": name, "criteria": [{"code": "1", "any": [test]}]})
    return [*found, {"code": "TOT", "name": ["Tốt", "Good"], "otherwise": True}]


def drafted(actor: Actor, unit: Unit, code: str = "RIENG-1", **head: Any) -> RuleSet:
    """Begin a rule set and write everything of it but its document."""
    row = services.start_rule_set(actor=actor, unit=unit, code=code, title="Bộ của tỉnh", like=four())
    row = services.edit_rule_set(actor=actor, row=row, part="facts", rows={"facts": facts()})
    row = services.edit_rule_set(actor=actor, row=row, part="classes", rows={"classes": rows("20", "5")})
    return services.edit_rule_set(actor=actor, row=row, part="head", rows=HEAD | head)


def published(actor: Actor, unit: Unit, code: str = "RIENG-1", **head: Any) -> RuleSet:
    """Publish a rule set of a unit's own."""
    row = drafted(actor, unit, code, **head)
    row = services.edit_rule_set(actor=actor, row=row, part="head", rows={}, document=DOCUMENT)
    return services.publish_rule_set(actor=actor, row=row)
