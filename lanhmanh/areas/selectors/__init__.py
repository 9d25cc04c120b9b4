"""Reads of areas, each already restricted to the actor."""

from lanhmanh.areas.selectors.rule_sets import (
    RuleSetView,
    get_rule_set,
    rule_set_on,
    rule_sets_on,
    view_of,
    visible_to,
)

__all__ = ["RuleSetView", "get_rule_set", "rule_set_on", "rule_sets_on", "view_of", "visible_to"]
