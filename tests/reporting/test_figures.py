"""What contexts count, and what the catalogue asks of them."""

from lanhmanh.activities.figures import FIGURES as OF_ACTIVITIES
from lanhmanh.areas.figures import FIGURES as OF_AREAS
from lanhmanh.cases.figures import NAMES as OF_CASES
from lanhmanh.reporting.rules.catalogue import Origin, load


def test_every_figure_of_the_contexts_is_used_once() -> None:
    figures = [one.figure for one in load() if one.source is Origin.DERIVED]
    assert sorted(figures, key=str) == sorted([*OF_ACTIVITIES.names, *OF_AREAS.names, *OF_CASES])
