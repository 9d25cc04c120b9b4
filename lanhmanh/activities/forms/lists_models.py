"""Lists of models, of who took one up, and of registrations, in and out of Excel: columns, judgement, what is made."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lanhmanh.accounts.access import Actor
from lanhmanh.activities.forms.choosing import Units
from lanhmanh.activities.models import Adoption, Practice, PracticeKind, Registration
from lanhmanh.activities.models.kept import choices_of
from lanhmanh.activities.models.programmes import OUTCOMES, WHO
from lanhmanh.activities.rules import programmes as rules_of_programmes
from lanhmanh.activities.rules import spreading as rules
from lanhmanh.activities.rules.programmes import Claim, Programme
from lanhmanh.activities.rules.spreading import LONGEST, Shown, Told
from lanhmanh.activities.rules.stated import MOST_DONG, MOST_FIGURE, MOST_PEOPLE, Misstated
from lanhmanh.activities.selectors import spreading as selectors
from lanhmanh.activities.selectors.spreading import Wanted
from lanhmanh.activities.services.adopting import AdoptionEntry, adoption_of
from lanhmanh.activities.services.programmes import RegistrationEntry
from lanhmanh.activities.services.spreading import PracticeData, PracticeEntry
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.text import fold
from lanhmanh.paper.cells import Choice
from lanhmanh.ui.formats import either
from lanhmanh.ui.lists import Column, Fault, ListKind, Row, Verdict, choice, day, decimal, text, whole
from lanhmanh.units.models import Unit

NO_MODEL = sentence("Không có mô hình đáng nhân rộng nào tên này: chép đúng tên trong trang mô hình.")
SEVERAL = sentence("Có nhiều mô hình cùng tên này: ghi áp dụng ở trang của mô hình.")


def unit_column(units: Units) -> Column:
    """Return the column that says whose record a row is; left empty it is the own unit's."""
    names = choice([(unit.uid, name) for unit, name in units])
    return Column("unit", sentence("Đơn vị"), names, width=28, help=sentence("Để trống là đơn vị của người nhập."))


def unit_of(row: Row, units: Units) -> Unit:
    """Return whose record a row is."""
    return next((unit for unit, _name in units if unit.uid == row.values["unit"]), units[0][0])


def faults(rows: Sequence[Row], check: Callable[[Row], Any]) -> dict[int, Verdict]:
    """Return what the rules say against each row."""
    found: dict[int, Verdict] = {}
    for row in rows:
        try:
            check(row)
        except Misstated as refusal:
            found[row.number] = Verdict(faults=[Fault(refusal.field if refusal.field in row.values else "", refusal)])
        except Refused as refusal:
            found[row.number] = Verdict(faults=[Fault("", refusal)])
    return found


def practice_kind(units: Units) -> ListKind:
    """Return the list of models and clubs of these units."""
    return ListKind(
        "mo-hinh", sentence("Mô hình, câu lạc bộ"),
        (
            Column("name", sentence("Tên"), text(LONGEST["name"]), required=True, width=40),
            Column("kind", sentence("Loại"), choice(PracticeKind.choices), required=True),
            unit_column(units),
            Column("started_on", sentence("Bắt đầu ngày"), day, required=True),
            Column("ended_on", sentence("Ngừng từ ngày"), day),
            Column("aim", sentence("Là gì, nhằm việc gì"), text(LONGEST["aim"], lines=True), width=50),
            Column("how", sentence("Cách làm"), text(4000, lines=True), width=50),
            Column("cost", sentence("Kinh phí một năm (đồng)"), whole(0, MOST_DONG)),
            Column("cost_note", sentence("Nguồn kinh phí"), text(LONGEST["cost_note"])),
            Column("people", sentence("Số thành viên"), whole(0, MOST_PEOPLE)),
            Column("measure", sentence("Đo việc gì"), text(160), width=30),
            Column("measured_in", sentence("Đơn vị tính"), text(40)),
            Column("before", sentence("Trước khi có mô hình"), decimal(4, 0, int(MOST_FIGURE))),
            Column("after", sentence("Sau khi có mô hình"), decimal(4, 0, int(MOST_FIGURE))),
        ),
        notes=(sentence("Mỗi dòng là một mô hình hoặc câu lạc bộ, với một kết quả; kết quả khác ghi ở trang của nó."),),
        same=("unit", "name"),
    )  # fmt: skip


