"""A row of a list of cases, as it is written."""

from datetime import date

import pytest
from django.template import Context, Template

from lanhmanh.cases.models import Case
from lanhmanh.cases.selectors.listing import Row

pytestmark = [pytest.mark.pure, pytest.mark.once]
TODAY = date(2021, 12, 20)


def test_a_row_says_everything_and_escapes_what_it_is_told() -> None:
    case = Case(year=2021, number=7, sex="male", age_band="30-39", opened_on=TODAY)
    row = Row(
        case=case, unit_name="Xã <b>&", way=None, name="T. V. <M>", members=("Lan & Hoa", "Bé"),
        next_on=TODAY, offered=False,
    )  # fmt: skip
    heads = {"kind": "Diện", "person": "Người", "opened": "Lập", "coming": 'Sắp "tới"', "helpers": "Ai", "waits": "Chờ"}
    passed = " ".join(f"{name}={name}" for name in heads)
    written = Template("{% load case_words %}{% case_rows rows today " + passed + " %}")
    html = written.render(Context({"rows": [row], "today": TODAY, **heads}))
    for text in (
        f'<a href="/ho-so/{row.case.uid}/">{row.case}</a> <span class="masked">T. V. &lt;M&gt;</span>',
        '<small class="muted">Xã &lt;b&gt;&amp;</small>', '<td data-label="Diện"><span>Đang hỗ trợ</span></td>',
        '<td data-label="Người">Nam · ', '<td data-label="Sắp &quot;tới&quot;"><p class="due"', "Hôm nay",
        '<td data-label="Ai">Lan &amp; Hoa, Bé</td>', '<time datetime="2021-',
    ):  # fmt: skip
        assert text in html, (text, html)
    row.case.status = "rehab_home"
    bare = Row(case=row.case, unit_name="", way=None, name="", members=(), next_on=None, offered=True)
    html = written.render(Context({"rows": [bare], "today": TODAY, **heads}))
    assert f'<a href="/ho-so/{row.case.uid}/tiep-nhan/">Chờ</a>' in html
    assert ' <small class="muted">Đang hỗ trợ</small></span>' in html
    assert '<td data-label="Ai">—</td>' in html
    assert "masked" not in html
