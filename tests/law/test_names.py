"""Registers, forms and statuses are called something in both languages, and nothing by the name of something else."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from lanhmanh.kernel.periods import parse
from lanhmanh.kernel.text import fold
from lanhmanh.law.registers import form_groups, forms, registers
from lanhmanh.law.sources import rule_file
from lanhmanh.law.statuses import Status, events, regimes, steps, versions

pytestmark = pytest.mark.pure
Named = tuple[str, str, str]


def of_registers() -> Iterator[Named]:
    yield from ((code, one.name_vi, one.name_en) for code, one in registers().items())


def of_forms() -> Iterator[Named]:
    for code, one in forms().items():
        yield code, one.name_vi, one.name_en
        yield (f"{code} sender", *one.sender)
        yield (f"{code} receiver", *one.receiver)
        yield from ((f"{code} {group.code}", group.name_vi, group.name_en) for group in one.groups)


def of_statuses() -> Iterator[Named]:
    yield from ((one.value, one.name_vi, one.name_en) for one in Status)
    yield from ((one.code, one.name_vi, one.name_en) for one in versions())
    yield from ((code, *names) for code, names in events().items())
    for law in versions():
        for status, found in regimes(law.code).items():
            parts = [*found.deciders, *found.endings, *found.exclusions]
            yield from ((f"{law.code} {status} {one.code}", one.name_vi, one.name_en) for one in parts)
        rows = rule_file(f"statuses/{law.code}.toml")
        yield from ((f"{law.code} {row['code']}", *row["name"]) for row in rows.get("deadlines", ()))
        yield from ((f"{law.code} gap", *row["note"]) for row in rows.get("gaps", ()))


def of_steps() -> Iterator[Named]:
    for law in versions():
        for status in Status:
            for step in steps(status, on=law.effective_from):
                yield step.code, step.name_vi, step.name_en
                yield from ((one.code, one.name_vi, one.name_en) for one in step.papers)


@pytest.mark.parametrize("names", [of_registers, of_forms, of_statuses, of_steps])
def test_everything_has_a_name_in_vietnamese_and_another_in_english(names: Callable[[], Iterator[Named]]) -> None:
    told = list(names())
    assert told
    for code, vietnamese, english in told:
        assert vietnamese.strip() == vietnamese != "" and english.strip() == english != "", code
        assert vietnamese != english, code
        assert fold(vietnamese) != vietnamese.lower(), f"{code} is not Vietnamese: {vietnamese}"
        assert "ệ" not in english and "ườ" not in english, f"{code} is not English: {english}"


@pytest.mark.parametrize("names", [of_registers, lambda: ((s.value, s.name_vi, s.name_en) for s in Status)])
def test_no_two_of_a_kind_are_called_the_same(names: Callable[[], Iterator[Named]]) -> None:
    told = list(names())
    for at in (1, 2):
        assert set(Counter(one[at] for one in told).values()) == {1}


def test_the_forms_that_a_commune_and_a_district_make_name_their_groups_once() -> None:
    for code, period in (("01-BCN", "202112"), ("03-BCN", "2021")):
        groups = form_groups(code, parse(period))
        assert len({one.name_vi for one in groups}) == len({one.name_en for one in groups}) == len(groups) > 5
