"""A rule set of a file that is wrong is not read: what is wrong is told with the file's name, one fault a line."""

import pytest

from lanhmanh.law.classes import inspect
from lanhmanh.law.classes.shipped import load

pytestmark = pytest.mark.pure


def test_every_fault_of_a_file_is_told_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(load.__globals__, "rule_file", lambda _name: {})
    with pytest.raises(ValueError, match=r"sai\.toml") as refused:
        load("sai.toml")
    _found, faults = inspect({})
    assert len(faults) > 1
    assert str(refused.value).split("\n") == [f"sai.toml: {fault}" for fault in faults]
