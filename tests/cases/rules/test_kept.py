"""What an issue leaves to the next one: the same bytes for the same counts, read back as it was."""

import json
from zlib import compress, decompress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lanhmanh.cases.rules import kept as rules
from lanhmanh.cases.rules.kept import Kept, joined, packed, protected, restored, unpacked
from lanhmanh.disclosure import MINIMUM, WIDTH, Change, Equation, Former, Key, Reason, Table
from tests.disclosure.attacker import widths
from tests.growth import examples

pytestmark = [pytest.mark.pure, pytest.mark.once]
PARTS = ("a", "b", "c")
COUNTS = st.fixed_dictionaries({(name, 1, "q"): st.sampled_from([0, 1, 2, 6, 9, 30]) for name in PARTS})


def key(name: str) -> Key:
    return (name, 1, "q")


def table(counts: dict[Key, int | None], *unprinted: str) -> Table:
    total = sum(value or 0 for value in counts.values())
    return Table(
        {**counts, key("t"): total}, [Equation(key("t"), tuple(counts))], unprinted=frozenset(map(key, unprinted))
    )


def of(a: int, b: int, c: int | None) -> dict[Key, int | None]:
    return {key("a"): a, key("b"): b, key("c"): c}


ALL = frozenset(map(key, ("a", "b", "c", "t")))


def test_the_first_issue_stands_alone() -> None:
    first = table(of(2, 9, 12))
    assert joined(None, first, ALL, 1) is first
    assert restored([]) is None
    found, left = protected(None, first, ALL, 1)
    assert found.reasons[key("a")] is Reason.PRIMARY
    assert found.unprotectable == frozenset()
    assert left == Kept(first, ALL, frozenset(found.reasons), found.alternatives)
    assert len(left.hidden) > 1


def test_what_one_issue_left_is_what_the_next_begins_with() -> None:
    found, left = protected(None, table(of(2, 9, 12)), ALL, 1)
    out = restored([(1, left)])
    assert out is not None
    assert out.hidden == left.hidden
    assert (out.minimum, out.width, out.unprotectable) == (MINIMUM, WIDTH, frozenset())
    assert out.alternatives == found.alternatives != {}
    assert set(out.reasons.values()) == {Reason.PRIMARY}


def test_a_cell_with_the_same_count_is_one_cell_and_a_changed_one_two() -> None:
    _found, left = protected(None, table(of(2, 9, 12)), ALL, 1)
    whole = joined(restored([(1, left)]), table(of(2, 10, 12)), ALL, 2)
    assert whole.values[Former(key("b"), 2)] == 9
    assert whole.values[Change(key("b"), 2)] == 1
    assert Former(key("a"), 2) not in whole.values
    assert whole.unprinted == {Change(key("b"), 2), Change(key("t"), 2)}


def test_what_could_only_be_worked_out_and_is_printed_now_is_an_ordinary_cell() -> None:
    _found, left = protected(None, table(of(2, 9, 12), "c"), ALL - {key("c")}, 1)
    out = restored([(1, left)])
    assert out is not None
    assert out.table.unprinted == {key("c")}
    assert joined(out, table(of(2, 9, 12)), ALL, 2).unprinted == frozenset()
    assert joined(out, table(of(2, 9, 12), "c"), ALL - {key("c")}, 2).unprinted == {key("c")}


def test_what_was_printed_stays_printed_though_this_issue_only_reckons_with_it() -> None:
    _found, left = protected(None, table(of(2, 9, 12)), ALL, 1)
    again = joined(restored([(1, left)]), table(of(2, 9, 12), "c"), ALL - {key("c")}, 2)
    assert again.unprinted == frozenset()
    changed = joined(restored([(1, left)]), table(of(2, 9, 13), "c"), ALL - {key("c")}, 2)
    assert key("c") in changed.unprinted


@pytest.mark.deep
@settings(max_examples=examples(8), suppress_health_check=list(HealthCheck))
@given(st.lists(COUNTS, min_size=1, max_size=3))
def test_issue_after_issue_no_small_count_can_be_worked_out(counts: list[dict[Key, int | None]]) -> None:
    left: list[tuple[int, Kept]] = []
    for number, one in enumerate(counts, start=1):
        found, kept = protected(restored(left), table(one), ALL, number)
        left.append((number, unpacked(packed(kept))))
        assert left[-1][1] == kept
        assert not {key: wide for key, wide in widths(found, list(found.alternatives)).items() if wide < WIDTH}


