"""What a unit's own list of persons would become, row by row, by the rules of intake. A part of the services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from lanhmanh.accounts.models import User
from lanhmanh.cases import access
from lanhmanh.cases.models import Case, Ground, Sex
from lanhmanh.cases.rules.course import age_on
from lanhmanh.cases.rules.people import MINORS, age_band, born
from lanhmanh.cases.rules.roster import Fault, Line, Row, read_row
from lanhmanh.cases.selectors.roster import choices_of
from lanhmanh.cases.services.filing import Agreed, Newcomer
from lanhmanh.cases.services.finding import bearers, identity
from lanhmanh.cases.services.intake import CaseData, check, told
from lanhmanh.cases.services.statuses import Beginning, Begun, begun
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.sealing import Index
from lanhmanh.units.models import Unit

_NO_NAME = sentence("Ghi họ tên của người được hỗ trợ.")
_NO_CHOICE = sentence("Chọn một mục trong danh sách của ô.")
_WHEN_AGREED = sentence("Ghi ngày người đó đồng ý; chưa đồng ý thì chưa lập hồ sơ.")
_NOT_YET = sentence("Ngày này chưa đến: chỉ ghi việc đã có.")
_NO_STATUS = sentence("Chọn hình thức, hoặc bỏ trống cả ngày bắt đầu, ngày quyết định và thời hạn.")
_NO_START = sentence("Ghi ngày bắt đầu của hình thức này.")
_NO_DECISION = sentence("Có thời hạn thì ghi cả ngày của quyết định.")


@dataclass(frozen=True, slots=True)
class Double:
    """Say of whom a row may be already: a case of the own unit, or an earlier row; by number there is no doubt."""

    by_number: bool
    case: Case | None = None
    row: int | None = None


@dataclass(slots=True)
class Judged:
    """A row with what would become of it; `newcomer` is None where it cannot be brought in."""

    row: Row
    newcomer: Newcomer | None = None
    begun: Begun | None = None
    double: Double | None = None

    @property
    def elsewhere(self) -> bool:
        """Test whether other units may have a case of this person."""
        return self.newcomer is not None and bool(self.newcomer.twins)


def judge(*, index: Index, unit: Unit, lines: Sequence[Line], uids: Sequence[str], in_charge: User) -> list[Judged]:
    """Return every row judged; a fixed number of queries for each 500 of them."""
    choices, users = choices_of(unit)
    judged = []
    for line, uid in zip(lines, uids, strict=True):
        one = Judged(read_row(line, choices))
        if one.row.faults:
            _missing_too(one.row)
        else:
            user = users.get(one.row.texts["in_charge"], in_charge)
            _person(one, unit, user, uid)
        judged.append(one)
    _find_doubles(index, unit, judged)
    return judged


def _missing_too(row: Row) -> None:
    """Tell of a row that cannot be read what it lacks as well, so that it is mended in one go."""
    told_ = {fault.field for fault in row.faults}
    for field, words in (("full_name", _NO_NAME), ("kind", _NO_CHOICE)):
        if field not in told_ and not row.texts[field]:
            row.faults.append(Fault(field, Refused(words)))


def _person(one: Judged, unit: Unit, in_charge: User, uid: str) -> None:
    """Make a newcomer of a row by the rules of intake, or say what is wrong."""
    told_, today = one.row.texts, clock.today()
    try:
        at = "full_name"
        words = told({field: told_[field] for field in access.PERSON})
        at = "birth_date"
        band = age_band(words["birth_date"], today)
        at = _asked_in(told_, minor=band in MINORS)
        data = _data(told_, words, today)
        check(data, words, minor=band in MINORS)
        at = "status"
        one.begun = _beginning(told_, Case(unit=unit, ground=data.ground), words["birth_date"], band, today)
    except _Wrong as wrong:
        one.row.faults.append(Fault(wrong.at, wrong))
    except Refused as refusal:
        one.row.faults.append(Fault(at, refusal))
    else:
        one.newcomer = Newcomer(data.ground, data.sex, band, words, in_charge, data.agreed, (), uid)


class _Wrong(Refused):
    """Something is wrong in a named column."""

    def __init__(self, at: str, sentence: str) -> None:
        super().__init__(sentence)
        self.at = at


def _asked_in(told_: Mapping[str, str], *, minor: bool) -> str:
    """Return the column in which the first thing is missing that the ground asks for."""
    if told_["kind"] != Ground.ASKED:
        return "ground"
    return "representative" if minor and told_["proof"] else "proof"


def _data(told_: Mapping[str, str], words: Mapping[str, str], today: date) -> CaseData:
    if not told_["kind"]:
        raise _Wrong("kind", _NO_CHOICE)
    agreed = None
    if told_["kind"] == Ground.ASKED:
        if not told_["agreed_on"]:
            raise _Wrong("agreed_on", _WHEN_AGREED)
        agreed = Agreed(_past("agreed_on", told_, today), told_["proof"], told_["representative"])
    return CaseData(told_["kind"], words, told_["sex"] or Sex.UNSTATED, agreed=agreed)


def _past(field: str, told_: Mapping[str, str], today: date) -> date:
    day = date.fromisoformat(told_[field])
    if day > today:
        raise _Wrong(field, _NOT_YET)
    return day


def _beginning(told_: Mapping[str, str], case: Case, birth: str, band: str, today: date) -> Begun | None:
    if not told_["status"]:
        if told_["started_on"] or told_["decided_on"] or told_["months"]:
            raise _Wrong("status", _NO_STATUS)
        return None
    if not told_["started_on"]:
        raise _Wrong("started_on", _NO_START)
    if told_["months"] and not told_["decided_on"]:
        raise _Wrong("decided_on", _NO_DECISION)
    decided = _past("decided_on", told_, today) if told_["decided_on"] else None
    months = int(told_["months"]) if told_["months"] else None
    one = Beginning(told_["status"], _past("started_on", told_, today), decided, months)
    return begun(case, one, partial(_age, birth, band, today))


def _age(birth: str, band: str, today: date, day: date) -> int | None:
    return age_on(day, born(birth), band, today)


def _find_doubles(index: Index, unit: Unit, judged: Sequence[Judged]) -> None:
    """Lay beside each row the cases that may be of the same person, and the first row of the same person."""
    tokens = [(one, identity(index, one.newcomer.words)) for one in judged if one.newcomer]
    found = bearers({token for _one, pair in tokens for token in pair if token})
    rows: dict[bytes, int] = {}
    for one, pair in tokens:
        others = [case for token in pair if token for case in found.get(token, ())]
        one.double = _double(unit, pair, found, rows)
        assert one.newcomer is not None  # noqa: S101 - only such rows have tokens
        twins = {case.pk: case for case in others if case.unit_id != unit.pk}
        one.newcomer = one.newcomer.beside(list(twins.values()))
        for token in pair:
            if token:
                rows.setdefault(token, one.row.number)


def _double(
    unit: Unit, pair: Sequence[bytes | None], found: Mapping[bytes, Sequence[Case]], rows: Mapping[bytes, int]
) -> Double | None:
    for token, by_number in zip(pair, (True, False), strict=True):
        if token is None:
            continue
        mine = next((case for case in found.get(token, ()) if case.unit_id == unit.pk), None)
        if mine is not None or token in rows:
            return Double(by_number, mine, None if mine is not None else rows[token])
    return None
