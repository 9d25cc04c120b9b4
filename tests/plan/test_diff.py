"""What became of every clause: nothing is lost on either side."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.paper.read import read
from lanhmanh.plan.rules import diff as differences
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


TONES = ("à", "á", "ã", "ả", "ạ")


@pytest.mark.parametrize("new", [f"o{tone}" for tone in TONES] + ["oẻ", "oẹ", "uý", "uỷ", "uỵ"])
def test_a_tone_stands_on_either_letter(new: str) -> None:
    plain, tone = unicodedata.normalize("NFD", new)[:-1], unicodedata.normalize("NFD", new)[-1]
    old = unicodedata.normalize("NFC", plain[0] + tone + plain[1])
    for one, other in ((f"kh{old}", f"kh{new}"), (f"KH{old}".upper(), f"KH{new}".upper())):
        assert one != other
        assert kind_of(leaf("I.1", one), leaf("I.1", other)) == Kind.SAME
        assert kind_of(leaf("I.1", f"{one}n"), leaf("I.1", f"{plain}n")) == Kind.REWORDED
    assert kind_of(leaf("I.1", f"{plain}X"), leaf("I.1", f"{plain[0]}X{plain[1]}")) == Kind.REWORDED


@pytest.mark.parametrize(
    ("sign", "plain"),
    [
        *((sign, '"') for sign in "“”„«»"), *((sign, "'") for sign in "‘’"), *((sign, "-") for sign in "–—−"),
        ("…", "..."),
    ],
)  # fmt: skip
def test_a_sign_that_only_looks_better_is_no_change(sign: str, plain: str) -> None:
    assert kind_of(leaf("I.1", f"một {sign} hai"), leaf("I.1", f"một{plain}hai")) == Kind.SAME


def test_the_mark_at_the_end_of_a_heading_or_a_text_is_none_of_its_words() -> None:
    for end in (".", ";", ":", ",", "!", "?", ' -"'):
        assert kind_of(leaf("I.1", "Rà soát"), leaf("I.1", f"Rà soát{end}")) == Kind.SAME
        assert kind_of(leaf("I", "", "Nội dung"), leaf("I", "", f"Nội dung{end}")) == Kind.SAME
    assert kind_of(leaf("I", "soát", "Rà"), leaf("I", "Rà soát")) == Kind.REWORDED


@pytest.mark.parametrize(
    ("before", "after", "share"),
    [
        ("", "", 0),
        ("một", "", 0),
        ("một", "một", 1000),
        ("Một hai", "một HAI", 1000),
        ("một", "một hai", 500),  # one of one, and of three
        ("một", "một hai ba", 0),  # 333, which no likeness can be: it is not reckoned
        ("một hai ba", "một hai tư", 600),  # two words and a pair, of five and five
        ("một một", "một", 500),  # what is said twice counts twice
        ("một hai ba tư", "tư ba hai một", 571),  # four words and no pair, of seven and seven
    ],
)
def test_likeness_is_the_share_of_words_and_of_neighbours(before: str, after: str, share: int) -> None:
    assert likeness(leaf("I.1", before), leaf("II.9", after)) == share
    assert likeness(leaf("I.1", after), leaf("II.9", before)) == share


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


def story(before: list[Clause], after: list[Clause]) -> list[tuple[Kind, str | None, str | None]]:
    return [(m.kind, m.before and m.before.path, m.after and m.after.path) for m in diff(before, after)]


def test_what_is_reworded_may_have_moved_as_well() -> None:
    old = [leaf("II.1", "một hai ba"), leaf("II.2", "sáu bảy")]
    new = [leaf("II.1", "sáu bảy"), leaf("II.4", "một hai tư"), leaf("II.5", "chín")]
    found = diff(old, new)
    assert [(match.kind, match.moved) for match in found] == [
        (Kind.MOVED, True), (Kind.REWORDED, True), (Kind.NEW, False),
    ]  # fmt: skip
    assert [match.moved for match in diff(old, old)] == [False, False]


def test_the_same_words_go_on_at_their_path_then_in_their_section_then_anywhere_the_first_first() -> None:
    old = [leaf(path, "một") for path in ("I.1", "I.2", "II.1", "III.1")]
    new = [leaf(path, "một") for path in ("II.9", "I.2", "I.9", "IV.1", "V.1")]
    assert story(old, new) == [
        (Kind.MOVED, "II.1", "II.9"), (Kind.SAME, "I.2", "I.2"), (Kind.MOVED, "I.1", "I.9"),
        (Kind.MOVED, "III.1", "IV.1"), (Kind.NEW, None, "V.1"),
    ]  # fmt: skip


def test_likeness_below_half_is_another_clause() -> None:
    assert story([leaf("I.1", "một")], [leaf("I.1", "một hai")]) == [(Kind.REWORDED, "I.1", "I.1")]
    four = "một hai ba tư"
    assert story([leaf("I.1", f"{four} năm")], [leaf("I.1", "một hai sáu bảy tám")]) == [
        (Kind.DROPPED, "I.1", None), (Kind.NEW, None, "I.1"),
    ]  # fmt: skip


def test_likeness_just_below_half_is_another_clause() -> None:
    words = [f"a{n}" for n in range(252)]
    old, new = " ".join(words), " ".join([*words[:126], *(f"b{n}" for n in range(126))])
    assert likeness(leaf("I.1", old), leaf("I.1", new)) == 499
    assert story([leaf("I.1", old)], [leaf("I.1", new)])[-1] == (Kind.NEW, None, "I.1")


def test_words_that_are_told_of_an_amendment_stay() -> None:
    assert [*Kind] == ["same", "moved", "reworded", "new", "dropped"]


def test_of_two_as_much_alike_that_at_the_path_goes_on_then_the_first() -> None:
    old = [leaf("I.1", "một hai ba"), leaf("I.2", "một hai ba")]
    assert story(old, [leaf("I.2", "một hai tư")])[-1] == (Kind.REWORDED, "I.2", "I.2")
    assert story(old, [leaf("I.3", "một hai tư")])[0] == (Kind.REWORDED, "I.1", "I.3")


def test_the_section_is_worth_fifty_thousandths() -> None:
    """Of 59 words and pairs 37 are shared within the section, 627 thousandths; elsewhere 40, which are 677."""
    words = [f"a{n}" for n in range(30)]
    within = leaf("I.1", " ".join([*words[:19], *(f"x{n}" for n in range(11))]))
    near = leaf("II.1", " ".join([*words[:20], "y", words[22], *(f"y{n}" for n in range(8))]))
    new = [leaf("I.9", " ".join(words))]
    shares = [likeness(one, new[0]) for one in (within, near)]
    assert shares[1] - shares[0] == 50
    # As much either way: then the first. A word more or less would settle it.
    assert (Kind.REWORDED, "I.1", "I.9") in story([within, near], new)
    assert (Kind.REWORDED, "II.1", "I.9") in story([near, within], new)


def test_what_was_dropped_is_told_where_it_stood() -> None:
    old = [leaf("I.1", "một"), leaf("I.2", "hai"), leaf("I.3", "ba"), leaf("I.4", "tư"), leaf("I.5", "năm")]
    new = [leaf("I.1", "chín"), leaf("I.4", "tư"), leaf("I.2", "hai")]
    assert story(old, new) == [
        (Kind.DROPPED, "I.1", None), (Kind.NEW, None, "I.1"), (Kind.SAME, "I.4", "I.4"), (Kind.DROPPED, "I.5", None),
        (Kind.SAME, "I.2", "I.2"), (Kind.DROPPED, "I.3", None),
    ]  # fmt: skip


def under(path: str, heading: str, *words: str) -> list[Clause]:
    return [leaf(path, "", heading), *(leaf(f"{path}.{n}", word) for n, word in enumerate(words, 1))]


def test_a_heading_with_new_words_goes_on_where_half_of_what_stands_under_it_does() -> None:
    old = under("I", "đầu", "một", "hai", "ba", "tư")
    assert story(old, under("I", "cuối", "một", "hai", "sáu", "bảy"))[0] == (Kind.REWORDED, "I", "I")
    assert story(old, under("I", "cuối", "một", "năm", "sáu", "bảy"))[0] == (Kind.DROPPED, "I", None)
    assert story(old, under("II", "cuối", "một", "hai"))[0] == (Kind.REWORDED, "I", "II")
    assert story(old, under("II", "cuối", "một", "hai", "sáu", "bảy", "tám"))[0] == (Kind.DROPPED, "I", None)


def test_of_two_headings_that_of_most_clauses_goes_on_and_of_two_halves_the_first() -> None:
    old = [*under("I", "đầu", "một", "hai"), *under("II", "giữa", "ba", "tư", "năm")]
    new = under("V", "cuối", "một", "hai", "ba", "tư", "năm")
    assert story(old, new)[0] == (Kind.DROPPED, "I", None)
    assert (Kind.REWORDED, "II", "V") in story(old, new)
    even = [*under("I", "đầu", "một", "hai"), *under("II", "giữa", "ba", "tư")]
    for words in (("một", "hai", "ba", "tư"), ("ba", "tư", "một", "hai")):
        assert (Kind.REWORDED, "I", "V") in story(even, under("V", "cuối", *words))


def test_headings_of_headings_go_on_too() -> None:
    old = [leaf("I", "", "đầu"), *under("I.1", "giữa", "một", "hai")]
    new = [leaf("IX", "", "chót"), *under("IX.1", "khác", "một", "hai")]
    assert story(old, new)[:2] == [(Kind.REWORDED, "I", "IX"), (Kind.REWORDED, "I.1", "IX.1")]


def test_of_very_many_clauses_only_the_nearest_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differences, "_NEAR", 4)
    old = [leaf(f"I.{n}", f"a{n} b{n} c{n}") for n in range(12)]
    for at in range(12):
        for was in range(12):
            new = [leaf(f"II.{n}", f"x{n}") for n in range(12)]
            new[at] = leaf(f"II.{at}", f"a{was} b{was} d")
            start = max(0, min(at - 2, 8))  # two before, itself and one behind; at an edge the four there
            found = (Kind.REWORDED, f"I.{was}", f"II.{at}") in story(old, new)
            assert found == (start <= was < start + 4), (at, was)
    monkeypatch.setattr(differences, "_NEAR", 12)
    new = [*(leaf(f"II.{n}", f"x{n}") for n in range(11)), leaf("II.11", "a0 b0 d")]
    assert (Kind.REWORDED, "I.0", "II.11") in story(old, new)


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
