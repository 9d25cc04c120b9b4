"""What became of every clause: nothing is lost on either side."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.paper.read import read
from lanhmanh.plan.rules.diff import LIKE, Kind, Match, diff, kind_of, likeness
from lanhmanh.plan.rules.outline import Clause, flatten
from lanhmanh.plan.rules.wording import pieces
from tests.plan.samples import SEED

pytestmark = [pytest.mark.pure, pytest.mark.once]
WORDS = ["rà", "soát", "cơ", "sở", "vận", "động", "hội", "viên", "đội", "tuyên", "truyền", "mỗi", "quý", "ma", "túy"]
texts = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


@st.composite
def outlines(draw: st.DrawFn) -> list[Clause]:
    """Up to three sections with up to five clauses each."""
    found = []
    for section in ["I", "II", "III"][: draw(st.integers(0, 3))]:
        found.append(Clause(section, section, draw(texts), "", "", leaf=False))
        for number in range(1, draw(st.integers(0, 5)) + 1):
            found.append(Clause(f"{section}.{number}", str(number), "", draw(texts), section, leaf=True))
    return found


def kinds(matches: list[Match]) -> list[Kind]:
    return [match.kind for match in matches]


def leaf(path: str, text: str, heading: str = "") -> Clause:
    return Clause(path, path.rsplit(".", 1)[-1], heading, text, path.rpartition(".")[0], leaf=True)


@given(outlines(), outlines())
def test_every_clause_of_either_side_stands_once_and_whole(before: list[Clause], after: list[Clause]) -> None:
    matches = diff(before, after)
    old = [match.before for match in matches if match.before]
    assert sorted(old, key=before.index) == before
    assert [match.after for match in matches if match.after] == after
    for match in matches:
        assert (match.kind == Kind.NEW) == (match.before is None)
        assert (match.kind == Kind.DROPPED) == (match.after is None)
        if match.before and match.after:
            assert match.kind == kind_of(match.before, match.after)
            shown = pieces(match.before.text, match.after.text)
            assert "".join(text for mark, text in shown if mark != "ins") == match.before.text
            assert "".join(text for mark, text in shown if mark != "del") == match.after.text


@given(outlines())
def test_a_plan_beside_itself_is_all_the_same(plan: list[Clause]) -> None:
    assert set(kinds(diff(plan, plan))) <= {Kind.SAME}


@given(outlines(), st.randoms(use_true_random=False))
def test_sentences_that_change_places_are_neither_new_nor_dropped(plan: list[Clause], random) -> None:  # type: ignore[no-untyped-def]
    words = [(clause.heading, clause.text) for clause in plan]
    random.shuffle(words)
    after = [
        Clause(c.path, c.label, heading, text, c.parent, c.leaf) for c, (heading, text) in zip(plan, words, strict=True)
    ]
    assert set(kinds(diff(plan, after))) <= {Kind.SAME, Kind.MOVED}


@given(outlines(), outlines())
def test_the_same_two_plans_give_the_same_answer(before: list[Clause], after: list[Clause]) -> None:
    assert diff(before, after) == diff(list(before), list(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Các đề án như : giảm nghèo ...", "Các đề án như: giảm nghèo…"),
        ('cuộc vận động "Toàn dân đoàn kết"', "cuộc vận động “Toàn dân đoàn kết”;"),
        ("giai đoạn 2021 - 2025", "giai đoạn 2021–2025."),
        ("hòa nhập, ma túy", "hoà nhập,  ma tuý"),
        ("quản lý", "quản lý"),
    ],
)
def test_typography_is_no_change_of_words(before: str, after: str) -> None:
    assert kind_of(leaf("I.1", before), leaf("I.1", after)) == Kind.SAME


@pytest.mark.parametrize(
    ("before", "after"), [("ma túy", "ma tuy"), ("hằng quý", "hằng tháng"), ("Hội", "hội"), ("10 đội", "100 đội")]
)
def test_a_mark_a_word_a_figure_is_a_change(before: str, after: str) -> None:
    assert kind_of(leaf("I.1", before), leaf("I.1", after)) == Kind.REWORDED


def test_headings_differ_by_words_not_by_capitals() -> None:
    assert kind_of(leaf("I", "", "NỘI DUNG"), leaf("I", "", "Nội dung")) == Kind.SAME
    assert kind_of(leaf("I", "", "NỘI DUNG"), leaf("II", "", "Nhiệm vụ")) == Kind.REWORDED


BEFORE = [
    leaf("II", "", "NỘI DUNG"),
    leaf("II.1", "Thường xuyên tuyên truyền cho hội viên về tác hại của ma túy."),
    leaf("II.2", "Vận động hội viên vào Đội công tác xã hội tình nguyện ở xã."),
    leaf("II.3", "Cùng công an rà soát cơ sở dịch vụ mỗi quý một lần."),
    leaf("III", "", "TỔ CHỨC"),
    leaf("III.1", "Báo cáo về Hội Nông dân tỉnh hằng quý."),
]


def test_each_kind_of_change_is_told() -> None:
    after = [
        leaf("II", "", "NHIỆM VỤ"),
        leaf("II.1", "Cùng công an rà soát cơ sở dịch vụ mỗi tháng một lần, nhắc nhở nơi vi phạm."),
        leaf("II.2", "Thường xuyên tuyên truyền cho hội viên về tác hại của ma túy."),
        leaf("II.3", "Lập nhóm Zalo để nhắc nhau."),
        leaf("III", "", "TỔ CHỨC"),
        leaf("III.1", "Báo cáo về Hội Nông dân tỉnh hằng quý."),
    ]
    told = [(m.kind, m.before and m.before.path, m.after and m.after.path) for m in diff(BEFORE, after)]
    assert told == [
        (Kind.REWORDED, "II", "II"),  # no word of the heading stayed: what stands under it decides
        (Kind.REWORDED, "II.3", "II.1"),
        (Kind.MOVED, "II.1", "II.2"),
        (Kind.DROPPED, "II.2", None),
        (Kind.NEW, None, "II.3"),
        (Kind.SAME, "III", "III"),
        (Kind.SAME, "III.1", "III.1"),
    ]


def test_of_two_alike_the_nearer_wording_goes_on_then_that_of_the_section() -> None:
    one = leaf("II.1", "Rà soát cơ sở dịch vụ mỗi quý cùng công an xã.")
    near = leaf("III.9", "Rà soát cơ sở dịch vụ mỗi quý cùng công an huyện.")
    far = leaf("II.1", "Rà soát cơ sở lưu trú mỗi tháng cùng công an xã.")
    told = {m.after.path: m.before for m in diff([one], [far, near]) if m.after}
    assert told == {"III.9": one, "II.1": None}
    twin = leaf("II.8", near.text)
    told = {m.after.path: m.before for m in diff([one], [near, twin]) if m.after}
    assert told == {"II.8": one, "III.9": None}


@pytest.mark.deep
def test_four_hundred_reworded_clauses_take_a_second() -> None:
    before = [
        leaf(f"I.{n}", " ".join(f"{word}{n % 7 * m % 11}" for m, word in enumerate(WORDS * 4))) for n in range(400)
    ]
    after = [leaf(f"I.{n}", f"{clause.text} thêm {n} lời mới") for n, clause in enumerate(before)]
    start = time.process_time()
    matches = diff(before, after)
    assert len(matches) == 400 and set(kinds(matches)) == {Kind.REWORDED}
    assert time.process_time() - start < 3  # a second on a machine of its own


@pytest.mark.deep
def test_two_thousand_clauses_are_compared_with_their_neighbours_only() -> None:
    before = [leaf(f"I.{n}", f"việc số {n} của năm") for n in range(2000)]
    after = [leaf(f"I.{n}", f"việc số {n} của năm nay") for n in range(2000)]
    start = time.process_time()
    assert set(kinds(diff(before, after))) == {Kind.REWORDED}
    assert time.process_time() - start < 15


@pytest.mark.skipif(not SEED.exists(), reason="the real plan is not beside this checkout")
def test_no_two_clauses_of_the_real_plan_are_alike() -> None:
    clauses = [c for c in flatten(read(SEED.read_bytes(), name=SEED.name).outline) if c.text]
    pairs = [(a, b) for n, a in enumerate(clauses) for b in clauses[n + 1 :]]
    assert len(pairs) > 100
    assert max(likeness(a, b) for a, b in pairs) < LIKE
