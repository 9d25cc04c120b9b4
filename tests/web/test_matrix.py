"""Every route as every role from every standing: what opens, what is not there, and never a fault."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zlib import crc32

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lanhmanh.accounts.models import User
from lanhmanh.accounts.rules import Permission as P
from lanhmanh.accounts.rules import Scope, roles
from lanhmanh.cases.models import Publication
from lanhmanh.cases.selectors.state_forms import periods
from lanhmanh.cases.services.publishing import publish_figures
from lanhmanh.kernel import clock
from lanhmanh.kernel.periods import parse
from lanhmanh.web import errors
from tests.accounts.test_access import reaches
from tests.factories import make_actor, make_user
from tests.growth import examples
from tests.web.area_routes import RULES
from tests.web.conftest import BACKEND, Things
from tests.web.ledger_routes import LEDGER
from tests.web.movement_routes import MOVEMENT
from tests.web.place_routes import PLACES
from tests.web.rights_routes import RIGHTS

# The commune is where things lie; seen from there the others are parent, child, sibling, and another branch.
STANDINGS = ["commune", "district", "province", "branch", "sibling", "other_commune"]
# Scopes reach down or not at all: the place, beside it and above it tell them apart.
TELLING = ["commune", "sibling", "district"]
Rule = Callable[[str, str], int]


def holds(permission: P, role: str) -> bool:
    return permission in roles()[role].grants


def may(permission: P, role: str, home: str, place: str) -> bool:
    return any(reaches(scope, home, place) for scope in roles()[role].grants.get(permission, ()))


def at(place: str, *permissions: P, opens: int = 200) -> Rule:
    """Open where all permissions are held at the place."""
    return lambda role, home: opens if all(may(p, role, home, place) for p in permissions) else 404


def anywhere(permission: P, opens: int = 200) -> Rule:
    """Open where the permission is held anywhere."""
    return lambda role, _home: opens if holds(permission, role) else 404


def above_branches(permission: P) -> Rule:
    """Open where the permission is held at a unit that reports; a branch writes on its commune's report."""
    return lambda role, home: 200 if holds(permission, role) and home != "branch" else 404


class Always:
    """Answer everybody alike, wherever they are."""

    def __init__(self, status: int) -> None:
        self.status = status

    def __call__(self, _role: str, _home: str) -> int:
        return self.status


def derive(role: str, home: str) -> int:
    """Open who reads the province's plan and makes plans in another place."""
    reads = may(P.PLAN_VIEW, role, home, "province")
    return 200 if reads and home != "province" and may(P.PLAN_EDIT, role, home, home) else 404


def progress(role: str, home: str) -> int:
    """Open who does tasks at a commune and reads the plan; the task is one of communes."""
    doer = may(P.TASK_DO, role, home, home) and may(P.PLAN_VIEW, role, home, "province")
    return 200 if doer and home in {"commune", "sibling", "other_commune"} else 404


def guidance(role: str, home: str) -> int:
    """Open who sees the Union's work where it was sent from, and who does tasks at a unit it was sent to or through."""
    above = may(P.ACTIVITY_VIEW, role, home, "province")
    reached = may(P.TASK_DO, role, home, home) and home not in {"province", "branch"}
    return 200 if holds(P.ACTIVITY_VIEW, role) and (above or reached) else 404


def send_guidance(role: str, home: str) -> int:
    """Open who reads the province's plan and makes plans in a place that has units below."""
    makes = may(P.PLAN_VIEW, role, home, "province") and may(P.PLAN_EDIT, role, home, home)
    return 200 if makes and home in {"province", "district", "commune"} else 404


def guidance_list(role: str, home: str) -> int:
    """Open who reads the province's plan and sees the Union's work anywhere."""
    return 200 if may(P.PLAN_VIEW, role, home, "province") and holds(P.ACTIVITY_VIEW, role) else 404


def founds_below(role: str, _home: str) -> int:
    """Open who keeps keys below the own unit."""
    return 200 if Scope.BELOW in roles()[role].grants.get(P.KEYS_MANAGE, ()) else 404


def state_form(things: Things) -> list[str]:
    """Name the monthly form of the state for the commune."""
    return ["01-BCN", things.case.unit.uid, periods("01-BCN", clock.today())[0].code]


