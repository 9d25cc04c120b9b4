"""The pure rules of models, campaigns, checks of knowledge, programmes and files, by properties."""

import zipfile
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.activities.rules import campaigns, files, programmes, quizzes, spreading
from lanhmanh.activities.rules.quizzes import Count, Question
from lanhmanh.activities.rules.spreading import Deed, Shown, Stage, Step
from lanhmanh.activities.rules.stated import Misstated, line, text_of, within, words
from lanhmanh.kernel.errors import Refused
from tests.activities.movement.told import QUESTIONS, SHOWN, TOLD
from tests.activities.pictures import picture

pytestmark = pytest.mark.pure
TODAY = date(2021, 12, 20)
COUNTS = st.integers(1, 400).flatmap(
    lambda people: st.tuples(*[st.integers(0, people)] * 5).map(lambda right: Count(people, right))
)
SIDES = st.tuples(st.none() | COUNTS, st.none() | COUNTS)


@given(st.lists(st.sampled_from(list(Deed)), max_size=12))
def test_a_model_is_judged_only_where_it_was_proposed_and_then_stays(walk: list[Deed]) -> None:
    stage, path = Stage.DRAFT, [Stage.DRAFT]
    for deed in walk:
        with suppress(Refused):
            stage = spreading.after(stage, deed)
            path.append(stage)
    for before, then in pairwise(path):
        if then in (Stage.WORTH, Stage.NOT_YET):
            assert before is Stage.PROPOSED
        assert before is not Stage.WORTH
        assert (then is Stage.PROPOSED) <= (before in spreading.OPEN)


@given(st.sampled_from(list(Step)), st.sampled_from(list(Step)))
def test_steps_are_taken_one_by_one(now: Step, wanted: Step) -> None:
    allowed = (now, wanted) in {(Step.PLANNED, Step.RUNNING), (Step.RUNNING, Step.ENDED)}
    if allowed:
        spreading.check_step(now, wanted)
    else:
        with pytest.raises(Refused):
            spreading.check_step(now, wanted)


@given(st.none() | st.decimals(0, 10**6, places=4), st.none() | st.decimals(0, 10**6, places=4))
def test_what_nobody_measured_is_missing_and_not_nothing(before: Decimal | None, after: Decimal | None) -> None:
    shown = Shown("Số vụ", "vụ", before, after)
    if before is None and after is None:
        with pytest.raises(Misstated):
            spreading.check_shown(shown, TODAY)
        return
    kept = spreading.check_shown(shown, TODAY)
    assert (kept.before, kept.after) == (before, after)
    known = before is not None and after is not None
    assert (kept.change is not None) == known
    if before is not None and after is not None:
        assert kept.change == after - before


@given(st.integers(-400, 400), st.integers(-400, 400))
def test_days_of_a_model_lie_behind_and_in_order(first: int, last: int) -> None:
    began, ended = TODAY + timedelta(days=first), TODAY + timedelta(days=last)
    told = spreading.Told("Tên", "", "", None, "", began, ended)
    if first <= 0 and last <= 0 and first <= last:
        assert spreading.check_told(told, TODAY) == told
    else:
        with pytest.raises(Misstated):
            spreading.check_told(told, TODAY)


def test_a_proposal_says_what_how_and_what_came_of_it() -> None:
    spreading.check_proposal(TOLD, [SHOWN])
    only_before = Shown("x", "y", Decimal(1), None)
    for told, shown in (
        (spreading.Told("x", "", "cách", None, "", TODAY, None), [SHOWN]),
        (spreading.Told("x", "là", " ", None, "", TODAY, None), [SHOWN]),
        (TOLD, []),
        (TOLD, [only_before]),
    ):
        with pytest.raises(Misstated):
            spreading.check_proposal(told, shown)


