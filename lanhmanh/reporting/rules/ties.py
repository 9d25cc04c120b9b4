"""Which cells of a report hang together, and which of them a return leaves open."""

from collections.abc import Collection

from lanhmanh.reporting.rules.catalogue import Catalogue


def tied(code: str, catalogue: Catalogue) -> frozenset[str]:
    """Return the cells whose problems a value may change: its parts, its whole, and what a ratio ties to it."""
    ties = ({one.code, *one.references} for one in catalogue if one.references)
    return frozenset().union(*(tie for tie in ties if code in tie)) - {code}


def open_cells(asked: Collection[str], troubled: Collection[str], catalogue: Catalogue) -> frozenset[str]:
    """Return the cells that may be changed after a return of single cells.

    They are those asked for, for a ratio the two it is made of; and, where a rule objects to a cell, that cell with
    all that hang together with it, or else a report could stand that nobody can send.
    """
    parts = {part for code in asked if catalogue[code].is_ratio for part in catalogue[code].references}
    near = {other for code in troubled for other in tied(code, catalogue)}
    found = {*asked, *parts, *troubled, *near}
    return frozenset(code for code in found if not catalogue[code].is_ratio)
