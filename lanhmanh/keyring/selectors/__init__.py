"""Reading keys: who holds, who waits, when recovery was practised, whether anything is missing."""

from lanhmanh.keyring.selectors.integrity import strays, verify
from lanhmanh.keyring.selectors.recovery import Recovery, drill_due, recovery_of
from lanhmanh.keyring.selectors.standing import (
    Standing,
    ToDo,
    founds_below,
    get_holder,
    get_unit,
    standing_of,
    standings,
    to_do,
    top_of,
)

__all__ = [
    "Recovery",
    "Standing",
    "ToDo",
    "drill_due",
    "founds_below",
    "get_holder",
    "get_unit",
    "recovery_of",
    "standing_of",
    "standings",
    "strays",
    "to_do",
    "top_of",
    "verify",
]
