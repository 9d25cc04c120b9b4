"""The parts of the copy that a person receives: every row that tells of the case, every word closed with its key."""

from collections.abc import Iterator, Mapping, Sequence

from lanhmanh.cases.models import (
    Assignment,
    Case,
    Episode,
    Hold,
    Measure,
    Postponement,
    Repayment,
    Secret,
    Sharing,
    of_person,
)
from lanhmanh.cases.rules.people import birth_vi
from lanhmanh.cases.rules.rights import UNNAMED
from lanhmanh.cases.selectors.door import Opened
from lanhmanh.cases.selectors.naming import FIELDS, ground_name, status_name
from lanhmanh.law.sources import rule_file
from lanhmanh.law.statuses.tables import named
from lanhmanh.paper import Table
from lanhmanh.ui.formats import date_vi, datetime_vi, number
from lanhmanh.units.selectors import union_name, version_of

Part = tuple[str, Sequence[str]]
Words = Mapping[str, Mapping[str, str]]
WORDS = {
    "proof": "chứng minh", "receiver": "người nhận", "basis": "văn bản, tình huống", "who": "người yêu cầu",
    "words": "lời ghi", "contact": "nơi trả lời", "answer": "trả lời", "extension": "lý do gia hạn",
    "reason": "lý do", "note": "ghi chú", "closing": "ghi chú khi kết thúc", "unrestricted": "lý do bỏ hạn chế",
    "name": "tên tệp", "merged": "vì sao gộp hồ sơ", "representative": "người đại diện",
}  # fmt: skip
NONE = ["Không có."]
MERGED = "merged"  # how a run ended that stayed behind in a case that went into another


def fields_of(opened: Opened) -> tuple[list[Part], list[Table]]:
    """Return the numbered parts of the copy and the table of the person, which follows the first part."""
    case = opened.case
    records = list(Secret.objects.filter(box=case.box_id).values_list("record", flat=True).distinct())
    words, told = opened.words_of(records), {case.uid}
    parts: list[Part] = [
        ("Bạn trong hồ sơ", ["Những gì ghi về bạn:"]),
        ("Hồ sơ", list(_about(case))),
        (
            "Diễn biến",
            [line for one in _courses(case) for line in _episode(case, one, words, told)] or NONE,
        ),
        ("Những việc đã giúp bạn", [_measure(one, words, told) for one in case.measures.order_by("on", "pk")] or NONE),
        ("Bạn đã đồng ý", list(_consents(case, words, told)) or NONE),
        ("Đã đưa cho ai", list(_sharings(case, words, told)) or NONE),
        ("Bạn đã yêu cầu", list(_requests(case, words, told)) or NONE),
        ("Ai đã mở hồ sơ", list(_openings(case, words, told)) or NONE),
        ("Tệp đính kèm", list(_files(case, words, told)) or NONE),
        ("Hoãn xóa danh tính", list(_postponements(case, words, told)) or NONE),
        ("Nội dung khác", [_words(words, record, set()) for record in sorted(words) if record not in told] or NONE),
    ]
    person = words.get(case.uid, {})
    shown = dict(person) | {"birth_date": birth_vi(person.get("birth_date", ""))}
    rows = [(str(FIELDS.get(name, WORDS.get(name, name))), text) for name, text in shown.items() if text]
    rows += [("Giới tính", case.get_sex_display()), ("Nhóm tuổi khi mở hồ sơ", case.get_age_band_display())]
    return parts, [Table((("Nội dung", "Thông tin"), *rows), after="1")]


def _about(case: Case) -> Iterator[str]:
    version = version_of(case.unit, case.opened_on)
    yield f"Số {case}, mở ngày {date_vi(case.opened_on)}, do {union_name(version) if version else ''} giữ."
    yield f"Vì sao giữ: {case.get_ground_display()}."
    yield f"Hiện nay: {case.get_state_display()}."
    if case.status:
        yield f"Hình thức đang tham gia: {status_name(case.status)}."
    if case.closed_on:
        yield f"Kết thúc ngày {date_vi(case.closed_on)}."
    for one in case.absorbed.order_by("merged_on", "pk"):
        yield f"Hồ sơ số {one} cũng là của bạn, đã gộp vào hồ sơ này ngày {date_vi(one.merged_on)}."
    if case.restricted_on:
        yield f"Hạn chế xử lý từ ngày {date_vi(case.restricted_on)}, theo yêu cầu của bạn."
    if case.seal_on and case.erase_on:
        yield f"Niêm phong ngày {date_vi(case.sealed_on or case.seal_on)}, xóa danh tính ngày {date_vi(case.erase_on)}."
    else:
        yield "Ngày niêm phong và ngày xóa danh tính được định khi hồ sơ kết thúc."
    for row in Assignment.objects.filter(of_person(case)).select_related("user").order_by("valid_from", "pk"):
        until = f" đến ngày {date_vi(row.valid_to)}" if row.valid_to else ""
        yield f"Người giúp bạn: {row.user.full_name}, từ ngày {date_vi(row.valid_from)}{until}."


def _courses(case: Case) -> list[Episode]:
    rows = Episode.objects.filter(of_person(case)).select_related("case")
    return sorted(rows, key=lambda one: (one.case_id != case.pk, one.number))


