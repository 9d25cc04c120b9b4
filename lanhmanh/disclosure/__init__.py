"""Protection of small counts in published tables: `protect` a `Table`, `follow` what is out with the next issue.

No count from 1 to `minimum` − 1 can be worked out by who knows all that is shown, all that was shown before, the sums
that tie the cells together, and this rule: for each there are two possible tables in which it differs by `width` or
more.
"""

from lanhmanh.disclosure.bounds import bounds
from lanhmanh.disclosure.hiding import MINIMUM, WIDTH, protect
from lanhmanh.disclosure.issues import Change, Former, follow
from lanhmanh.disclosure.table import Counts, Equation, Key, Pair, Protected, Reason, Table, cube
from lanhmanh.disclosure.words import MARK, MISSING, REASONS, UNPROTECTABLE, legend, notes

__all__ = [
    "MARK",
    "MINIMUM",
    "MISSING",
    "REASONS",
    "UNPROTECTABLE",
    "WIDTH",
    "Change",
    "Counts",
    "Equation",
    "Former",
    "Key",
    "Pair",
    "Protected",
    "Reason",
    "Table",
    "bounds",
    "cube",
    "follow",
    "legend",
    "notes",
    "protect",
]