CASES = (P.CASE_WORK, P.CASE_SUPERVISE, P.CASE_OVERSEE)
ANSWERABLE = (P.CASE_SUPERVISE, P.CASE_OVERSEE)


def one_of(*permissions: P, opens: int = 200) -> Rule:
    """Open where one of the permissions is held anywhere."""
    return lambda role, _home: opens if any(holds(p, role) for p in permissions) else 404


def above_both(role: str, home: str) -> int:
    """Open who oversees the cases of the commune and of its neighbour."""
    return 200 if all(may(P.CASE_OVERSEE, role, home, place) for place in ("commune", "sibling")) else 404


def one_at(place: str, *permissions: P, opens: int = 200) -> Rule:
    """Open where one of the permissions is held at the place."""
    return lambda role, home: opens if any(may(p, role, home, place) for p in permissions) else 404


def on_case(*tail: Callable[[Things], str]) -> "Callable[[Things], list[str]]":
    return lambda things: [things.case.uid, *(part(things) for part in tail)]


@dataclass(frozen=True)
class Route:
    """The arguments of a route, and what it answers."""

    arguments: Callable[[Things], list[str]]
    rule: Rule


def none(_things: Things) -> list[str]:
    return []


def uid(name: str) -> Callable[[Things], list[str]]:
    return lambda things: [getattr(things, name).uid]


def of(*tail: str) -> Callable[[Things], list[str]]:
    return lambda things: ["HND-QUY", "2021Q1", things.world.commune.uid, *tail]


def year() -> Callable[[Things], list[str]]:
    return lambda things: ["HND-QUY", "2021", things.world.commune.uid]


def report(*tail: str) -> Callable[[Things], list[str]]:
    return lambda things: [things.report.uid, *tail]


def aim(*tail: str, place: str = "commune") -> Callable[[Things], list[str]]:
    return lambda things: ["2021", getattr(things.world, place).uid, *tail]


def sets_targets(role: str, home: str) -> int:
    """Open who may set the commune's targets and see its figures."""
    return 200 if may(P.TARGET_SET, role, home, "commune") and may(P.FIGURES_VIEW, role, home, "commune") else 404


def explains(role: str, home: str) -> int:
    """Open who may set targets at the district or one step below it, where they do not add up."""
    reach = any(may(P.TARGET_SET, role, home, place) for place in ("district", "commune", "sibling"))
    return 200 if reach and may(P.FIGURES_VIEW, role, home, "district") else 404


def design(*tail: str) -> Callable[[Things], list[str]]:
    return lambda things: [things.design.uid, *tail]


def own_form(things: Things) -> list[str]:
    return [things.own_form]


def of_register(_things: Things) -> list[str]:
    return ["uy-tin"]


def elder(things: Things) -> list[str]:
    return ["uy-tin", things.elder.uid]


def activity_photo(things: Things) -> list[str]:
    return [things.activity.uid, things.photo.uid]


