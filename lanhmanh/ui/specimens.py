"""What the gallery shows: made-up figures in every state."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.ui.formats import Gap
from lanhmanh.ui.forms import DateField, FigureField, Form

TODAY = date(2021, 6, 22)
SWATCHES = ["ink", "ink-2", "ink-3", "paper", "surface", "sunken", "line", "line-2", "rice", "gold", "clay", "river"]
SPARK = [2, 5, 9, 13, 17, 21]
STRIP = [
    {"label": _("Buổi tuyên truyền"), "value": "21", "of": "/ 40", "trend": SPARK, "note": _("Đúng nhịp: cần 20")},
    {"label": _("Hộ ký cam kết"), "value": "812", "of": "/ 917", "trend": [610, 640, None, 702, 760, 812]},
]
EVENTS = [
    {"at": date(2021, 7, 15), "title": _("Hạn nộp báo cáo quý II"), "note": _("Còn 23 ngày"), "next": True},
    {"at": date(2021, 6, 21), "title": _("Thành phố trả lại 2 ô"), "state": "returned"},
    {"at": datetime(2021, 6, 17, 16, 5, tzinfo=VIETNAM), "title": _("Nộp lần đầu"), "state": "submitted"},
    {"at": date(2021, 3, 18), "title": _("Báo cáo quý I được duyệt"), "state": "approved"},
]
BARS = [
    (_("Thành phố Biên Hòa"), 346, 320),
    (_("Huyện Tân Phú"), None, 180),
    (_("Huyện Cẩm Mỹ"), 140, 150),
]
QUARTERS = [_("Quý I"), _("Quý II"), _("Quý III"), _("Quý IV")]
YEAR_HEADS, YEAR_TOTALS = ["#", "#", "", ""], [1746, 402, None, None]
SERIES = [(_("Năm 2020"), [180, 240, 260, 310]), (_("Năm 2021"), [210, 346, None, 402])]


def year_groups() -> list[tuple[str, str, list[tuple[str, str, str, list[Any]]]]]:
    """Return a group of figures: path, title, rows of name, unit, tail of links and values; a gap reaches below."""
    gap = Gap(gettext("Chưa có báo cáo"), 2)
    rows = [
        (gettext("Buổi tuyên truyền"), gettext("buổi"), "matrix", [346, 402, gap, None]),
        (gettext("Hộ ký cam kết"), gettext("hộ"), "table", [1400, 0, Gap("", 0), None]),
    ]
    return [("II", gettext("Tuyên truyền"), rows)]


def year_columns() -> list[tuple[str, str, str]]:
    """Return the columns of the year: name, how many reports are there, and a link where there are some."""
    return [
        (str(name), f"{done}/12", url) for name, done, url in zip(QUARTERS, (12, 12, 0, 0), YEAR_HEADS, strict=True)
    ]


def _row(no: int, label: Any, **more: Any) -> dict[str, Any]:
    """Return a row of a report as the templates take it."""
    base = {"id": f"x{no}", "no": no, "label": label, "unit": _("buổi"), "previous": 9, "value": 12, "note": ""}
    return {**base, "derived": 12, "derived_label": _("từ 12 hoạt động"), "derived_url": "#", **more}


def _message(state: str, title: Any, text: Any) -> dict[str, Any]:
    return {"state": state, "message": {"state": state, "title": title, "text": text}}


ROWS = [
    _row(1, _("Yên")),
    _row(2, _("Đang lưu"), value=1650, save_state="saving", save_text=_("Đang lưu…")),
    _row(3, _("Đã lưu"), value=1650, save_state="saved", save_text=_("Đã lưu 10:42"), derived_label="", derived_url=""),
    _row(4, _("Chưa lưu được"), save_state="error", save_text=_("Chưa lưu được. Kiểm tra mạng rồi thử lại.")),
    _row(
        5,
        _("Lưu ý"),
        value=4,
        derived=2,
        **_message("warning", _("Lưu ý"), _("Khác số tự tính (2). Hãy ghi chú vì sao.")),
    ),
    _row(6, _("Lỗi"), typed="64o", **_message("error", _("Chưa đúng"), _("Chỉ gõ chữ số, ví dụ 64 hoặc 1.250."))),
    _row(7, _("Trả lại"), **_message("returned", _("Thành phố trả lại ngày 21/06"), _("“Nhật ký chỉ có 11 buổi.”"))),
    _row(8, _("Chưa có số"), value=None, previous=None, derived=None, derived_label="", derived_url=""),
]
PICKS = [
    _row(11, _("Không chọn"), change=3),
    _row(12, _("Chọn trả lại"), change=-2, picked=True, reason=_("Nhật ký chỉ có 11 buổi.")),
    _row(13, _("Thiếu lý do"), change=0, picked=True, reason_error=_("Ghi lý do để đơn vị biết sửa gì.")),
]


class Specimen(Form):
    """Show every kind of field; bound to wrong values it shows every kind of error."""

    place = forms.CharField(label=_("Nơi tổ chức"), help_text=_("Nhà văn hóa, trường học, ấp hoặc khu phố"))
    day = DateField(label=_("Ngày"))
    until = DateField(label=_("Đến ngày"), native=True, required=False)
    people = FigureField(label=_("Số người dự"))
    form = forms.ChoiceField(
        label=_("Hình thức"),
        widget=forms.RadioSelect,
        choices=[("talk", _("Buổi nói chuyện")), ("radio", _("Phát thanh"))],
    )
    unit = forms.ChoiceField(label=_("Đơn vị"), choices=[("", _("Chọn đơn vị")), ("1", _("Phường Trảng Dài"))])
    note = forms.CharField(label=_("Ghi chú"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    with_police = forms.BooleanField(label=_("Có Công an cùng dự"), required=False)
    plan = forms.FileField(label=_("Tệp kế hoạch"), required=False, help_text=_("Word, PDF hoặc văn bản, đến 20 MB"))


def filled() -> Specimen:
    """Return the form with good values, not yet sent."""
    return Specimen(prefix="a", initial={"place": "Nhà văn hóa khu phố 4", "day": TODAY, "people": 64, "form": "talk"})


def refused() -> Specimen:
    """Return the form sent with wrong values."""
    return Specimen({"b-day": "31/02/2021", "b-people": "1,234"}, prefix="b")


def days() -> dict[str, date]:
    """Return days around the gallery's own today."""
    return {name: TODAY + timedelta(days=n) for name, n in {"late": -4, "soon": 2, "far": 30, "waited": -6}.items()}
