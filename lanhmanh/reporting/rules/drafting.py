"""Drafts of a form as data: each step gives a new definition, the content of a form's TOML file, maybe unfinished."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.reporting.rules import forms
from lanhmanh.reporting.rules.catalogue import Catalogue
from lanhmanh.reporting.rules.shapes import LEVELS, Form, FormRule

Definition = dict[str, Any]
Titles = tuple[str, str]

LONGEST_CODE = 20
USUAL_RULES = ("EMPTY", "NEGATIVE", "DECIMALS", "PART", "WHOLE", "TOGETHER", "SPLIT", "EXACT", "DERIVED", "FALL")
_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
_BAD_CODE = sentence("Mã “%(code)s” chưa đúng: chỉ dùng chữ cái không dấu, chữ số và gạch nối, ví dụ THANG6-2021.")
_LONG_CODE = sentence("Mã “%(code)s” dài quá %(most)d ký tự: rút ngắn.")
_SOURCE = {
    "title": "Hạn do tỉnh đặt", "article": "trong khung Điều 8 khoản 5 Nghị định 09/2019/NĐ-CP", "confidence": "F",
    "note": "Ít nhất một ngày làm việc sau ngày chốt số liệu.",
}  # fmt: skip


def own_code(unit_code: str, typed: str) -> str:
    """Return the code of a form that a unit makes: no code of the product begins so, none of another unit either.

    :raises Refused: what was typed cannot be a code, or the code is too long.
    """
    tail = typed.strip().upper()
    code = f"CD{unit_code}-{tail}"
    if not _CODE.fullmatch(tail):
        raise Refused(_BAD_CODE, code=typed.strip())
    if len(code) > LONGEST_CODE:
        raise Refused(_LONG_CODE, code=code, most=LONGEST_CODE)
    return code


def blank(code: str) -> Definition:
    """Return the definition of a new form, with the rules that fit every form."""
    return {"code": code, "version": 1, "name_vi": "", "name_en": "", "use": list(USUAL_RULES)}


def definition_of(form: Form) -> Definition:
    """Return the definition from which a form is built, without the ends of its time."""
    told = {
        "code": form.code, "version": form.version, "name_vi": form.name_vi, "name_en": form.name_en,
        "calendar": form.calendar, "period": form.kind.value, "level": [asdict(rule) for rule in form.levels],
        "section": [{**asdict(one), "rows": list(one.rows)} for one in form.sections],
    }  # fmt: skip
    shared = forms.shared_rules()
    told["use"] = [rule.code for rule in form.rules if shared.get(rule.code) == rule]
    told["rule"] = [_rule_data(rule) for rule in form.rules if shared.get(rule.code) != rule]
    return told


def copied(form: Form, code: str) -> Definition:
    """Return the definition of a new form that begins as another; its due days are the province's own from now on."""
    levels = {rule.level: rule.working_days_after for rule in form.levels}
    return {**definition_of(form), "code": code, "version": 1, "level": own_levels(levels)}


