"""Reads of areas, each already restricted to the actor."""

from lanhmanh.areas.selectors.rule_sets import (
    RuleSetView,
    all_rule_sets,
    get_draft,
    get_rule_set,
    rule_set_on,
    rule_sets_on,
    versions_of,
    view_of,
    visible_to,
    writing_unit,
)

__all__ = [
    "RuleSetView", "all_rule_sets", "get_draft", "get_rule_set", "rule_set_on", "rule_sets_on", "versions_of",
    "view_of", "visible_to", "writing_unit",
]  # fmt: skip
