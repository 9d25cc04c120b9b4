"""A simple check of knowledge: five questions, asked before and after, of nobody by name."""

from collections.abc import Sequence
from dataclasses import dataclass

from lanhmanh.activities.rules.stated import MOST_PEOPLE, Misstated, text_of, within
from lanhmanh.kernel.errors import sentence

QUESTIONS = 5
LEAST_ANSWERS, MOST_ANSWERS = 2, 4
# A share of fewer answers says more of single persons than of a group.
LEAST_FOR_SHARE = 10

_HOW_MANY = sentence("Một bộ có đúng năm câu hỏi.")
_TWO = sentence("Mỗi câu có từ hai đến bốn câu trả lời khác nhau.")
_RIGHT = sentence("Chọn câu trả lời đúng trong những câu đã viết.")
_MORE_RIGHT = sentence("Số trả lời đúng không được lớn hơn số phiếu.")
_HALF = sentence("Ghi số đúng của cả năm câu, hoặc để trống cả phần này.")
_NOTHING = sentence("Ghi kết quả trước hoặc sau; chưa làm phần nào thì để trống phần đó.")


@dataclass(frozen=True, slots=True)
class Question:
    """Hold a question with its answers; `right` counts from 0."""

    text: str
    answers: tuple[str, ...]
    right: int


@dataclass(frozen=True, slots=True)
class Count:
    """Hold how many answered, and how many of them each question rightly."""

    people: int
    right: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """Hold how many of the answers to one question, or to all five, were right, and from how many people they came."""

    right: int
    answers: int
    people: int

    @property
    def share(self) -> int | None:
        """Return the percentage, rounded half up; None where fewer than ten people are its base."""
        if self.people < LEAST_FOR_SHARE:
            return None
        return (200 * self.right + self.answers) // (2 * self.answers)


@dataclass(frozen=True, slots=True)
class Compared:
    """Hold one question, or all five together, before and after; None where nobody was asked."""

    before: Side | None
    after: Side | None

    @property
    def change(self) -> int | None:
        """Return by how many percentage points it changed, None unless both shares are known."""
        first = self.before.share if self.before else None
        last = self.after.share if self.after else None
        return None if first is None or last is None else last - first


def check_questions(questions: Sequence[Question]) -> tuple[Question, ...]:
    """Return five questions, tidied.

    :raises Misstated: there are not five, or one lacks answers or a right one.
    """
    if len(questions) != QUESTIONS:
        raise Misstated("q1", _HOW_MANY)
    return tuple(_question(place, question) for place, question in enumerate(questions, 1))


def _question(place: int, question: Question) -> Question:
    text = text_of(f"q{place}", question.text, 300, needed=True)
    answers = tuple(text_of(f"q{place}", answer, 200, needed=True) for answer in question.answers)
    if not LEAST_ANSWERS <= len(answers) <= MOST_ANSWERS or len(set(answers)) < len(answers):
        raise Misstated(f"q{place}", _TWO)
    if not 0 <= question.right < len(answers):
        raise Misstated(f"q{place}_right", _RIGHT)
    return Question(text, answers, question.right)


def count_of(side: str, people: int | None, right: Sequence[int | None]) -> Count | None:
    """Return what was counted on one side ("before", "after"), None where nothing was.

    :raises Misstated: only a part was, or more answered rightly than answered.
    """
    if people is None and all(number is None for number in right):
        return None
    known = [number for number in right if number is not None]
    if people is None or len(known) < QUESTIONS:
        raise Misstated(f"{side}_people", _HALF)
    within(f"{side}_people", people, MOST_PEOPLE, 1)
    for place, number in enumerate(known, 1):
        within(f"{side}_{place}", number, MOST_PEOPLE)
        if number > people:
            raise Misstated(f"{side}_{place}", _MORE_RIGHT)
    return Count(people, tuple(known))


def check_counts(before: Count | None, after: Count | None) -> None:
    """Pass a result that says something.

    :raises Misstated: neither side was counted.
    """
    if before is None and after is None:
        raise Misstated("before_people", _NOTHING)


def compared(results: Sequence[tuple[Count | None, Count | None]]) -> tuple[list[Compared], Compared]:
    """Return every question, and all five together, over several results; each side adds up what it counted."""
    before = [count for count, _after in results if count]
    after = [count for _before, count in results if count]
    questions = [Compared(_sum(before, [place]), _sum(after, [place])) for place in range(QUESTIONS)]
    every = list(range(QUESTIONS))
    return questions, Compared(_sum(before, every), _sum(after, every))


def _sum(side: Sequence[Count], places: Sequence[int]) -> Side | None:
    if not side:
        return None
    people = sum(count.people for count in side)
    return Side(sum(count.right[place] for count in side for place in places), people * len(places), people)
