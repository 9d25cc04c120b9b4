"""How a recipient of guidance stands, and what a document is to the plan that names it."""

from datetime import date

import pytest

from lanhmanh.plan.rules.chain import Role, programme, role
from lanhmanh.plan.rules.guidance import Heed, heed, heeded, late_by

pytestmark = pytest.mark.pure
DUE = date(2021, 6, 30)


@pytest.mark.parametrize(
    ("noted", "stands", "has_account", "due", "expected"),
    [
        (True, False, False, DUE, Heed.NOTED),
        (False, False, True, DUE, Heed.ENDED),
        (False, True, False, DUE, Heed.NO_ACCOUNT),
        (False, True, True, DUE, Heed.OVERDUE),
        (False, True, True, date(2021, 7, 1), Heed.WAITING),
        (False, True, True, None, Heed.WAITING),
    ],
)
def test_how_a_recipient_stands(noted: bool, stands: bool, has_account: bool, due: date | None, expected: Heed) -> None:
    today = date(2021, 7, 1)
    assert heed(noted=noted, stands=stands, has_account=has_account, due=due, today=today) == expected
    assert heeded([expected]).of == 1


def test_lateness_counts_days_after_the_due_day() -> None:
    assert [late_by(DUE, day) for day in (DUE, date(2021, 7, 2))] == [0, 2]
    assert late_by(None, DUE) == 0


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("Thực hiện Kế hoạch số 41/KH-BCNCT2 ngày 04/3/2021 của Ban Chủ nhiệm.", Role.CARRIED_OUT),
        ("Căn cứ Kế hoạch số 41/KH-BCNCT2 về thực hiện Chương trình.", Role.BASIS),
        ("Thực hiện chương trình, căn cứ Kế hoạch số 41/KH-BCNCT2.", Role.BASIS),
        ("Kế hoạch số 41/KH-BCNCT2.", Role.BASIS),
        ("Kế hoạch số 42/KH-BCNCT2.", None),
    ],
)
def test_the_word_before_the_number_says_what_a_document_is_to_the_plan(paragraph: str, expected: Role | None) -> None:
    assert role([paragraph], "41/KH-BCNCT2") == expected


def test_the_programme_is_named_in_title_and_preamble() -> None:
    title = "Thực hiện Chương trình xây dựng xã, phường làm tốt công tác phòng, chống tệ nạn giai đoạn 2021 – 2025"
    others = ["Thực hiện Kế hoạch số 41 của Ban Chủ nhiệm Chương trình 2 về thực hiện Chương trình xây dựng xã"]
    full = "Chương trình xây dựng xã, phường làm tốt công tác phòng, chống tệ nạn"
    assert programme(title, others) == ("Chương trình 2", full)
    assert programme("Kế hoạch công tác", []) == ("", "")
