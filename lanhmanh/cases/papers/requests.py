"""Papers of a person's requests: receipt, extension, answer, refusal. They go to the reader; none is kept."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import override

from lanhmanh.cases.models import Outcome, PersonRequest
from lanhmanh.cases.papers.rights import COMMITTEE, sheet
from lanhmanh.cases.rules.rights import Dues, dues
from lanhmanh.paper import OfficialDocument
from lanhmanh.ui.formats import date_vi
from lanhmanh.units.models import Unit


@dataclass(frozen=True, slots=True)
class ByHand:
    """Hold what a person adds to a paper."""

    dated: date
    number: str = ""
    signer: str = ""


def offered(request: PersonRequest) -> list[tuple[str, str, str]]:
    """Return the papers that a request has come to, the last one first: code, Vietnamese and English name."""
    reached = {
        "refusal": request.outcome == Outcome.REFUSED,
        "answer": request.outcome in {Outcome.DONE, Outcome.PARTLY},
        "extension": request.extended,
        "receipt": True,
    }
    return [(code, *_data()["names"][code]) for code, there in reached.items() if there]


def paper_of(
    code: str, request: PersonRequest, unit: Unit, words: Mapping[str, str], by_hand: ByHand
) -> OfficialDocument:  # fmt: skip
    """Return a paper of a request with the words that came with it; those that were erased are printed as dots."""
    with override("vi"):
        plan, due = _data()[code], dues(request.kind, request.received_on, extended=request.extended)
        values = _values(request, words, due)
        nodes = [
            (one["heading"], [line for each in one["lines"] for line in _line(each, values).splitlines()])
            for one in plan["sections"]
        ]
        nodes.append(("Ghi chú", [_data()["unchecked"], _basis(due)]))
        made = sheet(
            unit, by_hand.dated, kind=plan["kind"], title=plan["title"], nodes=nodes,
            recipients=_data()["recipients"], official=True,
        )  # fmt: skip
    signs = replace(COMMITTEE, name=by_hand.signer or None)
    to = _line(_data()["to"], values)
    return replace(made, number=by_hand.number or None, preamble=(to,), signatory=signs)


def _values(request: PersonRequest, words: Mapping[str, str], due: Dues) -> dict[str, str]:
    first = dues(request.kind, request.received_on)
    granted = request.outcome == Outcome.DONE
    return {
        **dict.fromkeys(("who", "words", "contact", "extension"), ""),
        **{name: text.strip() for name, text in words.items()},
        **{name: _ended(words.get(name, "")) for name in ("words", "extension")},
        "answer": _ended(words.get("answer", "")) or (" " if granted else ""),
        "received": date_vi(request.received_on),
        "kind": request.get_kind_display().lower(),
        "due": date_vi(due.answer),
        "first_due": date_vi(first.answer),
        "outcome": request.get_outcome_display(),
        "answered": date_vi(request.answered_on) if request.answered_on else "",
        "effect": _data()["effects"][request.kind] if granted else " ",
        "recourse": _data()["recourse"],
    }


def _ended(text: str) -> str:
    """Return what somebody wrote with a full stop, where it ends without any sign."""
    text = text.strip()
    return f"{text}." if text and text[-1].isalnum() else text


def _line(text: str, values: Mapping[str, str]) -> str:
    """Return a line with its values: dots for what is not known, nothing for what has no place in it."""
    return text.format(**{name: value or _data()["dots"] for name, value in values.items()}).strip()


def _basis(due: Dues) -> str:
    place = ", ".join(filter(None, (due.source.article, due.source.title)))
    named = f"{place} ({due.source.flag})" if due.source.flag else place
    return str(_data()["basis" if due.binding else "promise"].format(source=named))


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("lanhmanh.cases").joinpath("data/request_papers.toml").read_text("utf-8"))
