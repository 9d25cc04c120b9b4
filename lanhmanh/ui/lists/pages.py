"""The page on which a list is brought in: upload, look, confirm; and the files that it hands out."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.paper.lists import MOST_BYTES, ListKind, Row
from lanhmanh.ui.downloads import download
from lanhmanh.ui.formats import number, said
from lanhmanh.ui.forms import Form
from lanhmanh.ui.lists.books import XLSX, Values, blank, export_response, to_mend
from lanhmanh.ui.lists.judging import Judge, Looked, Take, Upload, look, upload_of
from lanhmanh.ui.lists.packets import pack, unpack
from lanhmanh.ui.messages import flash

SHOWN, LONGEST, COLUMNS_SHOWN = 100, 60, 3
GOOD_SHOWN = 20
_log = logging.getLogger(__name__)
_CHANGED = sentence("Từ lúc xem trước đã có dữ liệu thay đổi. Xem lại rồi xác nhận.")
_IMPORTED = sentence("Danh sách này đã được nhập; không nhập lần nữa.")
_NOTHING = sentence("Không có dòng nào để nhập: sửa các dòng lỗi trong tệp rồi tải lên lại.")
_TOO_BIG = gettext_lazy("Tệp lớn hơn 5 MB: tách danh sách thành nhiều tệp rồi tải từng tệp.")


class ListForm(Form):
    """Read a workbook of at most 5 MB."""

    file = forms.FileField(
        label=gettext_lazy("Tệp danh sách (.xlsx)"),
        help_text=gettext_lazy("Nhiều nhất 2.000 dòng, 5 MB. Tệp không được lưu lại trên máy chủ."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": gettext_lazy("Chọn tệp danh sách đã điền."),
            "empty": gettext_lazy("Tệp rỗng: chọn tệp khác."),
        },
    )

    def clean_file(self) -> Any:
        """Hold the file to its size before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_TOO_BIG)
        return file


class _Changed(Refused):
    """What would be taken is not what was shown."""


class _Imported(Refused):
    """This very list was taken already."""


@dataclass(frozen=True, slots=True)
class _Served:
    """What a context asked to be served."""

    request: HttpRequest
    kind: ListKind
    judge: Judge | None
    take: Take
    back: str
    into: type[models.Model] | None
    current: Callable[[], Sequence[Values]] | None
    lead: str
    crumbs: Sequence[str]


def serve_list(
    request: HttpRequest, kind: ListKind, *, take: Take, back: str, judge: Judge | None = None,
    into: type[models.Model] | None = None, current: Callable[[], Sequence[Values]] | None = None, lead: str = "",
    crumbs: Sequence[str] = (),
) -> HttpResponseBase:  # fmt: skip
    """Serve everything of a list that is brought in, at one address; see the package for what is asked of whom.

    `back` is where the register stands, `current` gives the values of what is there now, `lead` says above the upload
    what the list is for, `crumbs` are labels and addresses of the trail.
    """
    served = _Served(request, kind, judge, take, back, into, current, lead, crumbs)
    if request.method == "POST":
        return _upload(served) if "packet" not in request.POST else _answer(served)
    wanted = request.GET.get("tep", "")
    if wanted == "mau":
        return download(blank(kind, clock.today()), f"{kind.code}-mau.xlsx", XLSX)
    if wanted == "hien-co" and current:
        return export_response(kind, current())
    return _ask(served, ListForm())


def _upload(served: _Served) -> HttpResponse:
    form = ListForm(served.request.POST, served.request.FILES)
    if form.is_valid():
        try:
            upload = upload_of(served.kind, form.cleaned_data["file"].read())
            return _show(served, look(served.kind, upload, served.judge))
        except Refused as refusal:
            form.add_error("file", said(refusal))
    return _ask(served, form)


def _answer(served: _Served) -> HttpResponseBase:
    """Do what was chosen below a preview."""
    try:
        upload = unpack(served.request, served.kind, served.request.POST.get("packet", ""))
    except Refused as refusal:
        form = ListForm({})
        form.errors.clear()
        form.add_error(None, said(refusal))
        return _ask(served, form)
    if served.request.POST.get("deed") == "mend":
        rows = look(served.kind, upload, served.judge).faulty()
        return download(to_mend(served.kind, rows, clock.today()), f"{served.kind.code}-can-sua.xlsx", XLSX)
    return _confirm(served, upload)


