"""The JSON form: field for field, and its inverse."""

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from lanhmanh.kernel.errors import Refused
from lanhmanh.paper import from_json, to_json
from lanhmanh.paper.document import Node, OfficialDocument, Reference, Warning
from tests.growth import examples
from tests.paper import strategies


@settings(max_examples=examples(10), suppress_health_check=list(HealthCheck))
@given(strategies.documents())
def test_from_json_inverts_to_json(doc: OfficialDocument) -> None:
    assert from_json(json.loads(json.dumps(to_json(doc)))) == doc


def test_fields_dates_and_absence() -> None:
    doc = OfficialDocument(
        date=dt.date(2021, 3, 9),
        outline=(Node("I", "I", "A"),),
        references=(Reference("Kế hoạch", "1/KH-A", dt.date(2021, 3, 4)),),
        warnings=(Warning("no_number", "Văn bản chưa có số."),),
    )
    form = to_json(doc)
    assert list(form) == list(OfficialDocument.__dataclass_fields__)
    assert (form["family"], form["date"], form["number"], form["signatory"]) == ("union", "2021-03-09", None, None)
    assert form["outline"] == [{"path": "I", "label": "I", "heading": "A", "paragraphs": [], "children": []}]
    assert form["references"][0]["date"] == "2021-03-04"
    assert from_json(form).warnings == doc.warnings


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ([], "văn bản"),
        ({"so": "1"}, "so"),
        ({"family": "nha nuoc"}, "family"),
        ({"date": "9/3/2021"}, "date"),
        ({"issuer": "UBND"}, "issuer"),
        ({"number": 5}, "number"),
        ({"outline": [{"path": "I"}]}, r"outline\[0\].label"),
        ({"tables": [{"rows": [["a"]], "header_rows": 2}]}, "header_rows"),
        ({"signatory": "Lê Hữu Thiện"}, "signatory"),
    ],
)
def test_bad_input_is_refused_by_name(form: Any, said: str) -> None:
    with pytest.raises(Refused, match=said):
        from_json(form)


def test_a_bottomless_outline_is_refused() -> None:
    node: dict[str, Any] = {"label": "1"}
    for _ in range(100):
        node = {"label": "1", "children": [node]}
    with pytest.raises(Refused, match="lồng sâu"):
        from_json({"outline": [node]})
