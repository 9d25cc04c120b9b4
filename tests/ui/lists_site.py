"""A page that brings a list in, for the tests: each row makes a unit of a level."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import include, path
from django.utils.translation import gettext_lazy

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.ui import lists
from lanhmanh.units.models import Unit

LEVELS = {"branch": "Chi hội", "commune": gettext_lazy("Cán bộ")}
KIND = lists.ListKind(
    "thu", sentence("Danh sách thử"),
    (
        lists.Column("name", sentence("Tên"), lists.text(40), required=True, width=30, help=sentence("Tên gọi.")),
        lists.Column("level", sentence("Cấp"), lists.choice(LEVELS), required=True),
        lists.Column("since", sentence("Từ ngày"), lists.day),
        lists.Column("members", sentence("Số người"), lists.whole(0, 10**15 - 1)),
        lists.Column("area", sentence("Diện tích"), lists.decimal(2)),
        lists.Column("code", sentence("Mã số thuế"), lists.digits(10)),
        lists.Column("active", sentence("Hoạt động"), lists.yes_no),
    ),
    notes=(sentence("Mỗi dòng là một mục để thử."),), same=("name",),
)  # fmt: skip
CURRENT = [{"name": "=1+1", "level": "branch", "since": None, "members": 3, "active": False}]
REFUSE: list[str] = []


def judge(rows: Sequence[lists.Row]) -> Mapping[int, lists.Verdict]:
    """Say what a context would: one name is there, one is wrong, one is odd."""
    there = set(Unit.objects.filter(level="district").values_list("uid", flat=True))
    said = {
        "Có rồi": lists.Verdict(double="mục Có rồi", url="/co-roi/"),
        "Sai": lists.Verdict(faults=[lists.Fault("since", Refused("Ngày này không được."))]),
        "Lạ": lists.Verdict(warnings=[Refused("Tên này hơi lạ.")]),
    }
    found = {row.number: said[row.values["name"]] for row in rows if row.values["name"] in said}
    return found | ({row.number: lists.Verdict(double="x") for row in rows} if there else {})


def take(rows: Sequence[lists.Row]) -> None:
    """Make a unit of each row, all or none."""
    for row in rows:
        Unit.objects.create(uid=row.uid, level=row.values["level"])
    if REFUSE:
        raise Refused(REFUSE[0])


def bring(request: HttpRequest) -> HttpResponseBase:
    """Serve the list."""
    return lists.serve_list(
        request, KIND, judge=judge, take=take, back="/ui/", into=Unit, current=lambda: CURRENT, crumbs=("Đầu", "/ui/")
    )


def loose(request: HttpRequest) -> HttpResponseBase:
    """Serve a list whose service makes what the database refuses."""

    def twice(rows: Sequence[lists.Row]) -> Any:
        for row in rows:
            Unit.objects.create(uid=rows[0].uid, level=row.values["level"])

    return lists.serve_list(request, KIND, take=twice, back="/ui/")


urlpatterns = [path("nhap/", bring), path("nhap-2/", loose), path("", include("lanhmanh.config.urls"))]
