"""The routes of rule sets, and who may open them."""

from collections.abc import Callable

from lanhmanh.accounts.rules import Permission as P
from lanhmanh.accounts.rules import roles
from lanhmanh.areas.models import RuleSet
from lanhmanh.areas.services import next_rule_set
from tests.areas.samples import published
from tests.factories import make_actor
from tests.web.conftest import Things

Rule = Callable[[str, str], int]


def own(things: Things) -> RuleSet:
    """Return the province's own rule set, published once."""
    found = RuleSet.objects.filter(code="RIENG-1", version=1).first()
    return found or published(make_actor("province_officer", things.world.province), things.world.province)


def draft(*tail: str) -> Callable[[Things], list[str]]:
    """Return the next version of it, which lacks its document."""

    def arguments(things: Things) -> list[str]:
        row = next_rule_set(actor=make_actor("province_officer", things.world.province), row=own(things))
        return [row.uid, *tail]

    return arguments


def _reads(role: str, _home: str) -> int:
    return 200 if P.AREA_VIEW in roles()[role].grants else 404


def _writes(opens: int = 200) -> Rule:
    return lambda role, home: opens if P.RULES_WRITE in roles()[role].grants and home == "province" else 404


def _holds(opens: int) -> Rule:
    return lambda role, _home: opens if P.RULES_WRITE in roles()[role].grants else 404


RULES: dict[str, tuple[Callable[[Things], list[str]], Rule]] = {
    "areas:rules": (lambda _things: [], _reads),
    "areas:rules_start": (lambda _things: [], _holds(200)),
    "areas:rules_template": (lambda _things: ["4LOP"], _reads),
    "areas:rule_set": (lambda things: [own(things).uid], _reads),
    "areas:rules_head": (draft(), _writes()),
    "areas:rules_facts": (draft(), _writes()),
    "areas:rules_classes": (draft(), _writes()),
    "areas:rules_criteria": (draft("L1"), _writes()),
    "areas:rules_try": (lambda things: [own(things).uid], _reads),
    "areas:rules_try_blank": (lambda things: [own(things).uid], _reads),
    "areas:rules_publish": (draft(), _writes(302)),
    "areas:rules_follow": (lambda things: [own(things).uid], _holds(405)),
    "areas:rules_discard": (draft(), _writes()),
    "areas:rules_withdraw": (lambda things: [own(things).uid], _writes()),
    "areas:calculator": (lambda _things: [], _reads),
}
