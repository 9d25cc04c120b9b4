"""How areas are laid on a map, what signs their classes have, how they moved, and how their facts are kept."""

from decimal import Decimal
from typing import Any

import pytest

from lanhmanh.areas.rules import faces
from lanhmanh.areas.rules.codes import Judged, Stated, joined, kept, read, split
from lanhmanh.areas.rules.layout import Block, Layout, Place, lay_out
from lanhmanh.areas.rules.moves import Lag, Matrix, Move, aim_of, lag, matrix, move

pytestmark = [pytest.mark.pure, pytest.mark.once]
D = Decimal


def at(key: int, block: int, latitude: int, longitude: int, order: str = "") -> Place:
    return Place(key, block, (D(latitude), D(longitude)), order)


def keys(places: list[Place]) -> list[list[int]]:
    return [[block.key for block in row] for row in lay_out(places).rows]


def tiles(places: list[Place]) -> tuple[int, ...]:
    ((block,),) = lay_out(places).rows
    return block.tiles


# Maps


def test_nothing_is_laid_as_nothing() -> None:
    assert lay_out([]) == Layout(())
    assert Place(1, 2).point is None and Place(1, 2).order == ""


@pytest.mark.parametrize(
    ("count", "rows"),
    [(1, [1]), (2, [2]), (3, [3]), (4, [2, 2]), (5, [3, 2]), (8, [4, 4]), (9, [3, 3, 3]), (11, [4, 4, 3])],
)
def test_blocks_lie_in_as_many_rows_as_make_a_wide_page(count: int, rows: list[int]) -> None:
    laid = keys([at(n, n, 100 - n, 0) for n in range(count)])
    assert [len(row) for row in laid] == rows
    assert [key for row in laid for key in row] == list(range(count))


def test_the_rest_of_a_cut_lies_in_the_middle() -> None:
    assert [len(row) for row in keys([at(n, n, 100 - n, 0) for n in range(10)])] == [3, 4, 3]


def test_a_block_lies_where_the_middle_of_its_points_does() -> None:
    """Blocks 1 and 2 in the north, 3 and 4 in the south; what has no point stands last, in the order of its name."""
    told = [
        at(1, 1, 10, 5), at(2, 1, 20, 5), at(3, 2, 14, 1), at(4, 2, 15, 3), at(5, 3, 1, 9), at(6, 4, 2, 8),
        Place(7, 5, None, "b"), Place(8, 6, None, "a"), Place(9, 5, None, "c"),
    ]  # fmt: skip
    assert keys(told) == [[2, 1], [4, 3], [6, 5]]
    assert keys([Place(1, 2, None, "x")]) == [[2]]
    half = [Place(1, 1, None, "a"), at(2, 1, 3, 3), at(3, 2, 4, 1), at(4, 3, 2, 9), at(5, 4, 1, 1)]
    assert keys(half) == [[2, 1], [4, 3]]


def test_of_two_at_one_point_the_one_of_the_lower_key_comes_first() -> None:
    assert keys([at(1, 9, 5, 5), at(2, 8, 5, 5), at(3, 7, 5, 5)]) == [[7, 8, 9]]


def test_tiles_are_read_from_the_north_and_in_each_line_from_the_west() -> None:
    nine = [at(10 * row + column, 1, 9 - row, column) for row in range(3) for column in range(4)]
    assert tiles(nine[::-1]) == tuple(place.key for place in nine)
    assert tiles([Place(5, 1, None, "b"), Place(4, 1, None, "a"), at(9, 1, 1, 1, "z")]) == (9, 4, 5)
    same = [at(2, 1, 1, 1, "b"), at(3, 1, 1, 1, "a"), at(1, 1, 1, 1, "b")]
    assert tiles(same) == (3, 1, 2)


def test_keys_tell_nothing_of_where_a_tile_lies() -> None:
    turned = [at(-(10 * row + column), 1, 9 - row, column) for row in range(3) for column in range(4)]
    assert tiles(turned[::-1]) == tuple(place.key for place in turned)
    slanting = [at(1, 1, 5, 9), at(2, 1, 6, 8), at(3, 1, 7, 7), at(4, 1, 8, 6), at(5, 1, 9, 5)]
    assert tiles(slanting) == (5, 4, 3, 2, 1)


def weighed(single: str, four: str, *, north: bool) -> list[Place]:
    """Return block 1 of one tile and block 2 of four, their middles so far to the north, or to the east."""
    points = [(D(one), D(0)) if north else (D(0), D(one)) for one in (single, four, four, four, four)]
    return [Place(n, 1 if n == 0 else 2, point, "") for n, point in enumerate(points)]


def test_the_middle_of_a_block_is_that_of_its_tiles_however_many() -> None:
    assert keys(weighed("10.2", "10", north=False)) == [[2, 1]]
    assert keys(weighed("10", "10.2", north=False)) == [[1, 2]]
    ends = [at(8, 8, 20, 0), at(9, 9, 1, 0)]
    assert keys([*weighed("10.2", "10", north=True), *ends]) == [[1, 8], [2, 9]]
    assert keys([*weighed("10", "10.2", north=True), *ends]) == [[2, 8], [1, 9]]


def test_blocks_without_a_point_stand_by_the_first_name_in_them() -> None:
    assert keys([Place(1, 1, None, "b"), Place(2, 2, None, "z"), Place(3, 2, None, "a")]) == [[2, 1]]


