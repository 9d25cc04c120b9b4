"""Papers of a course as official documents: registration, commitment, proposal, confirmation.

The values come from the opened case and go to the reader only; nothing here is kept. A number is written by hand: the
open register of documents must not learn of a person.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from lanhmanh.cases.models import Episode
from lanhmanh.cases.rules import course as rules
from lanhmanh.cases.rules.people import birth_vi
from lanhmanh.cases.selectors.course import age_of, taken_of
from lanhmanh.cases.selectors.door import Opened
from lanhmanh.law.sources import Source
from lanhmanh.law.statuses import Paper, steps
from lanhmanh.paper import Family, Node, OfficialDocument, Signatory
from lanhmanh.ui.formats import date_vi
from lanhmanh.units.selectors import ancestors, names_on

BOUND = "\u00a0"  # a space at which no line ends
CODES = ("registration", "commitment", "proposal", "confirmation")


@dataclass(frozen=True, slots=True)
class ByHand:
    """Hold what a person adds to a paper; what stays empty is printed as dots."""

    dated: date | None = None
    number: str = ""
    signer: str = ""
    facility: str = ""
    where: str = ""
    months: str = ""


def offered(episode: Episode) -> list[Paper]:
    """Return the papers that the law of an episode, or the programme, wants of its steps and that can be made here.

    A completion is confirmed once it is on record.
    """
    day = episode.decided_on or episode.started_on
    wanted = (paper for step in steps(episode.status, on=day) for paper in step.papers)
    made = [code for code in CODES if code != "confirmation" or episode.ending == "completed"]
    return list({paper.code: paper for paper in wanted if paper.code in made}.values())


def paper_of(paper: Paper, opened: Opened, episode: Episode, by_hand: ByHand) -> OfficialDocument:
    """Return a paper filled with the data of an opened case, marked as not checked against the official form."""
    words, values = _data()[paper.code], _values(opened, episode, by_hand)
    minor = (age_of(opened, by_hand.dated or episode.started_on) or rules.ADULT) < rules.ADULT
    return OfficialDocument(
        family=Family(words["family"]),
        issuer=tuple(line.format(**values).upper() for line in _issuer(words, episode)),
        number=by_hand.number or None,
        place=_place(values["place"]),
        date=by_hand.dated,
        kind=words["kind"],
        title=f"{_line(words['title'], values)} ({_data()['mark'].replace(' ', BOUND)})",
        preamble=_preamble(words, episode, values),
        outline=_outline(words, paper, episode, values),
        recipients=tuple(_line(line, values) for line in words["recipients"]),
        signatory=_signatory(words, episode, values, minor=minor),
    )


def _values(opened: Opened, episode: Episode, by_hand: ByHand) -> dict[str, str]:
    case, person = opened.case, opened.words()
    day = by_hand.dated or episode.started_on
    above = ancestors(case.unit, day)
    unit = names_on([case.unit_id], day).get(case.unit_id, "")
    done = rules.effective(taken_of(episode), episode.status, episode.started_on)
    facts = {
        "unit": _lower(unit), "parent": _lower(above[0].name) if above else "", "place": unit,
        "status": rules.names(episode.status)[0], "status_lower": _lower(rules.names(episode.status)[0]),
        "sex": _data()["sex"][case.sex],
        "times": str(episode.times), "due": date_vi(episode.due_on), "months": by_hand.months,
        "stages": str(sum(one.startswith("stage_") for one in done)), "completion": date_vi(episode.ended_on),
        "signer": by_hand.signer, "facility": by_hand.facility, "where": by_hand.where,
    }  # fmt: skip
    days = {step: date_vi(done.get(step)) for step in ("assessment", "registration", "decision")}
    names = ("full_name", "id_number", "birth_date", "address", "phone", "relatives")
    told = {name: " ".join(person.get(name, "").split()) for name in names}
    return told | facts | days | {"birth_date": birth_vi(told["birth_date"])}


def _line(text: str, values: Mapping[str, str]) -> str:
    """Return a line with its values, dots for what is not known."""
    return text.format(**{name: value or _data()["dots"] for name, value in values.items()})


def _issuer(words: Mapping[str, Any], episode: Episode) -> list[str]:
    if words["family"] == "union":
        return list(_data()["union"])
    return list(_by_law(words.get("issuer", {"other": []}), episode))


def _preamble(words: Mapping[str, Any], episode: Episode, values: Mapping[str, str]) -> tuple[str, ...]:
    if "to" in words:
        return (_line(_data()["to"].format(to=_by_law(words["to"], episode)), values),)
    return (_line(str(_by_law(words["opening"], episode)), values),)


def _outline(words: Mapping[str, Any], paper: Paper, episode: Episode, values: Mapping[str, str]) -> tuple[Node, ...]:
    sections = [(one["heading"], [_line(line, values) for line in one["lines"]]) for one in words["sections"]]
    sections.append((_data()["closing"], _closing(words, paper.source, episode)))
    return tuple(
        Node(path=str(at), label=str(at), heading=heading, paragraphs=tuple(lines))
        for at, (heading, lines) in enumerate(sections, start=1)
    )


def _closing(words: Mapping[str, Any], source: Source, episode: Episode) -> list[str]:
    """Return what the paper says of itself: not checked, where the law speaks of it, what the law's text wants."""
    place = ", ".join(filter(None, (source.article, source.title)))
    named = f"{place} ({source.flag})" if source.flag else place
    wants = words["laws"].get(episode.law)
    found = [" ".join((_data()["unchecked"], _data()["basis"].format(source=named)))]
    return [*found, _data()["wants"].format(wants=wants) + "."] if wants else found


def _signatory(words: Mapping[str, Any], episode: Episode, values: Mapping[str, str], *, minor: bool) -> Signatory:
    lines = words.get(f"signs_{episode.law}", words["signs"])
    if minor and "signs_minor" in words:
        lines = words["signs_minor"]
    authority, title, name = (line.format(**values) for line in lines)
    return Signatory(authority or None, title or None, name or None)


def _by_law(table: Mapping[str, Any], episode: Episode) -> Any:
    return table.get(episode.law, table["other"])


def _place(name: str) -> str:
    return next((name.removeprefix(kind) for kind in _data()["kinds"] if name.startswith(kind)), name)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("lanhmanh.cases").joinpath("data/course_papers.toml").read_text("utf-8"))
