"""How a model spreads: proposed by one person, judged by another, taken up by other units with what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from lanhmanh.activities.rules.stated import MOST_DONG, MOST_FIGURE, Misstated, in_order, past, text_of, within
from lanhmanh.kernel.errors import Refused, sentence

LONGEST = {"name": 200, "aim": 3000, "how": 5000, "cost_note": 300}


class Stage(StrEnum):
    """Where the description of a model stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    WORTH = "worth"
    NOT_YET = "not_yet"


class Deed(StrEnum):
    """What moves it on."""

    PROPOSE = "propose"
    TAKE_BACK = "take_back"
    FIND_WORTH = "find_worth"
    FIND_NOT_YET = "find_not_yet"


class Step(StrEnum):
    """How far a unit has come that takes a model up."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


_NEXT = {
    (Stage.DRAFT, Deed.PROPOSE): Stage.PROPOSED,
    (Stage.NOT_YET, Deed.PROPOSE): Stage.PROPOSED,
    (Stage.PROPOSED, Deed.TAKE_BACK): Stage.DRAFT,
    (Stage.PROPOSED, Deed.FIND_WORTH): Stage.WORTH,
    (Stage.PROPOSED, Deed.FIND_NOT_YET): Stage.NOT_YET,
}
# What was proposed is what is judged, and what was judged is what others take up: its words stand.
OPEN = frozenset({Stage.DRAFT, Stage.NOT_YET})
STEPS = {Step.PLANNED: Step.RUNNING, Step.RUNNING: Step.ENDED}

_NOT_FROM_HERE = {
    Deed.PROPOSE: sentence("Mô hình này đang chờ đánh giá hoặc đã được đánh giá: không đề xuất lần nữa."),
    Deed.TAKE_BACK: sentence("Chỉ rút được đề xuất đang chờ đánh giá."),
    Deed.FIND_WORTH: sentence("Chỉ đánh giá được mô hình đang được đề xuất."),
    Deed.FIND_NOT_YET: sentence("Chỉ đánh giá được mô hình đang được đề xuất."),
}
_NO_RESULT = sentence("Ghi ít nhất một kết quả bằng số trước khi đề xuất: nơi khác cần biết mô hình đem lại gì.")
_NO_VALUE = sentence("Ghi ít nhất một số: trước hoặc sau khi có mô hình.")
_CLOSED = sentence("Mô hình đang chờ đánh giá hoặc đã được đánh giá thì không sửa lời. Ghi thêm kết quả thì được.")
_OWN = sentence("Người đề xuất không tự đánh giá: để người khác đánh giá mô hình này.")
_NOT_WORTH = sentence("Chỉ nhân rộng mô hình đã được đánh giá là đáng nhân rộng.")
_HOME = sentence("Đơn vị này là nơi có mô hình: chọn đơn vị khác.")
_STEP = sentence("Bước này không đi tiếp được từ bước đang đứng: mở lại trang.")


@dataclass(frozen=True, slots=True)
class Told:
    """Hold what is told of a model."""

    name: str
    aim: str
    how: str
    cost: int | None
    cost_note: str
    started_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold one result: what is measured, in which unit, before and after; what nobody measured is None."""

    measure: str
    measured_in: str
    before: Decimal | None
    after: Decimal | None
    before_on: date | None = None
    after_on: date | None = None

    @property
    def change(self) -> Decimal | None:
        """Return by how much it changed, None unless both are known."""
        return None if self.before is None or self.after is None else self.after - self.before


def after(stage: Stage | str, deed: Deed) -> Stage:
    """Return where a deed leads.

    :raises Refused: it leads nowhere from here.
    """
    found = _NEXT.get((Stage(stage), deed))
    if found is None:
        raise Refused(_NOT_FROM_HERE[deed])
    return found


def check_told(told: Told, today: date) -> Told:
    """Return a description, tidied.

    :raises Misstated: something in it cannot be.
    """
    past("started_on", told.started_on, today)
    past("ended_on", told.ended_on, today)
    in_order("ended_on", told.started_on, told.ended_on)
    within("cost", told.cost, MOST_DONG)
    return Told(
        text_of("name", told.name, LONGEST["name"], needed=True),
        text_of("aim", told.aim, LONGEST["aim"], lines=True),
        text_of("how", told.how, LONGEST["how"], lines=True),
        told.cost, text_of("cost_note", told.cost_note, LONGEST["cost_note"]), told.started_on, told.ended_on,
    )  # fmt: skip


def check_shown(shown: Shown, today: date) -> Shown:
    """Return a result, tidied.

    :raises Misstated: something in it cannot be.
    """
    if shown.before is None and shown.after is None:
        raise Misstated("after", _NO_VALUE)
    for field, value in (("before", shown.before), ("after", shown.after)):
        within(field, value, MOST_FIGURE)
    past("before_on", shown.before_on, today)
    past("after_on", shown.after_on, today)
    in_order("after_on", shown.before_on, shown.after_on)
    return Shown(
        text_of("measure", shown.measure, 160, needed=True),
        text_of("measured_in", shown.measured_in, 40, needed=True),
        shown.before, shown.after, shown.before_on, shown.after_on,
    )  # fmt: skip


def check_open(stage: Stage | str) -> None:
    """Pass a model whose words may change.

    :raises Refused: it was proposed or judged.
    """
    if Stage(stage) not in OPEN:
        raise Refused(_CLOSED)


def check_proposal(told: Told, results: Sequence[Shown]) -> None:
    """Pass a description from which somebody can judge: what it is, how it works, what came of it.

    :raises Misstated: a part is missing.
    """
    text_of("aim", told.aim, LONGEST["aim"], needed=True, lines=True)
    text_of("how", told.how, LONGEST["how"], needed=True, lines=True)
    if not any(result.after is not None for result in results):
        raise Misstated("results", _NO_RESULT)


def check_judge(proposed_by: int | None, judge: int | None) -> None:
    """Pass a judge who is not the one who proposed.

    :raises Refused: it is the same person.
    """
    if proposed_by == judge:
        raise Refused(_OWN)


def check_adopting(stage: Stage | str, *, at_home: bool) -> None:
    """Pass a unit that may take a model up.

    :raises Refused: nobody found it worth spreading, or it is the unit's own.
    """
    if Stage(stage) != Stage.WORTH:
        raise Refused(_NOT_WORTH)
    if at_home:
        raise Misstated("unit", _HOME)


def check_step(now: Step | str, wanted: Step) -> None:
    """Pass the next step of a unit that takes a model up.

    :raises Refused: it is not the next.
    """
    if STEPS.get(Step(now)) != wanted:
        raise Refused(_STEP)