ROUTES = {
    "today": Route(none, anywhere(P.UNIT_VIEW)),
    "trail": Route(none, anywhere(P.AUDIT_VIEW)),
    "help": Route(none, Always(200)),
    "privacy": Route(none, Always(200)),
    "health": Route(none, Always(200)),
    "set_language": Route(none, Always(302)),
    "ui:gallery": Route(none, Always(200)),
    "account_login": Route(none, Always(302)),
    "account_logout": Route(none, Always(200)),
    "account_change_password": Route(none, Always(200)),
    "account_set_password": Route(none, Always(302)),
    "account_reauthenticate": Route(none, Always(200)),
    "mfa_authenticate": Route(none, Always(302)),
    "mfa_reauthenticate": Route(none, Always(302)),
    "mfa_index": Route(none, Always(200)),
    "mfa_activate_totp": Route(none, Always(302)),
    "mfa_deactivate_totp": Route(none, Always(404)),
    "mfa_view_recovery_codes": Route(none, Always(404)),
    "mfa_generate_recovery_codes": Route(none, Always(302)),
    "profile": Route(none, Always(200)),
    "people": Route(none, anywhere(P.ACCOUNT_MANAGE)),
    "people_new": Route(none, anywhere(P.ACCOUNT_MANAGE)),
    "person": Route(uid("person"), at("commune", P.ACCOUNT_MANAGE)),
    "person_password": Route(uid("person"), at("commune", P.ACCOUNT_MANAGE)),
    "person_role": Route(uid("person"), at("commune", P.ACCOUNT_MANAGE)),
    "person_role_end": Route(
        lambda things: [things.person.uid, things.person.memberships.get().uid], at("commune", P.ACCOUNT_MANAGE)
    ),
    "person_deed": Route(lambda things: [things.person.uid, "dong"], at("commune", P.ACCOUNT_MANAGE)),
    "units:tree": Route(none, anywhere(P.UNIT_VIEW)),
    "units:branch": Route(lambda things: [things.world.commune.uid], at("commune", P.BRANCH_EDIT)),
    "units:take_over": Route(lambda things: [things.world.commune.uid], at("commune", P.BRANCH_EDIT)),
    "units:join": Route(lambda things: [things.world.branch.uid], at("commune", P.BRANCH_EDIT)),
    "units:unit": Route(lambda things: [things.world.commune.uid], anywhere(P.UNIT_VIEW)),
    "documents:register": Route(none, anywhere(P.DOCUMENT_VIEW)),
    "documents:detail": Route(uid("document"), at("province", P.DOCUMENT_VIEW)),
    "documents:download": Route(
        lambda things: [things.document.uid, things.rendition.format], at("province", P.DOCUMENT_VIEW)
    ),
    "plan:index": Route(none, anywhere(P.PLAN_VIEW)),
    "plan:upload": Route(none, anywhere(P.PLAN_EDIT)),
    "plan:detail": Route(uid("plan"), at("province", P.PLAN_VIEW)),
    "plan:item": Route(uid("item"), at("province", P.PLAN_VIEW)),
    "plan:add_task": Route(uid("item"), at("province", P.PLAN_EDIT)),
    "plan:task": Route(uid("task"), at("province", P.PLAN_EDIT)),
    "plan:drop_task": Route(uid("task"), at("province", P.PLAN_EDIT)),
    "plan:progress": Route(uid("task"), progress),
    "plan:preview": Route(uid("draft"), at("district", P.PLAN_EDIT)),
    "plan:discard": Route(uid("draft"), at("district", P.PLAN_EDIT)),
    "plan:add_item": Route(uid("draft"), at("district", P.PLAN_EDIT)),
    "plan:derive": Route(uid("plan"), derive),
    "plan:amend": Route(uid("plan"), at("province", P.PLAN_EDIT)),
    "plan:changes": Route(uid("amendment"), at("province", P.PLAN_EDIT)),
    "plan:match": Route(lambda things: [things.amendment.items.get(path="II.2").uid], at("province", P.PLAN_EDIT)),
    "plan:confirm_amendment": Route(uid("amendment"), at("province", P.PLAN_EDIT)),
    "plan:take_up": Route(uid("own"), at("district", P.PLAN_EDIT)),
    "plan:decide": Route(uid("draft"), at("district", P.PLAN_EDIT)),
    "plan:coverage": Route(uid("plan"), at("province", P.PLAN_VIEW)),
    "plan:coverage_xlsx": Route(uid("plan"), at("province", P.PLAN_VIEW)),
    "plan:chain": Route(uid("plan"), at("province", P.PLAN_VIEW)),
    "plan:guidance_list": Route(uid("plan"), guidance_list),
    "plan:send_guidance": Route(uid("plan"), send_guidance),
    "plan:guidance": Route(uid("guidance"), guidance),
    "plan:acknowledge": Route(uid("guidance"), anywhere(P.TASK_DO, opens=405)),
    "plan:guidance_file": Route(lambda things: [things.guidance.uid, things.rendition.format], guidance),
    "activities:list": Route(none, anywhere(P.ACTIVITY_VIEW)),
    "activities:record": Route(none, anywhere(P.ACTIVITY_RECORD)),
    "activities:movement": Route(none, anywhere(P.ACTIVITY_VIEW)),
    "activities:livelihood": Route(none, anywhere(P.ACTIVITY_VIEW)),
    "activities:register": Route(of_register, anywhere(P.ACTIVITY_VIEW)),
    "activities:register_export": Route(of_register, anywhere(P.ACTIVITY_VIEW)),
    "activities:register_add": Route(of_register, anywhere(P.ACTIVITY_RECORD)),
    "activities:register_list": Route(of_register, anywhere(P.ACTIVITY_RECORD)),
    "activities:row": Route(elder, at("commune", P.ACTIVITY_VIEW)),
    "activities:row_change": Route(elder, at("commune", P.ACTIVITY_RECORD)),
    "activities:row_void": Route(elder, at("commune", P.ACTIVITY_RECORD)),
    "activities:row_erase": Route(elder, at("commune", P.ACTIVITY_RECORD)),
    "activities:row_restore": Route(elder, anywhere(P.ACTIVITY_RECORD, opens=405)),
    "activities:detail": Route(uid("activity"), at("commune", P.ACTIVITY_VIEW)),
    "activities:edit": Route(uid("activity"), at("commune", P.ACTIVITY_RECORD)),
    "activities:void": Route(uid("activity"), at("commune", P.ACTIVITY_RECORD)),
    "activities:undo": Route(uid("activity"), anywhere(P.ACTIVITY_RECORD, opens=405)),
    "activities:restore": Route(uid("activity"), anywhere(P.ACTIVITY_RECORD, opens=405)),
    "activities:add_photos": Route(uid("activity"), anywhere(P.ACTIVITY_RECORD, opens=405)),
    "activities:photo": Route(activity_photo, at("commune", P.ACTIVITY_VIEW)),
    "activities:remove_photo": Route(activity_photo, anywhere(P.ACTIVITY_RECORD, opens=405)),
    # Nobody here has a key unlocked, and the case is opened by nobody: its words send back to where it is opened.
    "cases:list": Route(none, one_of(*CASES)),
    "cases:new": Route(none, anywhere(P.CASE_WORK)),
    "cases:search": Route(none, one_of(*CASES)),
    "cases:openings": Route(none, one_of(*ANSWERABLE)),
    "cases:review": Route(
        lambda things: [things.case.openings.get(kind="break_glass").uid], one_at("commune", *ANSWERABLE)
    ),
    "cases:settle_twin": Route(uid("twin"), above_both),
    "cases:page": Route(on_case(), one_at("commune", *CASES)),
    "cases:shut": Route(on_case(), one_of(*CASES, opens=405)),
    "cases:edit": Route(on_case(), at("commune", P.CASE_WORK, opens=302)),
    "cases:history": Route(on_case(lambda _things: "phone"), one_at("commune", *CASES, opens=302)),
    "cases:assign": Route(on_case(), at("commune", P.CASE_SUPERVISE)),
    "cases:unassign": Route(
        on_case(lambda things: things.case.assignments.get().uid), anywhere(P.CASE_SUPERVISE, opens=405)
    ),
    "cases:transfer": Route(on_case(), one_at("commune", *CASES, opens=302)),
    "cases:answer": Route(uid("offered"), at("sibling", P.CASE_WORK, opens=403)),
    "cases:refuse": Route(uid("offered"), at("sibling", P.CASE_WORK)),
    "cases:take_back": Route(uid("offered"), one_of(*CASES, opens=405)),
    "cases:merge_choose": Route(on_case(), at("commune", P.CASE_SUPERVISE)),
    "cases:merge": Route(on_case(lambda things: things.offered.uid), at("commune", P.CASE_SUPERVISE)),
    "cases:add_attachment": Route(on_case(), anywhere(P.CASE_WORK, opens=405)),
    "cases:attachment": Route(on_case(lambda _things: "x"), one_at("commune", *CASES, opens=302)),
    "cases:remove_attachment": Route(on_case(lambda _things: "x"), at("commune", P.CASE_WORK, opens=302)),
    "keyring:index": Route(none, anywhere(P.KEYS_MANAGE)),
    "keyring:found": Route(none, founds_below),
    "keyring:recovery": Route(none, anywhere(P.KEYS_WATCH)),
    "keyring:unit": Route(lambda things: [things.world.commune.uid], at("commune", P.KEYS_MANAGE)),
    "keyring:admit": Route(lambda things: [things.world.commune.uid], at("commune", P.KEYS_MANAGE)),
    "keyring:renew": Route(lambda things: [things.world.commune.uid], at("commune", P.KEYS_MANAGE)),
    "keyring:remove": Route(lambda things: [things.world.commune.uid, things.holder.uid], at("commune", P.KEYS_MANAGE)),
    "cases:roster": Route(none, anywhere(P.CASE_SUPERVISE)),
    "cases:roster_template": Route(none, anywhere(P.CASE_SUPERVISE)),
    "cases:roster_confirm": Route(none, anywhere(P.CASE_SUPERVISE, opens=405)),
    "cases:roster_to_mend": Route(none, anywhere(P.CASE_SUPERVISE, opens=405)),
    "reporting:index": Route(none, anywhere(P.REPORT_VIEW)),
    "reporting:queue": Route(none, anywhere(P.REPORT_REVIEW)),
    "reporting:open": Route(
        lambda things: [things.world.commune.uid, "HND-QUY", "2021Q1"], at("commune", P.REPORT_FILL, opens=302)
    ),
    "reporting:report": Route(report(), at("commune", P.REPORT_VIEW)),
    "reporting:submit": Route(report(), anywhere(P.REPORT_SUBMIT, opens=405)),
    "reporting:review": Route(report(), at("commune", P.REPORT_REVIEW)),
    "reporting:correct": Route(report(), at("commune", P.REPORT_FILL)),
    "reporting:save": Route(report("TT-BUOI"), anywhere(P.REPORT_FILL, opens=405)),
    "reporting:history": Route(report("TT-BUOI"), at("commune", P.REPORT_VIEW)),
    "reporting:facts": Route(report("TT-BUOI"), at("commune", P.REPORT_VIEW, P.ACTIVITY_VIEW)),
    "reporting:consolidation_index": Route(none, anywhere(P.FIGURES_VIEW)),
    "reporting:consolidation": Route(of(), at("commune", P.FIGURES_VIEW)),
    "reporting:cell": Route(of("TT-BUOI"), at("commune", P.FIGURES_VIEW)),
    "reporting:preview": Route(of(), at("commune", P.FIGURES_VIEW)),
    "reporting:year": Route(year(), at("commune", P.FIGURES_VIEW)),
    "reporting:year_file": Route(year(), at("commune", P.FIGURES_VIEW)),
    "reporting:exports": Route(of("xlsx"), at("commune", P.FIGURES_VIEW)),
    "reporting:issue": Route(of(), at("commune", P.FIGURES_VIEW, P.DOCUMENT_ISSUE)),
    "reporting:changes": Route(lambda things: [things.issued.uid], at("province", P.DOCUMENT_VIEW)),
    "reporting:targets": Route(none, above_branches(P.FIGURES_VIEW)),
    "reporting:target_choose": Route(aim(), sets_targets),
    "reporting:targets_export": Route(aim(), at("commune", P.FIGURES_VIEW)),
    "reporting:target": Route(aim("TT-BUOI"), at("commune", P.FIGURES_VIEW)),
    "reporting:target_set": Route(aim("TT-BUOI"), sets_targets),
    "reporting:target_gap": Route(aim("TT-BUOI", place="district"), explains),
    "reporting:timeliness": Route(none, above_branches(P.REPORT_VIEW)),
    "reporting:timeliness_export": Route(none, above_branches(P.REPORT_VIEW)),
    "reporting:reminders": Route(none, anywhere(P.REPORT_REVIEW)),
    "reporting:words": Route(of(), at("commune", P.FIGURES_VIEW, P.DOCUMENT_ISSUE)),
    "reporting:edit_words": Route(of(), at("commune", P.FIGURES_VIEW, P.DOCUMENT_ISSUE)),
    "reporting:plan_review": Route(uid("plan"), at("province", P.PLAN_VIEW, P.FIGURES_VIEW)),
    "reporting:review_preview": Route(uid("plan"), at("province", P.PLAN_VIEW, P.FIGURES_VIEW)),
    "reporting:review_exports": Route(
        lambda things: [things.plan.uid, "xlsx"], at("province", P.PLAN_VIEW, P.FIGURES_VIEW)
    ),
    "reporting:review_words": Route(uid("plan"), at("province", P.PLAN_VIEW, P.FIGURES_VIEW, P.DOCUMENT_ISSUE)),
    "reporting:edit_review_words": Route(uid("plan"), at("province", P.PLAN_VIEW, P.FIGURES_VIEW, P.DOCUMENT_ISSUE)),
    "reporting:review_issue": Route(uid("plan"), at("province", P.PLAN_VIEW, P.FIGURES_VIEW, P.DOCUMENT_ISSUE)),
    "reporting:item_figures": Route(lambda _things: ["II.1"], anywhere(P.FIGURES_VIEW)),
    "reporting:designs": Route(none, anywhere(P.FORM_DESIGN)),
    "reporting:design_start": Route(none, anywhere(P.FORM_DESIGN)),
    "reporting:design": Route(uid("design"), at("province", P.FORM_DESIGN)),
    "reporting:design_rows": Route(uid("design"), at("province", P.FORM_DESIGN)),
    "reporting:design_pick": Route(uid("design"), at("province", P.FORM_DESIGN)),
    "reporting:design_section": Route(design("II.1"), at("province", P.FORM_DESIGN)),
    "reporting:design_rules": Route(uid("design"), at("province", P.FORM_DESIGN)),
    "reporting:design_pair": Route(design("TOTAL"), at("province", P.FORM_DESIGN)),
    "reporting:design_try": Route(uid("design"), at("province", P.FORM_DESIGN)),
    "reporting:design_publish": Route(uid("design"), at("province", P.FORM_DESIGN)),
    "reporting:design_discard": Route(uid("design"), at("province", P.FORM_DESIGN)),
    "reporting:form": Route(own_form, anywhere(P.FORM_DESIGN)),
    "reporting:form_next": Route(own_form, at("province", P.FORM_DESIGN)),
    "reporting:form_end": Route(own_form, at("province", P.FORM_DESIGN)),
    **{name: Route(*entry) for name, entry in (RIGHTS | MOVEMENT).items()},
    **{
        f"areas:{name}": Route(arguments, at("commune", permission) if bound else anywhere(permission, opens))
        for name, (arguments, permission, bound, opens) in PLACES.items()
    },
}


