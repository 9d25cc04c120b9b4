"""A register in a small province."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings

from lanhmanh.kernel import clock
from lanhmanh.paper.document import Family, Node, OfficialDocument, Reference
from tests.factories import Province

LETTER = OfficialDocument(
    family=Family.UNION,
    issuer=("HỘI NÔNG DÂN VIỆT NAM", "TỈNH ĐỒNG NAI"),
    number="12-KH/HNDT",
    place="Đồng Nai",
    date=date(2021, 3, 9),
    kind="Kế hoạch",
    title="Phòng, chống tệ nạn ma túy",
    outline=(Node("I", "I", "NỘI DUNG", ("Theo Kế hoạch số 22/KH-BCĐ.",)),),
    references=(
        Reference("Kế hoạch", "22/KH-BCĐ", date(2021, 3, 2), "Ban chỉ đạo tỉnh", "I"),
        Reference("Kế hoạch", "22/KH-BCĐ", date(2021, 3, 2), "Ban chỉ đạo tỉnh", ""),
    ),
)


def letter(number: str = "12-KH/HNDT", **change: object) -> OfficialDocument:
    """Return the letter with another number."""
    return replace(LETTER, number=number, **change)  # type: ignore[arg-type]


@pytest.fixture
def units(db: None) -> Province:
    """Build the province."""
    return Province()


@pytest.fixture(autouse=True)
def standing_clock():  # type: ignore[no-untyped-def]
    """Let it be 17/06/2021, ten in the morning."""
    with clock.at(datetime(2021, 6, 17, 10, tzinfo=clock.VIETNAM)):
        yield


@pytest.fixture(autouse=True)
def _static_folder() -> None:
    """Let the folder of static files be there, as after an installation."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
