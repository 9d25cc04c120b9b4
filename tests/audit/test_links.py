"""How events are tied: a chain that was written once is checked for ever, so its words never change."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.audit.rules.chain import canonical, link

pytestmark = pytest.mark.pure
AT = datetime(2021, 6, 17, 10, 0, 0, 5, tzinfo=timezone(timedelta(hours=7)))
FACTS = st.dictionaries(st.text(max_size=5), st.none() | st.booleans() | st.integers() | st.text(max_size=5))


def test_the_link_is_of_these_very_signs() -> None:
    before = "0" * 64
    signs = f'["{before}", 7, "2021-06-17T03:00:00.000005+00:00", "report.submit", null, 12, "Nộp"]'
    assert link(before, 7, AT, "report.submit", None, 12, "Nộp") == sha256(signs.encode()).hexdigest()
    assert link(before, 7, AT.astimezone(UTC), "report.submit", None, 12, "Nộp") == link(
        before, 7, AT, "report.submit", None, 12, "Nộp"
    )


def test_facts_are_written_in_one_way() -> None:
    facts = {"b": Decimal("1.50"), "a": date(2021, 6, 17), "đ": None}
    assert canonical(facts) == '{"a":"2021-06-17","b":"1.50","đ":null}'


@given(FACTS)
def test_the_order_of_facts_makes_no_difference_and_none_is_lost(facts: dict[str, object]) -> None:
    turned = dict(reversed(facts.items()))
    assert canonical(facts) == canonical(turned)
    assert json.loads(canonical(facts)) == facts