def case(*tail: str) -> Callable[[Things], list[str]]:
    return lambda things: [things.case.uid, *tail]


def register(things: Things) -> list[str]:
    """Name a register of the commune, which is listed once it has a case."""
    return ["01-SCN", things.case.unit.uid, "2021"]


CASES = (P.CASE_WORK, P.CASE_SUPERVISE, P.CASE_OVERSEE)


def knows_of(opens: int) -> Rule:
    """Open to who may know of the commune's cases; one that was not opened leads back to its page."""
    return lambda role, home: opens if any(may(p, role, home, "commune") for p in CASES) else 404


def has_cases(role: str, _home: str) -> int:
    return 200 if any(holds(p, role) for p in CASES) else 404


writes = at("commune", P.CASE_WORK, opens=302)
ROUTES |= {
    "cases:registers": Route(none, has_cases),
    "cases:register": Route(register, knows_of(200)),
    "cases:register_xlsx": Route(register, knows_of(200)),
    "cases:state_form": Route(state_form, knows_of(200)),
    "cases:course": Route(case(), knows_of(302)),
    "cases:measures": Route(case(), knows_of(302)),
    "cases:episode_new": Route(case(), writes),
    "cases:case_close": Route(case(), writes),
    "cases:deadline": Route(case("1"), writes),
    "cases:episode_edit": Route(case("x"), writes),
    "cases:step_new": Route(case("x"), writes),
    "cases:episode_end": Route(case("x"), writes),
    "cases:event_new": Route(case("x"), writes),
    "cases:course_papers": Route(case("x"), writes),
    "cases:visit": Route(case(), writes),
    "cases:measure_new": Route(case(), writes),
    "cases:measure_edit": Route(case("x"), writes),
    "cases:measure_void": Route(case("x"), writes),
}


