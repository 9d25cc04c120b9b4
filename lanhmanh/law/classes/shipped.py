"""The rule sets that come with the programme, one file each in `law/data/classes`; a new one is a new file."""

from datetime import date
from functools import cache
from importlib.resources import files

from lanhmanh.law.classes.gaps import gaps
from lanhmanh.law.classes.reading import Faulty, read
from lanhmanh.law.classes.values import RuleSet
from lanhmanh.law.sources import rule_file


@cache
def shipped() -> tuple[RuleSet, ...]:
    """Return every rule set of the files, templates too, in the order of the files' names.

    :raises ValueError: a file is wrong; the text names file, entry and fault.
    """
    folder = files("lanhmanh.law").joinpath("data", "classes")
    return tuple(load(f"classes/{one.name}") for one in sorted(folder.iterdir(), key=lambda one: one.name))


def load(name: str) -> RuleSet:
    """Return the rule set of one file of `law/data`."""
    try:
        return read(rule_file(name))
    except Faulty as faulty:
        raise ValueError("\n".join(f"{name}: {fault}" for fault in faulty.faults)) from faulty


def in_force(day: date) -> tuple[RuleSet, ...]:
    """Return the shipped rule sets by which areas can be classified on a day."""
    return tuple(one for one in shipped() if one.holds(day) and not gaps(one))


def templates() -> tuple[RuleSet, ...]:
    """Return those from which a unit makes a rule set of its own."""
    return tuple(one for one in shipped() if one.template)