def practice_entry(row: Row, units: Units) -> PracticeEntry:
    """Return what a row states.

    :raises Misstated: it states what cannot be.
    """
    values, today = row.values, clock.today()
    told = Told(
        values["name"], values["aim"] or "", values["how"] or "", values["cost"], values["cost_note"] or "",
        values["started_on"], values["ended_on"],
    )  # fmt: skip
    stated = any(values[name] is not None for name in ("measure", "measured_in", "before", "after"))
    shown = Shown(values["measure"] or "", values["measured_in"] or "", values["before"], values["after"])
    results = [rules.check_shown(shown, today)] if stated else []
    data = PracticeData(values["kind"], rules.check_told(told, today))
    return PracticeEntry(unit_of(row, units), data, results, values["people"], uid=row.uid)


def judge_practices(rows: Sequence[Row], units: Units) -> Mapping[int, Verdict]:
    """Say of each row what is wrong, or that the unit has a model of that name already."""
    found = faults(rows, lambda row: practice_entry(row, units))
    mine = Practice.objects.filter(unit__in=[unit for unit, _name in units], voided_at__isnull=True)
    there = {(unit, fold(name)): name for unit, name in mine.values_list("unit_id", "name")}
    for row in rows:
        name = there.get((unit_of(row, units).pk, fold(row.values["name"])))
        if name and row.number not in found:
            found[row.number] = Verdict(double=name)
    return found


def practice_rows(actor: Actor) -> list[dict[str, Any]]:
    """Return the models that the actor sees as a list, each with its first result and last count."""
    found = selectors.own(actor, Wanted()).select_related("unit").prefetch_related("results", "headcounts")
    names = ("name", "kind", "started_on", "ended_on", "aim", "how", "cost", "cost_note")
    rows = []
    for one in found:
        results = sorted(one.results.all(), key=lambda result: result.pk)[:1]
        heads = sorted((count.day, count.people) for count in one.headcounts.all())
        values = {name: getattr(one, name) for name in names} | {"unit": one.unit.uid}
        values |= {
            name: getattr(result, name) for result in results for name in ("measure", "measured_in", "before", "after")
        }
        rows.append(values | {"people": heads[-1][1] if heads else None})
    return rows


def adoption_kind(units: Units) -> ListKind:
    """Return the list of models that these units took up."""
    return ListKind(
        "ap-dung-mo-hinh", sentence("Áp dụng mô hình"),
        (
            Column("model", sentence("Tên mô hình"), text(200), required=True, width=40),
            unit_column(units),
            Column("adapted", sentence("Áp dụng thế nào"), text(3000, lines=True), width=50),
            Column("started_on", sentence("Bắt đầu làm từ ngày"), day),
            Column("ended_on", sentence("Kết thúc, tổng kết ngày"), day),
            Column("outcome", sentence("Kết quả chung"), choice(Adoption.Outcome.choices), width=28),
            Column("result", sentence("Kết quả, bài học"), text(3000, lines=True), width=50),
        ),
        notes=(sentence("Chỉ mô hình đã được đánh giá đáng nhân rộng. Chưa làm thì để trống các ngày."),),
        same=("unit", "model"),
    )  # fmt: skip


def models_by_name(actor: Actor) -> dict[str, list[Practice]]:
    """Return the models worth spreading by their folded names, in one query."""
    found: dict[str, list[Practice]] = {}
    for one in selectors.gallery(actor, Wanted()):
        found.setdefault(fold(one.name), []).append(one)
    return found


def adoption_entry(row: Row, units: Units, models: Mapping[str, list[Practice]]) -> AdoptionEntry:
    """Return what a row states.

    :raises Misstated: there is no such model, or several.
    """
    values = row.values
    known = models.get(fold(values["model"]), [])
    if len(known) != 1:
        raise Misstated("model", SEVERAL if known else NO_MODEL)
    return AdoptionEntry(
        known[0], unit_of(row, units), values["adapted"] or "", values["started_on"], values["ended_on"],
        values["outcome"] or "", values["result"] or "", row.uid,
    )  # fmt: skip


