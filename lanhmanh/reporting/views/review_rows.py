"""A review as its pages show it: what is missing, the clauses, and the desk for its words."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from django.urls import reverse
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.activities.models import Kind
from lanhmanh.law.calendars import Window
from lanhmanh.plan.models import Plan
from lanhmanh.plan.selectors import root_path
from lanhmanh.reporting import papers, selectors
from lanhmanh.reporting.papers.review_text import words as review_words
from lanhmanh.reporting.selectors.narratives import review_subject
from lanhmanh.reporting.selectors.reviews import FigureLine, ItemReview, Review, review_of
from lanhmanh.reporting.views.wording import Desk
from lanhmanh.reporting.views.words import name_of
from lanhmanh.ui.formats import either, period_name

_NAMED = 6


class Reviewed(Protocol):
    """A review that an address asks for."""

    @property
    def plan(self) -> Plan: ...

    @property
    def kind(self) -> str: ...

    @property
    def days(self) -> Window: ...

    @property
    def name(self) -> str: ...

    @property
    def query(self) -> str: ...

    def url(self, name: str, *more: str) -> str: ...


def missing(review: Review) -> list[tuple[int, str, str]]:
    """Return what is missing: how many, of what, and the first of them by name."""
    unknown = [line for line in review.figures if line.asked and line.whole is None]
    rows: tuple[tuple[str, Sequence[str]], ...] = (
        (_("mục chưa giao nhiệm vụ"), [one.item.path for one in review.items if one.lacks_task]),
        (_("nhiệm vụ chưa đơn vị nào ghi kết quả"), [line.task.title for one in review.items for line in one.unsaid]),
        (_("đơn vị chưa có báo cáo nào được duyệt"), [unit.label for unit in review.silent]),
        (_("chỉ tiêu chưa có số liệu"), [name_of(line.indicator) for line in unknown]),
        (
            _("chỉ tiêu kế hoạch chưa có số để so"),
            [f"{name_of(line.indicator)} ({year})" for line, year in review.aimless],
        ),
        (
            _("kỳ báo cáo còn thiếu nhiều"),
            [
                f"{name_of(line.form)}, {period_name(one)}: {line.counts[one][0]}/{line.counts[one][1]}"
                for line in review.forms
                for one in line.thin
            ],
        ),
    )
    return [(len(names), noun, _first(names)) for noun, names in rows if names]


def _first(names: Sequence[str]) -> str:
    rest = len(names) - _NAMED
    told = "; ".join(names[:_NAMED])
    return told if rest <= 0 else told + " " + _("và %(n)d nữa") % {"n": rest}


def clause(one: ItemReview, years: Sequence[int]) -> dict[str, Any]:
    """Return a clause with what was done for it."""
    kinds = dict(Kind.choices)
    return {
        "one": one,
        "url": reverse("plan:item", args=[one.item.uid]),
        "deeds": [(kinds[kind], count) for kind, count in one.deeds.kinds],
        "figures": figures(one.figures, years),
        "unknown": [name_of(line.indicator) for line in one.unknown],
        "is_empty": not (one.tasks or one.deeds.total or one.figures or one.proofs),
    }


def figures(lines: Iterable[FigureLine], years: Sequence[int]) -> list[dict[str, Any]]:
    """Return the indicators that have a figure or an aim, by year."""
    return [
        {
            "name": name_of(line.indicator),
            "unit": either(line.indicator.unit_vi, line.indicator.unit_en),
            "places": line.indicator.decimals,
            "cells": [{"value": line.by_year.get(year), "aim": line.targets.get(year)} for year in years],
            "line": line,
            "thin": (line.thin[1], period_name(line.thin[0])) if line.thin else None,
        }
        for line in lines
        if line.whole is not None or line.targets
    ]


def desk(actor: Actor, asked: Reviewed) -> Desk:
    """Return the desk for the words of a review."""
    whole, subject = review_of(actor, asked.plan, asked.days), review_subject(asked.plan, asked.kind)
    sources = papers.review_sources(whole)
    narrative = selectors.words_in_force(subject, asked.plan.unit)
    codes = [key for key in sources if ":" not in key]
    return Desk(
        subject=subject,
        unit=asked.plan.unit,
        title=_("Lời văn báo cáo %(kind)s") % {"kind": asked.name.lower()},
        lead=_("Sửa lời từng mục; số liệu đặt bằng tên nên luôn là số mới nhất."),
        parts=papers.review_sections(whole, asked.kind, narrative, sources),
        sources=sources,
        groups=[
            ("trien-khai", _("Cả kế hoạch"), [key for key in sources if key.startswith("KH:")]),
            *((f"muc/{root_path(one.item)}", f"{one.item.path}. {one.item.name}", _keys(one)) for one in whole.items),
            *([("", _("Chỉ tiêu khác"), [one.indicator.code for one in whole.others])] if whole.others else []),
        ],
        kinds=_kinds(whole) if codes else [("", _("Cả thời gian"))],
        suggested=review_words()["own"],
        list_url=asked.url("review_words"),
        edit_url=asked.url("edit_review_words"),
        paper_url=asked.url("review_preview"),
    )


def _keys(one: ItemReview) -> list[str]:
    tasks = [
        f"NV:{what}={line.task.uid}" for line in one.tasks for what in ("giao", "xong", "dang", "chua", "im", "lan")
    ]
    deeds = [f"HD:{kind.replace('_', '')}={one.item.uid}" for kind, _count in one.deeds.kinds]
    more = [f"HD:tong={one.item.uid}", f"HD:luot={one.item.uid}"] if one.deeds.total else []
    return [*(line.indicator.code for line in one.figures), *tasks, *more, *deeds]


def _kinds(whole: Review) -> list[tuple[str, str]]:
    """Return the ways in which an indicator can be taken: over all, in a year, as aimed at, against the aim."""
    years = [(f"nam={year}", _("Năm %(year)d") % {"year": year}) for year in whole.years]
    aimed = sorted({year for line in whole.figures for year in line.targets})
    aims = [(f"chitieu={year}", _("Chỉ tiêu năm %(year)d") % {"year": year}) for year in aimed]
    shares = [(f"dat={year}", _("So với chỉ tiêu năm %(year)d") % {"year": year}) for year in aimed]
    return [("", _("Cả thời gian")), *years, *aims, *shares]
