"""Writes a rule set as plain rows, the inverse of reading it: what a table keeps and a form shows."""

from dataclasses import asdict
from typing import Any

from lanhmanh.law.classes.values import AreaClass, Fact, RuleSet, Test
from lanhmanh.law.sources import Source

Row = dict[str, Any]


def body_of(rule_set: RuleSet) -> Row:
    """Return the rows that are read as this rule set; they hold only what JSON has."""
    return _filled(
        {
            "code": rule_set.code,
            "version": rule_set.version,
            "title": list(rule_set.title) if rule_set.title[0] else None,
            "source": _source(rule_set.source),
            "subjects": list(rule_set.subjects),
            "effective_from": rule_set.effective_from.isoformat(),
            "effective_to": rule_set.effective_to and rule_set.effective_to.isoformat(),
            "calendar": rule_set.calendar,
            "decided_by": list(rule_set.decided_by) if rule_set.decided_by[0] else None,
            "zero_counts": rule_set.zero_counts or None,
            "template": rule_set.template or None,
            "points_of": None if rule_set.points_of is None else str(rule_set.points_of),
            "notes": [list(one) for one in rule_set.notes],
            "deadlines": [
                {"code": one.code, "name": list(one.name), "before": [one.month, one.day]} for one in rule_set.deadlines
            ],
            "facts": [_fact(one) for one in rule_set.facts],
            "classes": [_class(one) for one in rule_set.classes],
        }
    )


def _source(source: Source) -> Row:
    return _filled(asdict(source))


def _fact(one: Fact) -> Row:
    pairs = {key: list(value) if value[0] else None for key, value in (("unit", one.unit), ("ask", one.ask))}
    most = None if one.most is None else str(one.most)
    return _filled({"code": one.code, "kind": one.kind.value, "name": list(one.name), **pairs, "most": most})


def _class(one: AreaClass) -> Row:
    return _filled(
        {
            "code": one.code,
            "name": list(one.name),
            "needs": one.needs,
            "otherwise": one.otherwise or None,
            "instead_of": list(one.instead_of),
            "source": None if one.source is None else _source(one.source),
            "criteria": [
                _filled(
                    {
                        "code": each.code,
                        "name": list(each.name) if each.name[0] else None,
                        "any": [_test(test) for test in each.any],
                    }
                )
                for each in one.criteria
            ],
        }
    )


def _test(test: Test) -> Row:
    bounds = {side: None if value is None else str(value) for side, value in asdict(test.bounds).items()}
    return _filled(
        {
            "kind": test.kind.value,
            "facts": list(test.facts),
            "of": test.of,
            "per": None if test.per == 100 else test.per,
            **bounds,
            "band": test.band or None,
            "yes": None if test.yes else False,
            "of_class": test.of_class,
        }
    )


def _filled(row: Row) -> Row:
    return {key: value for key, value in row.items() if value is not None and value not in ("", [])}
