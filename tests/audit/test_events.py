"""Every verb that the code writes has its words."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from lanhmanh.audit.events import LABELS, label
from lanhmanh.reporting.models import Decision

pytestmark = pytest.mark.pure
PACKAGE = Path(__file__).parents[2] / "lanhmanh"
VERB = re.compile(r"[a-z]+\.[a-z_]+")


@cache
def trees() -> list[tuple[str, ast.Module]]:
    """Return all modules that speak of verbs, parsed."""
    texts = ((path.name, path.read_text()) for path in PACKAGE.rglob("*.py"))
    return [(name, ast.parse(text)) for name, text in texts if "verb=" in text]


@cache
def written() -> frozenset[tuple[str, str]]:
    """Return (file, verb) for every verb given to record or, by a constant, to what passes it on."""
    return frozenset(_written())


def _written() -> Iterator[tuple[str, str]]:
    for name, tree in trees():
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        passing = [one.value for call in calls for one in call.keywords if one.arg == "verb"]
        if any(isinstance(value, ast.Name) for value in passing):
            passing += [one for call in calls if named(call).startswith("_") for one in call.args]
        for value in passing:
            for part in ast.walk(value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and VERB.fullmatch(part.value):
                    yield name, part.value


def named(call: ast.Call) -> str:
    """Return the last name of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def composed() -> Iterator[str]:
    """Yield the beginnings of verbs that are put together."""
    for _name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "verb" and isinstance(node.value, ast.JoinedStr):
                yield ast.unparse(node.value)


def test_every_verb_has_words() -> None:
    verbs = {verb for _file, verb in written()}
    assert len(verbs) > 30
    assert {"report.saved", "account.closed", "units.loaded"} <= verbs
    assert verbs - set(LABELS) == set()


def test_the_verbs_put_together_are_those_of_decisions() -> None:
    assert set(composed()) == {"f'report.{kind.value}'"}
    assert {f"report.{kind.value}" for kind in Decision.Kind} <= set(LABELS)


def test_no_words_for_what_is_never_written() -> None:
    known = {verb for _file, verb in written()} | {f"report.{kind.value}" for kind in Decision.Kind}
    assert set(LABELS) - known == set()


def test_an_unknown_verb_is_shown_as_it_is() -> None:
    assert label("old.verb") == "old.verb"
    assert label("report.approved") == "Duyệt báo cáo"
