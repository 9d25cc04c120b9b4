"""An official document as JSON: field for field, dates in ISO form, what is absent as null."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from lanhmanh.kernel.errors import Refused
from lanhmanh.paper.document import Family, Node, OfficialDocument, Reference, Signatory, Table, Warning

T = TypeVar("T")
_DEPTH = 40  # levels of clauses; deeper ones are refused

_NODE = frozenset({"path", "label", "heading", "paragraphs", "children"})
_TABLE = frozenset({"rows", "title", "header_rows", "after"})
_REFERENCE = frozenset({"kind", "number", "date", "issuer", "path"})
_SIGNATORY = frozenset({"authority", "title", "name"})
_WARNING = frozenset({"code", "message", "path"})
_DOCUMENT = frozenset(OfficialDocument.__dataclass_fields__)


def to_json(doc: OfficialDocument) -> dict[str, Any]:
    """Return the document as a dictionary that `json.dumps` takes; `from_json` is its inverse."""
    form: dict[str, Any] = _plain(doc)
    return form


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    fields = getattr(value, "__dataclass_fields__", None)
    return {name: _plain(getattr(value, name)) for name in fields} if fields else value


def from_json(form: Any) -> OfficialDocument:
    """Return the document that the dictionary describes; absent fields are empty.

    Raises Refused, naming the field, for an unknown field or a value of the wrong kind.
    """
    form = _fields(form, _DOCUMENT, "văn bản")
    signatory = form.get("signatory")
    return OfficialDocument(
        family=_family(form.get("family", Family.UNION)),
        date=_date(form.get("date"), "date"),
        **{name: _text_or_none(form.get(name), name) for name in ("number", "place", "kind", "title")},  # type: ignore[arg-type]
        **{name: _texts(form.get(name), name) for name in ("issuer", "preamble", "recipients")},  # type: ignore[arg-type]
        outline=_each(form.get("outline"), "outline", _node),
        tables=_each(form.get("tables"), "tables", _table),
        signatory=None if signatory is None else _signatory(signatory),
        references=_each(form.get("references"), "references", _reference),
        warnings=_each(form.get("warnings"), "warnings", _warning),
    )


def _node(form: Any, where: str) -> Node:
    if where.count("children") > _DEPTH:
        raise Refused(f"Trường “outline” lồng sâu quá {_DEPTH} cấp; hãy kiểm tra lại tệp JSON.")
    form = _fields(form, _NODE, where)
    return Node(
        path=_text(form.get("path", ""), f"{where}.path"),
        label=_text(form.get("label"), f"{where}.label"),
        heading=_text_or_none(form.get("heading"), f"{where}.heading"),
        paragraphs=_texts(form.get("paragraphs"), f"{where}.paragraphs"),
        children=_each(form.get("children"), f"{where}.children", _node),
    )


def _table(form: Any, where: str) -> Table:
    form = _fields(form, _TABLE, where)
    rows = _each(form.get("rows"), f"{where}.rows", _texts)
    headers = form.get("header_rows", 1)
    if not isinstance(headers, int) or isinstance(headers, bool) or not 0 <= headers <= len(rows):
        raise _wrong(f"{where}.header_rows", f"một số từ 0 đến {len(rows)}")
    title = _text_or_none(form.get("title"), f"{where}.title")
    return Table(rows, title, headers, _text_or_none(form.get("after"), f"{where}.after"))


def _reference(form: Any, where: str) -> Reference:
    form = _fields(form, _REFERENCE, where)
    return Reference(
        kind=_text_or_none(form.get("kind"), f"{where}.kind"),
        number=_text(form.get("number"), f"{where}.number"),
        date=_date(form.get("date"), f"{where}.date"),
        issuer=_text_or_none(form.get("issuer"), f"{where}.issuer"),
        path=_text(form.get("path", ""), f"{where}.path"),
    )


def _signatory(form: Any) -> Signatory:
    form = _fields(form, _SIGNATORY, "signatory")
    authority, title, name = (_text_or_none(form.get(f), f"signatory.{f}") for f in ("authority", "title", "name"))
    return Signatory(authority, title, name)


def _warning(form: Any, where: str) -> Warning:
    form = _fields(form, _WARNING, where)
    code, message = (_text(form.get(f), f"{where}.{f}") for f in ("code", "message"))
    return Warning(code, message, _text_or_none(form.get("path"), f"{where}.path"))


def _fields(form: Any, known: Iterable[str], where: str) -> dict[str, Any]:
    if not isinstance(form, dict):
        raise _wrong(where, "một đối tượng {…}")
    unknown = sorted(str(name) for name in form.keys() - set(known))
    if unknown:
        raise Refused(f"Tệp JSON có trường lạ “{unknown[0]}” trong {where}; hãy bỏ trường này hoặc sửa tên.")
    return form


def _each(value: Any, where: str, build: Callable[[Any, str], T]) -> tuple[T, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise _wrong(where, "một danh sách […]")
    return tuple(build(item, f"{where}[{at}]") for at, item in enumerate(value))


def _texts(value: Any, where: str) -> tuple[str, ...]:
    return _each(value, where, _text)


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise _wrong(where, "một chuỗi chữ")
    return value


def _text_or_none(value: Any, where: str) -> str | None:
    return None if value is None else _text(value, where)


def _date(value: Any, where: str) -> dt.date | None:
    try:
        return None if value is None else dt.date.fromisoformat(_text(value, where))
    except ValueError as error:
        raise _wrong(where, "một ngày dạng 2021-03-09") from error


def _family(value: Any) -> Family:
    try:
        return Family(value)
    except ValueError as error:
        raise _wrong("family", "state, party hoặc union") from error


def _wrong(where: str, wanted: str) -> Refused:
    return Refused(f"Tệp JSON sai ở “{where}”: cần {wanted}.")