def test_where_nothing_was_found_what_lies_near_is_hidden_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each attempt hides one ring more around what could not be protected; two of them at most."""
    small = table(of(2, 0, 0))
    asked: list[frozenset[Key]] = []
    real = rules.protect

    def watched(one: Table) -> object:
        asked.append(one.veiled)
        return real(one)

    monkeypatch.setattr(rules, "protect", watched)
    found, _left = protected(None, table(of(2, 9, 12)), ALL, 1)
    assert (len(asked), found.unprotectable) == (1, frozenset())
    asked.clear()
    with_out = Table(small.values, small.equations, published={key("t"): 2})
    found, _left = protected(None, with_out, ALL, 1)
    assert found.unprotectable == {key("a"), key("t")}
    assert asked == [frozenset(), ALL, ALL]


def test_what_lies_near_shares_a_sum() -> None:
    far = Table({**of(1, 2, 3), key("t"): 6, key("x"): 4}, [Equation(key("t"), tuple(map(key, PARTS)))])
    assert rules._near(far, frozenset({key("a")})) == ALL
    assert rules._near(far, frozenset({key("x")})) == {key("x")}
    assert rules._near(far, frozenset()) == frozenset()


def test_bytes_are_the_same_for_the_same_counts_and_hold_every_kind_of_cell() -> None:
    former, change = Former(key("b"), 2), Change(Former(key("c"), 1), 3)
    whole = Table(
        {key("b"): 5, former: 4, Change(key("b"), 2): 1, change: None},
        [Equation(key("b"), (former, Change(key("b"), 2)))],
        unprinted=frozenset({change, former}),
    )
    pairs = {former: ({former: -1, key("b"): -1}, {key("b"): 2, former: 2}), key("b"): ({former: -1, key("b"): -1}, {})}
    one = Kept(whole, frozenset({key("b")}), frozenset({former, change, key("z")}), pairs)
    assert unpacked(packed(one)) == one
    assert packed(one) == packed(unpacked(packed(one)))
    same = Kept(whole, frozenset([key("b")]), frozenset([key("z"), change, former]), pairs)
    assert packed(same) == packed(one)
    assert packed(one)[:2] == b"x\x9c"


def test_a_cell_that_no_issue_had_and_is_not_printed_stays_so() -> None:
    """Whatever its count: one that nobody knows is not one that stayed as it was."""
    _found, left = protected(None, table(of(2, 9, 12)), ALL, 1)
    for count in (0, 1, 7):
        more = Table({**of(2, 9, 12), key("t"): 23, key("x"): count}, unprinted=frozenset({key("x")}))
        assert joined(restored([(1, left)]), more, ALL, 2).unprinted == {key("x")}


def test_an_issue_without_alternatives_is_read_as_it_was_written() -> None:
    told = json.loads(decompress(packed(Kept(table(of(2, 9, 12)), ALL, ALL))))
    del told["alternatives"]
    assert unpacked(compress(json.dumps(told).encode())) == Kept(table(of(2, 9, 12)), ALL, ALL)


def test_an_issue_begins_at_what_the_one_before_found() -> None:
    """The older counts keep their alternatives, so nothing is sought for them and no more of them is hidden."""
    _found, left = protected(None, table(of(2, 9, 12)), ALL, 1)
    again, _kept = protected(restored([(1, left)]), table(of(2, 9, 12)), ALL, 2)
    assert again.alternatives == left.alternatives
    assert again.hidden == left.hidden


def test_what_was_looked_at_is_not_protected_a_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    rules.next_issue.cache_clear()
    now, more = (packed(Kept(table(of(2, 9, count)), ALL, frozenset())) for count in (12, 13))
    seen = rules.next_issue((), now, 1)
    assert seen == protected(None, table(of(2, 9, 12)), ALL, 1)
    out = ((1, packed(seen[1])),)
    other = rules.next_issue(out, more, 2)
    assert other == protected(restored([(1, seen[1])]), table(of(2, 9, 13)), ALL, 2)
    monkeypatch.setattr(rules, "protect", None)
    assert rules.next_issue((), now, 1) is seen
    assert rules.next_issue(out, more, 2) is other
    with pytest.raises(TypeError):
        rules.next_issue(out, more, 3)


def test_what_was_cut_off_is_not_read() -> None:
    told = json.loads(decompress(packed(Kept(table(of(2, 9, 12)), ALL, ALL))))
    told["values"].pop()
    with pytest.raises(ValueError, match="zip"):
        unpacked(compress(json.dumps(told).encode()))