def keeps_registers(role: str, home: str) -> int:
    """Open who keeps the registers of a commune."""
    communes = ("commune", "sibling", "other_commune")
    return 200 if any(may(P.PLACE_RECORD, role, home, place) for place in communes) else 404


ROUTES |= {"areas:business_new": Route(none, keeps_registers), "areas:site_new": Route(none, keeps_registers)}


def publication(things: Things) -> list[str]:
    """Name what the province published of the first quarter."""
    actor = make_actor("case_overseer", things.world.province)
    out = Publication.objects.first() or publish_figures(
        actor=actor, unit=things.world.province, period=parse("2021Q1")
    )
    return [out.uid]


def publishes(role: str, home: str) -> int:
    """Open who watches over the cases of a province or district."""
    return 200 if holds(P.CASE_OVERSEE, role) and home in {"province", "district"} else 404


reads_figures = one_of(P.FIGURES_VIEW, *CASES)
ROUTES |= {
    "cases:published": Route(none, reads_figures),
    "cases:publication": Route(publication, reads_figures),
    "cases:publication_xlsx": Route(publication, reads_figures),
    "cases:publish": Route(lambda _things: ["2021Q1"], publishes),
}

ROUTES |= {name: Route(*told) for name, told in LEDGER.items()}


ROUTES |= {name: Route(*route) for name, route in RULES.items()}


