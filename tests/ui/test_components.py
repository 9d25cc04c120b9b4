"""Each tag draws what its page needs: the word, the mark, the ties for those who listen."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override
from lxml import html

from lanhmanh.ui import charts, specimens, states
from lanhmanh.ui.formats import Gap
from lanhmanh.ui.forms import Form

pytestmark = pytest.mark.urls("tests.ui.site")
TODAY = date(2021, 6, 22)


def draw(source: str, **context: Any) -> html.HtmlElement:
    """Return the one element that a piece of template draws."""
    with override("vi"):
        text = engines["django"].from_string("{% load ui %}" + source).render({"today": TODAY, **context})
    return html.fragment_fromstring(text, create_parent="div")


def words(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


@pytest.mark.parametrize("state", states.WORDS)
def test_a_chip_has_word_mark_and_state(state: str) -> None:
    chip = draw("{% chip state %}", state=state)[0]
    assert chip.get("data-state") == state
    assert words(chip) == str(states.WORDS[state])
    assert chip.find(".//use").get("href") == f"#i-{states.ICONS[state]}"


def test_every_icon_named_is_in_the_sprite() -> None:
    sprite = {symbol.get("id") for symbol in draw("{% icons %}").iter("symbol")}
    assert {f"i-{name}" for name in states.ICON_NAMES} == sprite


def test_text_is_escaped() -> None:
    drawn = draw('{% chip "due" bad %}{% clause bad %}{% facts bad bad %}{% missing bad %}', bad="<script>1</script>")
    assert not list(drawn.iter("script"))


def test_a_due_date_speaks() -> None:
    due = draw("{% due day today %}", day=date(2021, 6, 20))[0]
    assert (due.get("data-state"), words(due)) == ("overdue", "Quá 2 ngàyhạn 20/06/2021")


def test_crumbs_come_in_pairs() -> None:
    links = draw('{% crumbs "Báo cáo" "/a" "Quý II" "/b" %}').findall(".//a")
    assert [(a.text, a.get("href")) for a in links] == [("Báo cáo", "/a"), ("Quý II", "/b")]


def test_a_page_head_without_a_deed_has_no_place_for_one() -> None:
    head = draw('{% pagehead "Hôm nay" state="due" label="Còn 2 ngày" %}{% endpagehead %}')
    assert words(head.find(".//h1")) == "Hôm nay Còn 2 ngày"
    assert head.find(".//div[@class='actions']") is None


def test_a_notice_takes_plain_words_and_markup() -> None:
    assert (
        words(draw('{% notice "warning" title="Thiếu." %}Hai đơn vị.{% endnotice %}').find(".//p"))
        == "Thiếu. Hai đơn vị."
    )
    assert len(draw('{% notice "info" %}<p>Một</p>{% endnotice %}').findall(".//p")) == 1


def test_a_task_says_what_whose_and_by_when() -> None:
    task = draw(
        '{% task "Sửa 2 ô" today=today due=day clause="II.1" clause_url="/c" action="Sửa" url="/d" %}',
        day=date(2021, 6, 24),
    )
    assert task[0].get("data-state") == "due"
    assert "Còn 2 ngày" in words(task)
    assert [a.get("href") for a in task.iter("a")] == ["/c", "/d"]


def test_a_task_that_waits_counts_the_days() -> None:
    task = draw('{% task "Vay vốn" today=today waiting_since=day %}', day=date(2021, 6, 16))
    assert "Chờ 6 ngày" in words(task)
    assert task[0].get("data-state") == "none"


def test_a_stepper_marks_done_and_present() -> None:
    steps = draw('{% stepper 2 "Một" "Hai" "Ba" %}').findall(".//li")
    assert [(s.get("data-done") is not None, s.get("aria-current")) for s in steps] == [
        (True, None),
        (False, "step"),
        (False, None),
    ]


def test_cells_of_figures_are_links_dashes_and_gaps() -> None:
    values, tails = [Decimal("1234.5"), None, Gap("<b>", 3), 0], ["b=1&c", "d", "e", "f"]
    row = "<table><tr>{% figure_cells values head tails %}</tr></table>"
    linked, none, gap, zero = draw(row, values=values, head="/a/?", tails=tails).xpath("//td")
    assert (linked.text_content(), linked.xpath("a/@href")) == ("1.234,5", ["/a/?b=1&c"])
    assert [cell.get("class") for cell in (linked, none, gap, zero)] == ["num", "num", "missing", "num"]
    assert (none.text_content(), gap.text_content(), zero.text_content()) == ("—", "<b>", "0")
    assert gap.get("rowspan") == "3"
    assert draw(row, values=[Decimal(1)], head="", tails=["x"]).xpath("//td/a") == []


def test_plain_cells_hold_figures_alone() -> None:
    drawn = draw("<table><tr>{% plain_cells values %}</tr></table>", values=[Decimal("1234.5"), None, 0])
    assert [(cell.text_content(), len(cell)) for cell in drawn.xpath("//td")] == [("1.234,5", 0), ("—", 0), ("0", 0)]


def test_rows_of_figures_carry_their_names_and_links() -> None:
    groups, heads = [("II", "A & B", [("Buổi <1>", "buổi", "o/TT-BUOI/", [Decimal(3), None])])], ["/q1/", ""]
    drawn = draw("<table>{% figure_groups groups heads %}</table>", groups=groups, heads=heads)
    assert [cell.text_content() for cell in drawn.xpath("//tr/*")] == ["II A & B", "Buổi <1> buổi", "3", "—"]
    assert (drawn.xpath("//tbody/@id"), drawn.xpath("//th/@colspan")) == (["muc-II"], ["3"])
    assert drawn.xpath("//td/a/@href") == ["/q1/o/TT-BUOI/"]


def test_groups_of_figures_are_led_to_and_their_columns_headed() -> None:
    tabs = draw("<ul>{% figure_tabs groups %}</ul>", groups=[("II", "A & B", ()), ("III", "<i>", ())])
    assert tabs.xpath("//a/@href") == ["#muc-II", "#muc-III"]
    assert tabs.xpath("//a/@title") == ["A & B", "<i>"]
    heads = [("Quý <I>", "1/3", "/q1/?a&b"), ("Quý II", "chưa đến kỳ", "")]
    drawn = draw("<table><tr>{% figure_heads heads words %}</tr></table>", heads=heads, words="được duyệt")
    assert [words(head) for head in drawn.xpath("//th")] == ["Quý <I> 1/3 được duyệt", "Quý II chưa đến kỳ"]
    assert drawn.xpath("//a/@href") == ["/q1/?a&b"]


def test_the_menu_says_where_one_is() -> None:
    entries = [{"url": "/", "label": "Hôm <nay>", "current": False}, {"url": "/a/", "label": "A", "current": True}]
    drawn = draw("<nav>{% menu entries %}</nav>", entries=entries)
    assert [(link.text, link.get("href"), link.get("aria-current")) for link in drawn.xpath("//a")] == [
        ("Hôm <nay>", "/", None),
        ("A", "/a/", "page"),
    ]


def test_missing_is_a_dash_and_never_zero() -> None:
    assert words(
        draw("{{ a|num }}|{{ b|num }}|{{ a|figure }}|{{ b|percent }}", a=None, b=0)
    ) == "—|0||0,0\u00a0%".replace("\u00a0", " ")
    assert "—" in words(draw('{% facts "Số" None %}'))
    assert draw("{% bar None 50 %}").find("svg") is None


def test_a_bar_is_drawn_to_scale_and_held_within() -> None:
    assert draw("{% bar v 80 %}", v=Decimal("58.25")).find(".//rect[@class='value']").get("width") == "58.25"
    assert draw("{% bar 340 100 200 %}").find(".//rect[@class='value']").get("width") == "100"


def test_a_sparkline_breaks_where_a_value_is_missing() -> None:
    assert draw("{% sparkline v %}", v=[1, 2, None, 3, 4]).find(".//path").get("d").count("M") == 2
    assert draw("{% sparkline v %}", v=[1, None]).find("svg") is None


def test_charts_carry_their_numbers_as_a_table() -> None:
    chart = draw(
        '{% line_chart "Theo quý" labels series %}',
        labels=["I", "II"],
        series=[("2020", [1, None]), ("2021", [2, 1500])],
    )
    assert [words(td) for td in chart.iter("td")] == ["1", "2", "—", "1.500"]
    bars = draw('{% bar_chart "Buổi" rows %}', rows=[("A", 10, 20), ("B", None, 5)])
    assert "Chưa có số" in words(bars)


def test_names_at_line_ends_do_not_lie_on_each_other() -> None:
    ends = charts.apart([("1", "50"), ("1", "52"), ("1", "10")], gap=16)
    assert ends == [("1", "50"), ("1", "66"), ("1", "10")]


@pytest.mark.parametrize(("high", "top"), [(0, 1), (7, 10), (346, 400), (1000, 1000), (2001, 2500), (41, 50)])
def test_a_scale_ends_on_a_round_number(high: int, top: int) -> None:
    assert charts.nice_top(high) == top


def test_a_matrix_cell_says_its_state() -> None:
    assert words(draw('{% matrix_cell "overdue" "16/18" "/u" %}')) == "16/18 Quá hạn"
    assert words(draw('{% matrix_cell "none" "" %}')) == "· Chưa đến kỳ"


def test_a_sorted_column_turns_round() -> None:
    request = RequestFactory().get("/x/?sort=name&page=3&q=a")
    th = draw('{% sort_th "Đơn vị" "name" %}', request=request).find(".//th")
    assert th.get("aria-sort") == "ascending"
    assert th.find("a").get("href") == "?sort=-name&q=a"


def test_pages_keep_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/x/?q=a&page=2")
    links = draw("{% pagination page %}", request=request, page=Paginator(range(90), 30).page(2)).findall(".//a")
    assert [a.get("href") for a in links] == ["?q=a&page=1", "?q=a&page=3"]


def test_a_field_ties_label_hint_control_and_error() -> None:
    node = draw("{% field bound %}", bound=specimens.refused()["place"])
    control = node.find(".//input")
    assert node.find(".//label").get("for") == control.get("id")
    assert control.get("class") == "input"
    assert control.get("aria-invalid") == "true"
    tied = [node.find(f".//*[@id='{i}']") for i in control.get("aria-describedby").split()]
    assert [words(t) for t in tied] == ["Nhà văn hóa, trường học, ấp hoặc khu phố", "Điền ô này."]


def test_choices_are_one_group_with_a_legend() -> None:
    node = draw("{% field bound %}", bound=specimens.refused()["form"])
    group = node.find(".//fieldset")
    assert words(group.find("legend")) == "Hình thức"
    assert node.find(f".//*[@id='{group.get('aria-describedby')}']") is not None
    assert [label.get("for") for label in group.findall("label")] == [i.get("id") for i in group.iter("input")]


def test_the_summary_leads_to_each_wrong_field() -> None:
    form = specimens.refused()
    summary = draw("{% error_summary form %}", form=form)
    assert [a.get("href") for a in summary.iter("a")] == [
        f"#{form[name].id_for_label or form[name].auto_id}" for name in form.errors
    ]
    assert draw("{% error_summary form %}", form=Form()).find(".//div") is None


def test_undo_is_only_an_address_of_this_site() -> None:
    for tags, shown in (("/undo/1/", "/undo/1/"), ("//elsewhere", ""), ("https://elsewhere", ""), (None, "")):
        assert words(draw("{{ m|undo_url }}", m=Message(SUCCESS, "Đã ghi.", extra_tags=tags))) == shown


@pytest.mark.parametrize("row", specimens.ROWS, ids=lambda row: str(row["no"]))
def test_a_figure_cell_ties_its_message(row: dict[str, Any]) -> None:
    text = '<table><tbody>{% include "ui/figure_cell.html" %}</tbody></table>'
    node = draw(text, row=row, previous_label="Quý I", value_label="Quý II")
    control = node.find(".//input[@class='figure-input']")
    assert control.get("aria-labelledby") == f"r-{row['id']} h-val"
    shown = node.find(f".//*[@id='m-{row['id']}']")
    assert ("hidden" in shown.attrib) == ("message" not in row)
    if "message" in row:
        assert node.find(f".//*[@id='{control.get('aria-describedby')}']") is not None
    assert (control.get("aria-invalid") == "true") == (row.get("state") == "error")


def test_an_empty_figure_is_empty_in_its_input() -> None:
    text = '<table><tbody>{% include "ui/figure_cell.html" %}</tbody></table>'
    node = draw(text, row=specimens.ROWS[-1])
    assert node.find(".//input[@class='figure-input']").get("value") == ""