def own_levels(days: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the levels that are asked, from the lowest, with their working days."""
    asked = [level for level in reversed(LEVELS) if level in days]
    return [{"level": level, "working_days_after": days[level], "source": dict(_SOURCE)} for level in asked]


def with_head(of: Definition, levels: Mapping[str, int], **head: str) -> Definition:
    """Return the definition with names, kind of period, calendar, first period, and levels; what is blank is absent."""
    kept = {name: value for name, value in of.items() if name not in head}
    return {**kept, **{name: text for name, text in head.items() if text}, "level": own_levels(levels)}


def rows_of(of: Definition) -> list[str]:
    """Return the codes of all rows in order."""
    return [code for section in of.get("section", []) for code in section["rows"]]


@cache
def known_titles() -> Mapping[str, Titles]:
    """Return how the forms of the product name their sections, by clause of the plan; the quarterly one goes first."""
    names: dict[str, Titles] = {}
    for form in sorted(forms.latest(), key=lambda form: form.code != "HND-QUY"):
        for section in form.sections:
            names.setdefault(section.path, (section.title_vi, section.title_en))
    return dict(sorted(names.items()))


def with_rows(of: Definition, codes: Collection[str], catalogue: Catalogue, into: str = "") -> Definition:
    """Return the definition with these rows added at the end of a section, or of that of each row's clause."""
    there = set(rows_of(of))
    for one in catalogue:
        if one.code in codes and one.code not in there:
            path = into or one.plan_path
            of = _appended(with_section(of, path), path, one.code)
    return of


def without_rows(of: Definition, codes: Collection[str]) -> Definition:
    """Return the definition without these rows, the sections that they leave empty, and what rules say of them."""
    kept = []
    for section in of.get("section", []):
        rows = [code for code in section["rows"] if code not in codes]
        if rows or not section["rows"]:
            kept.append({**section, "rows": rows})
    rules = [left for rule in of.get("rule", []) if (left := _without(rule, codes))]
    return {**of, "section": kept, "rule": rules}


def moved(of: Definition, code: str, step: int) -> Definition:
    """Return the definition with a row one place up (-1) or down (1), at the edge of its section into the next one."""
    sections = [{**section, "rows": list(section["rows"])} for section in of.get("section", [])]
    at = next((n for n, section in enumerate(sections) if code in section["rows"]), None)
    if at is None:
        return of
    rows, to = sections[at]["rows"], at + step
    place = rows.index(code)
    if 0 <= place + step < len(rows):
        rows[place], rows[place + step] = rows[place + step], rows[place]
    elif 0 <= to < len(sections):
        rows.remove(code)
        sections[to]["rows"].insert(0 if step > 0 else len(sections[to]["rows"]), code)
    return {**of, "section": sections}


def with_section(of: Definition, path: str) -> Definition:
    """Return the definition with a section of a clause, in the order of the plan; as it is where it has one."""
    sections: list[dict[str, Any]] = list(of.get("section", []))
    if any(section["path"] == path for section in sections):
        return of
    vi, en = known_titles().get(path, ("", ""))
    place = next((n for n, section in enumerate(sections) if section["path"] > path), len(sections))
    sections.insert(place, {"path": path, "title_vi": vi, "title_en": en, "rows": []})
    return {**of, "section": sections}


def renamed_section(of: Definition, at: str, /, **told: str) -> Definition:
    """Return the definition with another title, or another clause, of a section."""
    return _each_section(of, lambda section: {**section, **told} if section["path"] == at else section)


def without_section(of: Definition, path: str) -> Definition:
    """Return the definition without a section and its rows."""
    gone = {code for section in of.get("section", []) if section["path"] == path for code in section["rows"]}
    left = without_rows(of, gone)
    return {**left, "section": [section for section in left["section"] if section["path"] != path]}


def moved_section(of: Definition, path: str, step: int) -> Definition:
    """Return the definition with a section one place up (-1) or down (1)."""
    sections = list(of.get("section", []))
    at = next((n for n, section in enumerate(sections) if section["path"] == path), -1)
    if at >= 0 and 0 <= at + step < len(sections):
        sections[at], sections[at + step] = sections[at + step], sections[at]
    return {**of, "section": sections}


def companions(rows: Sequence[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Return the rows that these need beside them: both figures of a ratio, all parts of a split and its whole."""
    wanted, before = set(rows), set[str]()
    while wanted != before:
        before = set(wanted)
        wanted |= {code for one in catalogue if one.is_ratio and one.code in before for code in one.references}
        for (whole, _split), parts in catalogue.groups().items():
            codes = {part.code for part in parts}
            wanted |= {whole, *codes} if codes & before else set()
    return tuple(one.code for one in catalogue if one.code in wanted - set(rows))


def with_rules(of: Definition, chosen: Mapping[str, Mapping[str, Any]]) -> Definition:
    """Return the definition with these shared rules, each with what it says otherwise than the shared one.

    Rules of the form's own, and those that hold indicators against another, stay as they are.
    """
    shared = forms.shared_rules()
    own = [rule for rule in of.get("rule", []) if not _is_choice(rule)]
    changed = [{"like": code, **said} for code, said in chosen.items() if code in shared and said]
    as_shared = [code for code, said in chosen.items() if code in shared and not said]
    return {**of, "use": as_shared, "rule": [*changed, *own]}


def with_pair(of: Definition, like: str, indicators: Collection[str], other: str, severity: str) -> Definition:
    """Return the definition with one more rule that holds indicators against another, under a code of its own."""
    taken = {rule.get("code") for rule in of.get("rule", [])}
    code = next(f"{like}-{n}" for n in range(1, len(taken) + 2) if f"{like}-{n}" not in taken)
    rule = {"code": code, "like": like, "severity": severity, "indicators": sorted(indicators), "other": other}
    return {**of, "rule": [*of.get("rule", []), rule]}


def without_rule(of: Definition, code: str) -> Definition:
    """Return the definition without one rule of its own."""
    return {**of, "rule": [rule for rule in of.get("rule", []) if rule.get("code") != code]}


def _is_choice(rule: Mapping[str, Any]) -> bool:
    """Test whether the rule is a shared one with other parameters, under the shared one's code."""
    return "like" in rule and rule.get("code", rule["like"]) == rule["like"]


def _appended(of: Definition, path: str, code: str) -> Definition:
    return _each_section(of, lambda one: {**one, "rows": [*one["rows"], code]} if one["path"] == path else one)


def _each_section(of: Definition, change: Any) -> Definition:
    return {**of, "section": [change(section) for section in of.get("section", [])]}


def _without(rule: Mapping[str, Any], codes: Collection[str]) -> dict[str, Any] | None:
    """Return the rule without these indicators, None where it then has nothing to look at."""
    if "indicators" not in rule:
        return dict(rule)
    left = [code for code in rule["indicators"] if code not in codes]
    return {**rule, "indicators": left} if left and rule.get("other") not in codes else None


def _rule_data(rule: FormRule) -> dict[str, Any]:
    """Return a rule as data: what it has otherwise than the shared rule of its check, of which each has one."""
    like = next(one for one in forms.shared_rules().values() if one.check is rule.check)
    usual = _plain(like)
    return {**{name: value for name, value in _plain(rule).items() if value != usual[name]}, "like": like.code}


def _plain(rule: FormRule) -> dict[str, Any]:
    return {**asdict(rule), "indicators": sorted(rule.indicators)}