def _confirm(served: _Served, upload: Upload) -> HttpResponseBase:
    try:
        taken = _taken(served, upload)
    except _Imported as refusal:
        flash(served.request, said(refusal), state="warning")
        return redirect(served.back)
    except Refused as refusal:
        return _show(served, look(served.kind, upload, served.judge), notice=said(refusal))
    words = ngettext("Đã nhập %(count)s dòng từ danh sách.", "Đã nhập %(count)s dòng từ danh sách.", taken)
    flash(served.request, words % {"count": number(taken)})
    return redirect(served.back)


def _taken(served: _Served, upload: Upload) -> int:
    """Take all good rows or none, and return how many.

    :raises Refused: it was taken already, is no longer what was shown, has nothing good, or the service says why not.
    """
    try:
        with transaction.atomic():
            _refuse_again(served, upload)
            good = look(served.kind, upload, served.judge).good()
            if [row.number for row in good] != list(upload.good):
                raise _Changed(_CHANGED)
            if not good:
                raise Refused(_NOTHING)
            served.take(good)
            return len(good)
    except IntegrityError:
        _refuse_again(served, upload)
        _log.warning("list %s: the database refused what was judged good", served.kind.code, exc_info=True)
        raise _Changed(_CHANGED) from None


def _refuse_again(served: _Served, upload: Upload) -> None:
    if served.into and served.into._default_manager.filter(uid__in=upload.uids).exists():
        raise _Imported(_IMPORTED)


def _around(served: _Served) -> dict[str, Any]:
    kind = served.kind
    return {
        "kind": kind, "title": _(kind.title), "back": served.back, "here": served.request.path,
        "trail": list(zip(served.crumbs[::2], served.crumbs[1::2], strict=True)),
    }  # fmt: skip


def _ask(served: _Served, form: ListForm) -> HttpResponse:
    context = {
        **_around(served), "form": form, "lead": served.lead, "current": bool(served.current),
        "columns": [(_(one.heading), one.required, _(one.help) if one.help else "") for one in served.kind.columns],
        "notes": [_(note) for note in served.kind.notes],
    }  # fmt: skip
    return render(served.request, "ui/lists/upload.html", context, status=422 if form.errors else 200)


def _show(served: _Served, looked: Looked, *, notice: str = "") -> HttpResponse:
    good, faults, doubles = looked.good(), _faults(served.kind, looked), looked.doubles()
    warnings = [(row, said(one)) for row, verdict in looked.warned() for one in verdict.warnings]
    shown = served.kind.columns[:COLUMNS_SHOWN]
    context: dict[str, Any] = {
        **_around(served), "packet": pack(served.request, served.kind, looked), "notice": notice,
        "rows": len(looked.rows), "good": len(good), "faulty": len(looked.faulty()), "doubles": len(doubles),
        "heads": [_(one.heading) for one in shown],
        "lines": [(row, [_short(row.typed[one.key]) for one in shown]) for row in good[:GOOD_SHOWN]],
        "more": max(0, len(good) - GOOD_SHOWN), "faults": faults[:SHOWN], "hidden": max(0, len(faults) - SHOWN),
        "same": [(row, _first(served.kind, row), one) for row, one in doubles[:SHOWN]],
        "same_hidden": max(0, len(doubles) - SHOWN),
        "warnings": warnings[:SHOWN], "warnings_hidden": max(0, len(warnings) - SHOWN),
        "unread": ", ".join(_short(one) for one in looked.upload.unread),
    }  # fmt: skip
    return render(served.request, "ui/lists/preview.html", context)


def _faults(kind: ListKind, looked: Looked) -> list[dict[str, Any]]:
    headings = {one.key: one.heading for one in kind.columns}
    return [
        {
            "row": row.number, "column": _(headings[fault.key]) if fault.key in headings else "",
            "value": _short(row.typed.get(fault.key, "")), "reason": said(fault.refusal),
        }
        for row in looked.faulty()
        for fault in row.faults
    ]  # fmt: skip


def _first(kind: ListKind, row: Row) -> str:
    return _short(row.typed[kind.columns[0].key])


def _short(text: str) -> str:
    """Return a text short enough to stand in a table."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