def patterns(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", entry


def test_every_route_stands_in_the_table() -> None:
    assert sorted(name for name, _entry in patterns()) == sorted(ROUTES)


def turned_away(needs: object, role: str) -> bool:
    """Return whether a view's declared need turns a role away at the door, wherever it comes from."""
    return isinstance(needs, P) and not holds(needs, role)


def asked_from(route: Route, role: str) -> list[str]:
    """Return the standings a route is asked from: in depth all, else the first telling one for each answer it gives."""
    if isinstance(route.rule, Always):
        return ["commune"]
    if examples(1) > 1:
        return STANDINGS
    return list({route.rule(role, home): home for home in reversed(TELLING)}.values())


def askers(name: str, route: Route, needs: object) -> Iterator[tuple[str, str]]:
    """Yield who asks for a route, a role and its standing: in depth everybody from everywhere.

    Else, of those whom the declared need turns away, one; of the others, whom only what they ask for can stop, one for
    each answer from each standing. Which ones changes from route to route.
    """
    known = sorted(roles())
    first = crc32(name.encode()) % len(known)
    met = set()
    for role in known[first:] + known[:first]:
        for home in asked_from(route, role):
            kind = "away" if turned_away(needs, role) else (route.rule(role, home), home)
            if examples(1) > 1 or kind not in met:
                met.add(kind)
                yield role, home


def visitor(role: str, unit) -> Client:  # type: ignore[no-untyped-def]
    user = make_user(role, unit)
    User.objects.filter(pk=user.pk).update(password="md5$a$0")
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=user.pk), backend=BACKEND)
    return client