def judge_adoptions(actor: Actor, rows: Sequence[Row], units: Units) -> Mapping[int, Verdict]:
    """Say of each row what is wrong, or that the unit took the model up already."""
    models = models_by_name(actor)
    found = faults(rows, lambda row: adoption_of(adoption_entry(row, units, models), actor))
    mine = Adoption.objects.filter(unit__in=[unit for unit, _name in units], voided_at__isnull=True)
    there = set(mine.values_list("unit_id", "practice_id"))
    for row in rows:
        if row.number not in found:
            entry = adoption_entry(row, units, models)
            if (entry.unit.pk, entry.practice.pk) in there:
                found[row.number] = Verdict(double=entry.practice.name)
    return found


def adoption_rows(units: Units) -> list[dict[str, Any]]:
    """Return what these units took up as a list."""
    rows = Adoption.objects.filter(unit__in=[unit for unit, _name in units], voided_at__isnull=True)
    names = ("adapted", "started_on", "ended_on", "outcome", "result")
    return [
        {name: getattr(one, name) for name in names} | {"unit": one.unit.uid, "model": one.practice.name}
        for one in rows.select_related("unit", "practice").order_by("pk")
    ]


def _programme_choice() -> Choice:
    known: dict[str, Programme] = {}
    for one in rules_of_programmes.programmes():
        known[one.code] = one
    return choice({code: either(one.name_vi, one.name_en) for code, one in known.items()})


def registration_kind(units: Units) -> ListKind:
    """Return the list of registrations of these units."""
    return ListKind(
        "dang-ky-chuong-trinh", sentence("Đăng ký chương trình"),
        (
            Column("programme", sentence("Chương trình"), _programme_choice(), required=True, width=40),
            Column("year", sentence("Năm"), whole(2000, 2100), required=True, width=10),
            unit_column(units),
            Column("who", sentence("Ai đăng ký"), choice(choices_of(WHO)), required=True, width=24),
            Column("body", sentence("Tên cơ quan, trường học"), text(200), width=36),
            Column("registered_on", sentence("Ngày đăng ký"), day, required=True),
            Column("document", sentence("Văn bản đăng ký"), text(200), width=30),
            Column("outcome", sentence("Kết quả"), choice(choices_of(OUTCOMES))),
            Column("result_on", sentence("Ngày có kết quả"), day),
            Column("result_document", sentence("Văn bản công nhận"), text(200), width=30),
        ),
        notes=(sentence("Mỗi dòng là một đơn vị, cơ quan hoặc trường học đăng ký một chương trình trong một năm."),),
        same=("programme", "year", "unit", "who", "body"),
    )  # fmt: skip


def registration_entry(row: Row, units: Units) -> RegistrationEntry:
    """Return what a row states.

    :raises Misstated: it states what cannot be.
    """
    values, today = row.values, clock.today()
    claim = Claim(
        values["programme"], values["year"], values["who"], values["body"] or "", values["registered_on"],
        values["document"] or "",
    )  # fmt: skip
    told = rules_of_programmes.check_claim(claim, today)
    outcome, on, document = values["outcome"] or "", values["result_on"], values["result_document"] or ""
    if outcome:
        begun = told.registered_on
        document = rules_of_programmes.check_outcome(outcome, on, document, registered_on=begun, today=today)
    elif on or document:
        raise Misstated("outcome", sentence("Chọn kết quả khi đã có ngày hoặc văn bản công nhận."))
    return RegistrationEntry(unit_of(row, units), told, outcome, on, document, row.uid)


def judge_registrations(rows: Sequence[Row], units: Units) -> Mapping[int, Verdict]:
    """Say of each row what is wrong, or that it is registered already."""
    found = faults(rows, lambda row: registration_entry(row, units))
    mine = Registration.objects.filter(unit__in=[unit for unit, _name in units], voided_at__isnull=True)
    there = set(mine.values_list("programme", "year", "unit_id", "who", "key"))
    for row in rows:
        values = row.values
        key = (
            values["programme"], values["year"], unit_of(row, units).pk, values["who"], fold(values["body"] or ""),
        )  # fmt: skip
        if row.number not in found and key in there:
            found[row.number] = Verdict(double=values["body"] or values["programme"])
    return found


def registration_rows(rows: Sequence[Registration]) -> list[dict[str, Any]]:
    """Return registrations as a list."""
    names = (
        "programme", "year", "who", "body", "registered_on", "document", "outcome", "result_on", "result_document",
    )  # fmt: skip
    return [{name: getattr(one, name) for name in names} | {"unit": one.unit.uid} for one in rows]