@given(st.text(max_size=300), st.integers(0, 40))
def test_a_text_is_kept_whole_or_refused(text: str, most: int) -> None:
    try:
        kept = text_of("x", text, most)
    except Misstated as refusal:
        assert refusal.field == "x" and len(line(text)) > most
    else:
        assert kept == line(kept) and len(kept) <= most and "\n" not in kept
    assert words(words(text)) == words(text)


@pytest.mark.parametrize("value", [Decimal("-1"), Decimal("1000000000001"), Decimal("0.00001")])
def test_a_number_out_of_bounds_is_named(value: Decimal) -> None:
    with pytest.raises(Misstated) as refusal:
        within("cost", value, 10**12)
    assert refusal.value.field == "cost"


@given(st.dates(date(2021, 1, 1), date(2021, 12, 31)), st.integers(-5, 500), st.integers(-20, 520), st.booleans())
def test_an_activity_belongs_only_within_the_days_and_among_the_invited(
    first: date, length: int, at: int, invited: bool
) -> None:
    last, day = first + timedelta(days=length), first + timedelta(days=at)
    fits = 0 <= length <= campaigns.LONGEST_DAYS
    aim = campaigns.Aim("Tháng hành động", "Làm", first, last)
    if not fits:
        with pytest.raises(Misstated):
            campaigns.check_aim(aim)
        return
    assert campaigns.check_aim(aim) == aim
    if invited and 0 <= at <= length:
        campaigns.check_belongs("x", first, last, day, invited=invited)
    else:
        with pytest.raises(Misstated) as refusal:
            campaigns.check_belongs("x", first, last, day, invited=invited)
        assert refusal.value.field == "campaign"


@given(st.lists(SIDES, max_size=6))
def test_every_answer_counts_once_and_few_answers_have_no_share(results: list) -> None:  # type: ignore[type-arg]
    questions, together = quizzes.compared(results)
    for at, side in ((0, "before"), (1, "after")):
        counted = [result[at] for result in results if result[at]]
        people = sum(count.people for count in counted)
        whole = getattr(together, side)
        assert (whole is None) == (not counted)
        for place, question in enumerate(questions):
            one = getattr(question, side)
            if one is not None:
                assert (one.right, one.answers) == (sum(count.right[place] for count in counted), people)
                assert (one.share is None) == (people < quizzes.LEAST_FOR_SHARE)
                assert one.share is None or 0 <= one.share <= 100
        if whole is not None:
            assert whole.answers == 5 * people == sum(getattr(one, side).answers for one in questions)
            assert whole.right == sum(getattr(one, side).right for one in questions)
            assert (whole.share is None) == (people < quizzes.LEAST_FOR_SHARE)


@given(st.integers(1, 300), st.lists(st.integers(0, 400), min_size=5, max_size=5))
def test_nobody_is_right_more_often_than_asked(people: int, right: list[int]) -> None:
    if max(right) <= people:
        assert quizzes.count_of("before", people, right) == Count(people, tuple(right))
    else:
        with pytest.raises(Misstated) as refusal:
            quizzes.count_of("before", people, right)
        assert refusal.value.field == f"before_{next(n for n, one in enumerate(right, 1) if one > people)}"


@pytest.mark.parametrize(
    ("people", "right"), [(None, [1, 1, 1, 1, 1]), (9, [1, 1, None, 1, 1]), (0, [0] * 5), (9, [None] * 5)]
)
def test_half_a_count_is_none(people: int | None, right: list[int | None]) -> None:
    with pytest.raises(Misstated):
        quizzes.count_of("after", people, right)
    assert quizzes.count_of("after", None, [None] * 5) is None


def test_five_sound_questions_or_none() -> None:
    assert quizzes.check_questions(QUESTIONS) == tuple(QUESTIONS)
    wrong = [
        Question("?", ("A", "A"), 0),
        Question("", ("A", "B"), 0),
        Question("?", ("A",), 0),
        Question("?", ("A", "B"), 2),
    ]
    for one in wrong:
        with pytest.raises(Misstated):
            quizzes.check_questions([*QUESTIONS[:4], one])
    with pytest.raises(Misstated):
        quizzes.check_questions(QUESTIONS[:4])