@pytest.mark.parametrize(
    ("count", "alone", "beside"),
    [
        (1, 4, 3), (9, 4, 3), (10, 4, 4), (16, 4, 4), (17, 6, 5), (25, 6, 5), (26, 6, 6), (36, 6, 6), (37, 9, 6),
        (81, 9, 6), (82, 12, 6), (200, 12, 6),
    ],
)  # fmt: skip
def test_a_block_is_about_as_wide_as_high(count: int, alone: int, beside: int) -> None:
    one = [at(n, 1, 0, n) for n in range(count)]
    ((block,),) = lay_out(one).rows
    assert block == Block(1, tuple(range(count)), alone)
    assert lay_out([*one, at(-1, 2, 0, 999)]).rows[0][0].columns == beside


# Signs


def test_the_best_class_has_the_lightest_pattern_and_the_worst_the_darkest() -> None:
    assert (faces.PATTERNS, faces.BEST, faces.UNKNOWN) == ("kint", "k", "x")
    assert [faces.pattern(rank, 2) for rank in range(2)] == ["i", "k"]
    assert faces.pattern(0, 1) == "k"


@pytest.mark.parametrize(
    ("names", "signs"),
    [
        (["Loại I", "Loại II", "Loại XVII", "Loại"], ["I", "II", "XVII", "1"]),
        (["Loại I", "Loại I"], ["I", "1"]),
        (["Kém", "Khá"], ["2", "1"]),  # neither letter is theirs alone
        (["Rất kém", "Rất tốt"], ["K", "T"]),
        (["Tốt I", "Xấu I"], ["I", "X"]),
        (["?"], ["1"]),
        ([], []),
    ],
)
def test_each_class_has_a_sign_of_its_own(names: list[str], signs: list[str]) -> None:
    assert faces.letters(names) == signs


def test_a_district_stands_on_a_map_without_its_kind() -> None:
    for kind in ("Thành phố", "Huyện", "Thị xã", "Quận"):
        assert faces.short(f"{kind} Biên Hòa") == "Biên Hòa"
    assert faces.short("Phường Trảng Dài") == "Phường Trảng Dài"


# Moves


def test_words_that_are_told_of_moves_stay() -> None:
    assert [*Move] == ["better", "same", "worse", "unknown"]
    assert [*Lag] == ["worse", "missed", "late"]


def test_a_higher_rank_is_better_and_what_is_not_known_is_no_move() -> None:
    assert [move(1, now) for now in (0, 1, 2, None)] == [Move.WORSE, Move.SAME, Move.BETTER, Move.UNKNOWN]
    assert move(None, 1) is move(None, None) is Move.UNKNOWN


def test_a_matrix_tells_how_many_went_from_each_class_to_each() -> None:
    ranks = {"A": 0, "B": 1}
    found = matrix(
        {1: "A", 2: "A", 3: "B", 4: "A", 5: "X", 6: "A"}, {1: "B", 2: "B", 3: "A", 4: "A", 5: "A", 7: "A"}, ranks
    )
    assert found == Matrix({("A", "B"): 2, ("B", "A"): 1, ("A", "A"): 1}, ranks)
    assert [found.count("A", "B"), found.count("B", "A"), found.count("B", "B")] == [2, 1, 0]
    assert [found.from_class("A"), found.from_class("B"), found.to_class("A"), found.to_class("B")] == [3, 1, 2, 2]
    assert [found.total(), *map(found.total, Move)] == [4, 2, 1, 1, 0]
    assert matrix({1: "A"}, {1: "X"}, ranks).total() == 0


def test_the_next_target_is_that_of_this_year_or_the_first_after_it() -> None:
    targets = [(2025, 3), (2021, 1), (2023, 2)]
    assert [aim_of(targets, year) for year in (2020, 2021, 2022, 2024, 2026)] == [
        (2021, 1), (2021, 1), (2023, 2), (2025, 3), None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "now", "targets", "why"),
    [
        (1, 0, [], Lag.WORSE),
        (1, None, [(2021, 3)], None),
        (None, 1, [(2021, 2)], Lag.MISSED),
        (1, 2, [(2021, 2)], None),
        (1, 3, [(2021, 2)], None),
        (1, 1, [], None),
        (1, 1, [(2023, 3)], None),  # two steps in two years
        (1, 1, [(2022, 3)], Lag.LATE),  # two steps in one
        (1, 1, [(2020, 3)], None),
    ],
)
def test_an_area_falls_behind_its_target(
    before: int | None, now: int | None, targets: list[tuple[int, int]], why: Lag | None
) -> None:
    assert lag(before, now, targets, 2021) is why


# Facts


def test_facts_are_kept_as_text_without_needless_noughts() -> None:
    assert kept({"a": 5, "b": D("1.50"), "c": True, "d": None, "e": D("1E+3"), "f": 0, "g": False}) == {
        "a": "5", "b": "1.5", "c": True, "d": None, "e": "1000", "f": "0", "g": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", 5), ("1.50", D("1.5")), (True, True), (None, None), ("x", None), ("5.000", 5), (False, False)],
)
def test_facts_are_read_as_they_were_stated(text: Any, value: Any) -> None:
    found = read({"a": text})["a"]
    assert found == value and type(found) is type(value)
    assert read(None) == {}


def test_a_fact_is_a_figure_or_an_answer() -> None:
    assert [split(value) for value in (5, D("0.5"), True, False, None)] == [
        (D(5), None), (D("0.5"), None), (None, True), (None, False), (None, None),
    ]  # fmt: skip
    assert [joined(D(5)), joined(D("0.50")), joined(None, False), joined(D(1), True), joined(None)] == [
        5, D("0.5"), False, True, None,
    ]  # fmt: skip
    assert (Stated(1).source, Judged(agreed=True).value, Judged(agreed=True).why) == ("", None, "")
