"""The verbs of areas."""

from lanhmanh.areas.services.laying import lay_shipped
from lanhmanh.areas.services.rule_sets import (
    discard_rule_set,
    edit_rule_set,
    next_rule_set,
    publish_rule_set,
    publishable,
    start_rule_set,
    withdraw_rule_set,
)

__all__ = [
    "discard_rule_set", "edit_rule_set", "lay_shipped", "next_rule_set", "publish_rule_set", "publishable",
    "start_rule_set", "withdraw_rule_set",
]  # fmt: skip
