"""A small rule set of the tests' own making, in which everything that a rule set can say is said once."""

from copy import deepcopy
from typing import Any

from lanhmanh.law.classes import RuleSet, inspect, read

Body = dict[str, Any]

_BODY: Body = {
    "code": "THU",
    "version": 2,
    "title": ["Thử", "Trial"],
    "source": {"title": "Văn bản thử", "article": "Điều 1", "confidence": "F", "note": "Ghi chú"},
    "subjects": ["commune"],
    "effective_from": "2026-01-01",
    "effective_to": "2027-12-31",
    "calendar": "MONTH",
    "decided_by": ["Tỉnh", "Province"],
    "notes": [["Một", "One"], ["Hai", "Two"]],
    "deadlines": [{"code": "report", "name": ["Báo cáo", "Report"], "before": [12, 20]}],
    "facts": [
        {"code": "people", "kind": "count", "name": ["Nhân khẩu", "Residents"], "unit": ["người", "persons"]},
        {"code": "cases", "kind": "count", "name": ["Vụ", "Cases"], "ask": ["Bao nhiêu vụ?", "How many cases?"]},
        {"code": "area", "kind": "measure", "name": ["Diện tích", "Area"], "unit": ["m²", "m²"]},
        {"code": "route", "kind": "yes_no", "name": ["Có tuyến", "On a route"]},
        {"code": "books", "kind": "points", "name": ["Sổ sách", "Books"], "most": "10"},
        {"code": "talks", "kind": "points", "name": ["Tuyên truyền", "Talks"], "most": "7.5"},
    ],
    "classes": [
        {
            "code": "KEM",
            "name": ["Kém", "Poor"],
            "needs": 1,
            "criteria": [
                {
                    "code": "a",
                    "name": ["Nhiều vụ", "Many cases"],
                    "any": [{"kind": "ratio", "facts": ["cases"], "of": "people", "at_least": "5"}],
                },
                {"code": "b", "any": [{"kind": "count", "facts": ["cases", "area"], "at_least": "50"}]},
            ],
        },
        {"code": "TB", "name": ["Trung bình", "Fair"], "otherwise": True},
        {
            "code": "TOT",
            "name": ["Tốt", "Good"],
            "source": {"title": "Văn bản khác", "confidence": "P"},
            "criteria": [{"code": "1", "any": [{"kind": "count", "facts": ["cases"], "below": "1"}]}],
        },
    ],
}


def body(**change: Any) -> Body:
    """Return the rows of the rule set, some of them otherwise."""
    return deepcopy(_BODY) | change


def made(**change: Any) -> RuleSet:
    """Return the rule set, some of it otherwise."""
    return read(body(**change))


def asking(test: Body, **change: Any) -> RuleSet:
    """Return the rule set whose worst class asks one test alone, beside the class for all others."""
    criterion = {"code": "a", "any": [{"facts": ["cases"]} | test]}
    return made(classes=[{"code": "KEM", "name": "Kém", "criteria": [criterion]}, _BODY["classes"][1]], **change)


def faults(**change: Any) -> list[str]:
    """Return what is said of the rows, some of them otherwise: where each fault is, and what."""
    return [str(one) for one in inspect(body(**change))[1]]
