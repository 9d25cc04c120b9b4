"""Classes of areas: every commune of 2021 under five rule sets, beside the same rules written by hand.

The engine also keeps what it takes to say of each commune which criterion was met by which numbers, and says it when
asked; the hand-written side gives the class alone.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from random import Random
from typing import Any

from bench.results import Result
from bench.timing import Work, by_turns
from lanhmanh.law import classes
from lanhmanh.law.classes import RuleSet

COMMUNES = 10_767
SEED = 2021
AIM_SECONDS = 3.0
CARD = [f"m{number}" for number in range(20)]
BESIDE = "viết tay, chỉ ra loại / by hand, the class alone"
Facts = dict[str, Any]


def results(count: int, turns: int) -> Iterator[Result]:
    """Classify the communes under all rule sets by turns with the yardstick, after seeing that both say the same."""
    rows, sets = communes(count), rule_sets()
    for code, rule_set in sets.items():
        ours = [one.class_code or "" for one in classes.classify_many(rule_set, rows)]
        if ours != [BY_HAND[code](row) for row in rows]:
            raise AssertionError(f"{code}: the yardstick says otherwise")
    works: dict[str, Work] = {"ours": partial(_engine, sets, rows), "plain": partial(_by_hand, sets, rows)}
    times = by_turns(works, turns)
    ours_, plain = times["ours"], times["plain"]
    name = f"xếp loại {count} xã theo {len(sets)} bộ tiêu chí / classify"
    yield Result(name, "Python", BESIDE, ours_.least / plain.least, ours_.middle / plain.middle)
    yield Result(f"{name}, giây / seconds", "Python", "", ours_.least, ours_.middle, AIM_SECONDS, "s")


def communes(count: int) -> list[Facts]:
    """Return the facts of so many communes, plausible and invented, from a fixed seed."""
    random = Random(SEED)
    return [_commune(random) for _each in range(count)]


def _commune(random: Random) -> Facts:
    people, clean = random.randint(1_500, 45_000), random.random() < 0.3
    addicts = 0 if clean else min(int(random.expovariate(1 / 14)), people // 50)
    users = 0 if clean else int(random.expovariate(1 / 6))
    offenders = 0 if clean else int(random.expovariate(1 / 3))
    return {
        "population": people,
        "addicts": addicts,
        "users": users,
        "offenders": offenders,
        "places": 0 if clean else random.choice((0, 0, 0, 1, 2)),
        "spots": 0 if clean else random.choice((0, 0, 0, 0, 1, 3)),
        "plants": 0 if random.random() < 0.97 else random.randint(1, 4000),
        "plant_area": 0 if random.random() < 0.97 else random.randint(1, 900),
        "key_route": random.random() < 0.1,
        "not_exempt": (addicts + users) * 3 // 4,
        "resident_offenders": offenders // 2,
        "fugitives": 0,
        **{code: random.randint(0, 5) for code in CARD},
    }


def rule_sets() -> Mapping[str, RuleSet]:
    """Return five rule sets: two of the state, the plan's four classes and a scorecard filled in, a province's own."""
    known = {one.code: one for one in classes.shipped()}
    old = classes.body_of(known["QD3122"])
    own = classes.body_of(known["QD3122"]) | {"code": "OWN"}
    own["classes"][0]["criteria"][0]["any"][0]["facts"] = ["addicts", "users", "offenders"]
    four = classes.body_of(known["4LOP"]) | _filled("FOUR") | {"facts": old["facts"]}
    people = ["addicts", "users"]
    for one, least in zip(four["classes"], ("30", "12", "1", "0"), strict=True):
        one["criteria"] = [{"code": "1", "any": [{"kind": "count", "facts": people, "at_least": least}]}]
    card = classes.body_of(known["NQLT01"]) | _filled("CARD")
    card["facts"] = [{"code": code, "kind": "points", "name": code, "most": "5"} for code in CARD]
    bands = [("W", {"below": "40"}), ("M", {"at_least": "40", "below": "60"}), ("B", {"at_least": "60"})]
    card["classes"] = [
        {"code": code, "name": code, "criteria": [{"code": "1", "any": [{"kind": "points"} | bounds]}]}
        for code, bounds in bands
    ]
    bodies = {"FOUR": four, "CARD": card, "OWN": own}
    return {"QD28": known["QD28"], "QD3122": known["QD3122"], **{c: classes.read(b) for c, b in bodies.items()}}


def _filled(code: str) -> Facts:
    return {"code": code, "template": False, "decided_by": ["x", "x"]}


def _engine(sets: Mapping[str, RuleSet], rows: list[Facts]) -> None:
    for rule_set in sets.values():
        classes.classify_many(rule_set, rows)


def _by_hand(sets: Mapping[str, RuleSet], rows: list[Facts]) -> None:
    for code in sets:
        for row in rows:
            BY_HAND[code](row)


def _decision_28(row: Facts) -> str:
    word, wide = _reading(row, exact=True), _reading(row, exact=False)
    return word if word == wide else ""


def _reading(row: Facts, *, exact: bool) -> str:
    """Return the class by Decision 28, with the upper ends of bands or without; "" for none."""
    people, many = row["population"], row["addicts"] + row["users"]
    plants, area = row["plants"], row["plant_area"]

    def band(value: int, of: int, low: int, high: int) -> bool:
        return value * 10_000 >= low * of and (not exact or value * 10_000 < high * of)

    third = [
        many > 0 and (not exact or many * 1_000 < people),
        row["offenders"] > 0 and (not exact or row["offenders"] * 2_000 < people),
        (plants > 0 and (not exact or plants < 500)) or (area > 0 and (not exact or area < 125)),
    ]
    second = [
        band(many, people, 10, 50),
        row["places"] >= 1 and (not exact or row["places"] < 2),
        band(row["offenders"], people, 5, 10),
        (plants >= 500 and (not exact or plants < 3000)) or (area >= 125 and (not exact or area < 750)),
    ]
    first = [
        many * 200 >= people,
        row["places"] >= 2,
        row["offenders"] * 1_000 >= people,
        plants >= 3000 or area >= 750,
    ]
    route = row["key_route"]
    is_first = sum(first) + (route and sum(second) >= 2) >= 3
    is_second = sum(second) + (route and sum(third) >= 2) >= 3
    free = not (row["not_exempt"] or row["places"] or row["resident_offenders"] or row["fugitives"])
    if free:
        return "" if is_first or is_second else "KMT"
    return "I" if is_first else "II" if is_second else "III" if any(third) else ""


def _decision_3122(row: Facts, people: int | None = None) -> str:
    addicts, spots = row["addicts"], row["spots"]
    if (addicts if people is None else people) >= 100 or spots >= 5 or row["plant_area"] >= 2000:
        return "I"
    if 50 <= addicts < 100 or 3 <= spots < 5:
        return "II"
    if 20 <= addicts < 50 or 1 <= spots < 3:
        return "III"
    return "CO" if addicts + row["users"] + row["offenders"] or row["plant_area"] else "KHONG"


def _own(row: Facts) -> str:
    return _decision_3122(row, row["addicts"] + row["users"] + row["offenders"])


def _four(row: Facts) -> str:
    many = row["addicts"] + row["users"]
    return "TRONG-DIEM" if many >= 30 else "NHIEU" if many >= 12 else "IT" if many >= 1 else "KHONG"


def _card(row: Facts) -> str:
    total = sum(row[code] for code in CARD)
    return "W" if total < 40 else "M" if total < 60 else "B"


BY_HAND = {"QD28": _decision_28, "QD3122": _decision_3122, "FOUR": _four, "CARD": _card, "OWN": _own}