def test_who_is_turned_away_at_the_door_is_so_in_the_table() -> None:
    """What a view declares and what the table says of it agree for every role, without asking."""
    needs = {name: getattr(entry.callback, "needs", None) for name, entry in patterns()}
    wrong = [
        f"{name} needs {needs[name]}, which {role} lacks, and is to open from {home}"
        for name, route in ROUTES.items()
        for role in sorted(roles())
        for home in STANDINGS
        if turned_away(needs[name], role) and route.rule(role, home) != 404
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.once
def test_every_route_for_roles_from_their_standings(things: Things, settings, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = True
    # Two answers of three are 404; how that page looks is tested elsewhere, and here it would be half of the time.
    monkeypatch.setattr(errors, "_page", lambda _request, status, *_words: HttpResponse(status=status))
    clients: dict[tuple[str, str], Client] = {}
    needs = {name: getattr(entry.callback, "needs", None) for name, entry in patterns()}
    wrong = []
    for name, route in ROUTES.items():
        path = reverse(name, args=route.arguments(things))
        for role, home in askers(name, route, needs[name]):
            client = clients.get((role, home)) or visitor(role, getattr(things.world, home))
            clients[role, home] = client
            status, expected = client.get(path).status_code, route.rule(role, home)
            if status != expected:
                wrong.append(f"{role} at {home}: {name} gave {status}, not {expected}")
    assert not wrong, "\n".join(wrong)


PUBLIC = {"help", "privacy", "health", "ui:gallery", "account_login"}


def test_every_route_for_who_is_not_signed_in(things: Things) -> None:
    client = Client(raise_request_exception=False)
    for name, route in ROUTES.items():
        for answer in (client.get(path := reverse(name, args=route.arguments(things))), client.post(path)):
            if name in PUBLIC:
                assert answer.status_code in {200, 405}, name
            else:
                assert answer.status_code == 302, name
                home = {"set_language": "/", "mfa_authenticate": "/tai-khoan/dang-nhap/"}
                assert answer.headers["Location"].startswith(home.get(name, "/tai-khoan/dang-nhap/?next=")), name