def test_the_shipped_programmes_are_sound_and_each_names_its_source() -> None:
    known = programmes.programmes()
    assert {"TDDK", "XA-KMT", "CQ-KMT"} <= {one.code for one in programmes.on_day(TODAY)}
    assert all(one.name_vi and one.name_en and one.who and one.source.title for one in known)
    assert {one.code for one in programmes.on_day(TODAY)} - {one.code for one in programmes.registering_on(TODAY)} == {
        "CQ-KMT"
    }
    assert programmes.check_codes(["CQ-KMT", "TDDK"], TODAY) == ("TDDK", "CQ-KMT")
    with pytest.raises(Misstated, match="sổ địa bàn"):
        programmes.check_claim(programmes.Claim("CQ-KMT", 2021, "school", "Trường THCS", TODAY), TODAY)
    assert programmes.named("KHONG", TODAY) is None


ENTRY = """
[[programme]]
code = "A"
name_vi = "Cũ"
name_en = "Old"
valid_from = 2001-01-01
valid_to = 2010-01-01
who = ["unit"]
source = { title = "x" }
"""


def test_a_programme_has_one_name_on_each_day() -> None:
    new = ENTRY.replace("2010-01-01", "2020-01-01").replace("2001-01-01", "2010-01-01").replace("Cũ", "Mới")
    assert [one.name_vi for one in programmes.parse(ENTRY + new)] == ["Cũ", "Mới"]
    with pytest.raises(ValueError, match="two entries"):
        programmes.parse(ENTRY + ENTRY)
    with pytest.raises(ValueError, match="valid_to"):
        programmes.parse(ENTRY.replace("2010-01-01", "2000-01-01"))


@given(st.dates(date(2018, 1, 1), date(2023, 12, 31)), st.integers(2000, 2100), st.sampled_from(list(programmes.Who)),
       st.sampled_from(["", "Trường THCS"]), st.sampled_from(["CQ-KMT", "XA-KMT", "TDDK", "LA"]))  # fmt: skip
def test_a_registration_that_is_kept_holds_together(day: date, year: int, who: str, body: str, code: str) -> None:
    claim = programmes.Claim(code, year, who, body, day)
    with suppress(Misstated):
        kept = programmes.check_claim(claim, TODAY)
        programme = programmes.named(code, day)
        assert programme and programme.holds(day) and who in programme.who
        assert day <= TODAY and date(year - 1, 10, 1) <= day <= date(year, 12, 31)
        assert bool(kept.body) == (who != "unit")


def archive(*names: str, mimetype: str = "") -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        if mimetype:
            file.writestr("mimetype", mimetype)
        for name in names:
            file.writestr(name, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (b"%PDF-1.7 x", "pdf"),
        (b"ID3\x03", "mp3"),
        (archive("word/document.xml"), "docx"),
        (archive("xl/workbook.xml"), "xlsx"),
        (archive("ppt/presentation.xml"), "pptx"),
        (archive("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "odt"),
        (picture("PNG"), "jpg"),
        (picture("WEBP"), "jpg"),
    ],
)
def test_a_file_is_what_its_bytes_are(content: bytes, ending: str) -> None:
    kept = files.checked(content)
    assert kept.ending == ending
    assert (kept.width is not None) == (ending == "jpg")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"MZ\x90", b"<html>", b"PK\x03\x04 gone", archive("a.txt"),
        archive("word/document.xml", "word/vbaProject.bin"),
        b"x" * (files.MOST_BYTES + 1), b"\xff\xd8 no photo", b"\x89PNG nothing",
    ],
)  # fmt: skip
def test_what_is_no_known_file_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        files.checked(content)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    for begun in (b"", b"%PDF-", b"PK\x03\x04", b"\xff\xd8\xff", b"RIFF0000WEBP"):
        with suppress(Refused):
            assert files.checked(begun + content).content