def _episode(case: Case, one: Episode, words: Words, told: set[str]) -> Iterator[str]:
    told.add(one.uid)
    end = f"; kết thúc ngày {date_vi(one.ended_on)}, {_ending(one.ending)}" if one.ended_on else ""
    twice = ""
    if one.case_id != case.pk:
        twice = f" (ghi ở hồ sơ {one.case}, đã gộp vào hồ sơ này)"
    yield f"{status_name(one.status)}: bắt đầu ngày {date_vi(one.started_on)}{end}{twice}."
    said = dict(words.get(one.uid, {}))
    for step in one.steps.order_by("on", "pk"):
        note = said.pop(f"step-{step.pk}", "")
        yield f"Ngày {date_vi(step.on)}: {_step(step.step)}{'. ' + note if note else ''}."
    for deadline in one.deadlines.order_by("due", "pk"):
        done = f"xong ngày {date_vi(deadline.done_on)}" if deadline.done_on else "chưa xong"
        yield f"Hạn theo luật {datetime_vi(deadline.due)}: {'không còn cần' if deadline.dropped else done}."
    if rest := _line(said):
        yield rest


def _measure(one: Measure, words: Words, told: set[str]) -> str:
    told.add(one.uid)
    said = dict(words.get(one.uid, {}))
    parts = [f"Ngày {date_vi(one.on)}: {one.get_kind_display()}, {one.get_result_display().lower()}"]
    if one.amount is not None:
        parts.append(f"{number(one.amount)} đồng, {one.get_source_display()}{_paid(said)}")
    if one.next_on:
        parts.append(f"lần tới ngày {date_vi(one.next_on)}")
    parts += [_line(said), "đã hủy" if one.void else ""]
    return "; ".join(filter(None, parts)).rstrip(".") + "."


def _paid(said: dict[str, str]) -> str:
    paid = said.pop("repayment", "")
    return f", {Repayment(paid).label.lower()}" if paid in Repayment.values else ""


def _consents(case: Case, words: Words, told: set[str]) -> Iterator[str]:
    for row in case.consents.order_by("given_on", "pk"):
        ended = f"; rút lại ngày {date_vi(row.withdrawn_on)}" if row.withdrawn_on else ""
        yield f"Ngày {date_vi(row.given_on)}: {row.get_purpose_display()}{ended}. {_words(words, row.uid, told)}"


def _sharings(case: Case, words: Words, told: set[str]) -> Iterator[str]:
    for row in Sharing.objects.filter(of_person(case)).order_by("at", "pk"):
        what = ", ".join(str(FIELDS.get(one, one)).lower() for one in row.shared)
        yield (
            f"Lúc {datetime_vi(row.at)}: {row.get_to_display()}, để {row.get_purpose_display().lower()}: {what}. "
            f"Căn cứ: {ground_name(row.ground)}. {_words(words, row.uid, told)}"
        )


def _requests(case: Case, words: Words, told: set[str]) -> Iterator[str]:
    for row in case.requests.order_by("received_on", "pk"):
        answered = f", ngày {date_vi(row.answered_on)}" if row.answered_on else f", hạn {date_vi(row.answer_due)}"
        kind, outcome = row.get_kind_display(), row.get_outcome_display().lower()
        yield f"Ngày {date_vi(row.received_on)}: {kind}; {outcome}{answered}. {_words(words, row.uid, told)}"


def _openings(case: Case, words: Words, told: set[str]) -> Iterator[str]:
    for row in case.openings.select_related("user").order_by("at", "pk"):
        kind, purpose = row.get_kind_display().lower(), row.get_purpose_display().lower()
        yield f"Lúc {datetime_vi(row.at)}: {row.user.full_name} ({kind}), để {purpose}. {_words(words, row.uid, told)}"


def _files(case: Case, words: Words, told: set[str]) -> Iterator[str]:
    for row in case.attachments.defer("content").order_by("added_at", "pk"):
        yield f"Thêm ngày {date_vi(row.added_at)}. {_words(words, row.uid, told)}"


def _postponements(case: Case, words: Words, told: set[str]) -> Iterator[str]:
    for row in Postponement.objects.filter(of_person(case)).order_by("pk"):
        days = f"từ ngày {date_vi(row.before)} đến ngày {date_vi(row.until)}"
        ground = words.get(row.uid, {}).get("ground", "")
        told.add(row.uid)
        why = str(Hold(ground).label) if ground in Hold.values else ""
        said = _line({name: text for name, text in words.get(row.uid, {}).items() if name != "ground"})
        yield f"Hoãn {days}: {'. '.join(filter(None, (why, said[:1].upper() + said[1:]))).rstrip('.')}."


def _words(words: Words, record: str, told: set[str]) -> str:
    told.add(record)
    found = _line(words.get(record, {}))
    return f"{found[:1].upper()}{found[1:].rstrip('.')}." if found else ""


def _line(said: Mapping[str, str]) -> str:
    """Return the words of one record in a line: the name of each field before its text."""
    said = {name: "đã đồng ý" if text == UNNAMED and name == "representative" else text for name, text in said.items()}
    lines = ((WORDS.get(name, FIELDS.get(name, name)), " ".join(text.split())) for name, text in said.items())
    return "; ".join(f"{name}: {text.rstrip('.')}" for name, text in lines if text)


def _step(code: str) -> str:
    found = rule_file("courses.toml")["steps"].get(code)
    return str(found["name"][0]) if found else code


def _ending(code: str) -> str:
    if code == MERGED:
        return "hồ sơ được gộp"
    try:
        return named("endings", code)[0].lower()
    except KeyError:
        return code
