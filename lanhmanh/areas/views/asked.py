"""What the address of a page of areas asks for: whose picture, under which rules, of which year."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from lanhmanh.accounts.guards import ActorRequest
from lanhmanh.areas.forms.rule_sets import SUBJECTS as WORDS
from lanhmanh.areas.models import RuleSet
from lanhmanh.areas.policies import in_sight, province_of
from lanhmanh.areas.selectors.book import SUBJECTS, rules_for
from lanhmanh.areas.selectors.ledger import codes_used
from lanhmanh.areas.selectors.rule_sets import view_of
from lanhmanh.kernel import clock
from lanhmanh.law.classes import RuleSet as RuleSetValue
from lanhmanh.ui.formats import either
from lanhmanh.units.models import Level, Unit
from lanhmanh.units.selectors import ancestors

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Asked:
    """Whose picture, of which province, under which rules (None: there are none), of which year (None: the latest)."""

    root: Unit
    province: Unit
    code: str | None
    codes: list[str]
    year: int | None
    rooted: bool

    def query(self, **more: Any) -> str:
        """Return the address parts that keep what was asked."""
        kept = {"don-vi": self.root.uid if self.rooted else None, "bo": self.code if len(self.codes) > 1 else None}
        told = {**kept, "nam": self.year, **more}
        return urlencode({name: value for name, value in told.items() if value is not None})


def asked(request: ActorRequest, *subjects: str) -> Asked:
    """Return what is asked for, under rules for such areas (communes).

    :raises Http404: the unit is not in sight, or the year or the rules are none.
    """
    root = _root(request)
    province = province_of(root.pk, clock.today())
    if province is None:
        raise Http404("province")
    codes = known_codes(province, *subjects)
    code = request.GET.get("bo") or (codes[0] if codes else None)
    if code is not None and code not in codes:
        raise Http404("rules")
    return Asked(root, province, code, codes, year_of(request), bool(request.GET.get("don-vi")))


def known_codes(province: Unit, *subjects: str) -> list[str]:
    """Return the rule sets for such areas (communes) that have a page: those with classes, then those in force."""
    in_force = rules_for(province, clock.today().year, *subjects)
    found = [*codes_used(province.pk, *subjects), *(view.code for view in in_force)]
    return list(dict.fromkeys(found))


def titles(codes: list[str]) -> list[tuple[str, str]]:
    """Return rule sets with their titles."""
    rows = RuleSet.objects.filter(code__in=codes).order_by("version").values_list("code", "title", "body")
    named = {code: either(title, (body.get("title") or [title, title])[-1]) for code, title, body in rows}
    return [(code, named.get(code, code)) for code in codes]


def year_of(request: ActorRequest, name: str = "nam") -> int | None:
    """Return a year that was asked for, None where none was.

    :raises Http404: it is no year of ours.
    """
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise Http404("year")
    return int(text)


def _root(request: ActorRequest) -> Unit:
    """Return the unit asked for; else where the reader works, seen from one step above a commune."""
    uid = request.GET.get("don-vi", "")
    if uid:
        found = in_sight(request.actor).filter(uid=uid).exclude(level=Level.BRANCH).first()
        if found is None:
            raise Http404("unit")
        return found
    home = Unit.objects.filter(pk=request.actor.home_unit_id or 0).first()
    if home is None:
        raise Http404("unit")
    above = [version.unit for version in ancestors(home, clock.today())]
    wider = [unit for unit in above if unit.level in (Level.DISTRICT, Level.PROVINCE)]
    return home if home.level in (Level.DISTRICT, Level.PROVINCE) or not wider else wider[0]


def rules_shown(found: Asked, year: int) -> list[tuple[str, str, bool]]:
    """Return the rule sets to choose from: title, address, whether it is the one in use; none where there is one."""
    told = titles(found.codes) if len(found.codes) > 1 else []
    return [(title, found.query(bo=code, nam=year), code == found.code) for code, title in told]


def kinds_shown(found: Asked, year: int, kind: str, state: str) -> list[tuple[str, str, bool]]:
    """Return the kinds of areas of the rules in use, to look at one alone; none where there is one kind."""
    value = rule_set_value(found.code)
    kinds = [one for one in SUBJECTS if value is not None and one in value.subjects]
    if len(kinds) < 2:
        return []
    told = [(_("Mọi loại"), found.query(nam=year, buoc=state or None), not kind)]
    query = {one: found.query(nam=year, buoc=state or None, la=one) for one in kinds}
    return told + [(str(WORDS[one]).capitalize(), query[one], one == kind) for one in kinds]


def rule_set_value(code: str | None) -> RuleSetValue | None:
    """Return the newest version of a rule set that is no draft."""
    row = RuleSet.objects.filter(code=code or "").exclude(state=RuleSet.State.DRAFT).order_by("-version").first()
    return view_of(row).value if row else None


def index_url(found: Asked, **more: Any) -> str:
    """Return the address of the picture that keeps what was asked."""
    return f"{reverse('areas:index')}?{found.query(**more)}"
