"""The chain of documents: what a plan carries out and cites, and the plans made from it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from lanhmanh.accounts.access import Actor
from lanhmanh.documents.models import Citation, Document
from lanhmanh.documents.selectors import citations_of, readable
from lanhmanh.kernel.text import sort_key
from lanhmanh.paper.json_form import from_json
from lanhmanh.plan.models import Plan, PlanItem
from lanhmanh.plan.rules.chain import Role, programme, role
from lanhmanh.plan.selectors.plans import day_within, visible_to
from lanhmanh.units.selectors import names_on


@dataclass(frozen=True)
class Basis:
    """A document that a plan names: in what capacity, in which clauses, and on what it rests itself."""

    document: Document
    readable: bool
    role: Role | None
    clauses: tuple[PlanItem, ...]
    bases: tuple[tuple[Document, bool], ...]


@dataclass
class Derived:
    """A plan made from another, what it made of the clauses, and the plans made from it."""

    plan: Plan
    unit_name: str
    inherited: int
    adapted: int
    left_out: int
    added: int
    below: list["Derived"] = field(default_factory=list)


@dataclass(frozen=True)
class Chain:
    """The programme's short and full name, the documents named, the plans above from the top down, the plans below."""

    programme: tuple[str, str]
    bases: tuple[Basis, ...]
    above: tuple[tuple[Plan, str, bool], ...]
    below: tuple[Derived, ...]
    document_open: bool


def chain_of(actor: Actor, plan: Plan, day: date) -> Chain:
    """Return the chain above and below a plan, as far as the actor may read; a bounded number of queries."""
    line = _line(plan)
    origin = line[-1]
    document = origin.document
    preambles = _preambles(origin)
    cites = citations_of([document.pk]) if document else []
    issuers = [citation.target.issuer for citation in cites]
    day = day_within(plan, day)
    return Chain(
        programme=programme(origin.title, [*preambles[0], *issuers]),
        bases=_bases(actor, origin, cites, preambles),
        above=_above(actor, line[1:], day),
        below=_below(actor, plan, day),
        document_open=bool(document and readable(actor, [document.pk])),
    )


def _preambles(plan: Plan) -> list[tuple[str, ...]]:
    """Return the preamble of a plan, then those of the versions that it amended, the latest first."""
    found: list[tuple[str, ...]] = []
    version: Plan | None = plan
    while version:
        document = version.document
        found.append(from_json(document.value).preamble if document and document.value else ())
        version = version.amends
    return found


def _role(preambles: Sequence[Iterable[str]], number: str) -> Role | None:
    """Return in what capacity a plan names a document; an amendment still carries out what it did before."""
    roles = [role(preamble, number) for preamble in preambles]
    return Role.CARRIED_OUT if Role.CARRIED_OUT in roles else roles[0]


def _line(plan: Plan) -> list[Plan]:
    """Return a plan and those it was made from, the nearest first."""
    found = [plan]
    while found[-1].parent:
        found.append(found[-1].parent)
    return found


def _bases(
    actor: Actor, origin: Plan, cites: Sequence[Citation], preambles: Sequence[Iterable[str]]
) -> tuple[Basis, ...]:
    """Return the documents in the order of the text, what is carried out before what it rests on."""
    paths: dict[int, list[str]] = defaultdict(list)
    targets: dict[int, Document] = {}
    for citation in cites:
        targets[citation.target_id] = citation.target
        paths[citation.target_id] += [citation.path] if citation.path else []
    named = {path for some in paths.values() for path in some}
    clauses = {item.path: item for item in PlanItem.objects.filter(plan=origin, path__in=named)}
    further = citations_of(targets)
    open_to = readable(actor, {*targets, *(citation.target_id for citation in further)})
    rests: dict[int, dict[int, Document]] = defaultdict(dict)
    for citation in further:
        rests[citation.source_id][citation.target_id] = citation.target
    found = [
        Basis(
            document=target,
            readable=pk in open_to,
            role=_role(preambles, target.number),
            clauses=tuple(clauses[path] for path in dict.fromkeys(paths[pk]) if path in clauses),
            bases=tuple((one, one.pk in open_to) for one in rests[pk].values()),
        )
        for pk, target in targets.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.role != Role.CARRIED_OUT, one.role is None)))


def _above(actor: Actor, plans: Sequence[Plan], day: date) -> tuple[tuple[Plan, str, bool], ...]:
    names = names_on({plan.unit_id for plan in plans}, day)
    open_to = set(visible_to(actor).filter(pk__in=[plan.pk for plan in plans]).values_list("pk", flat=True))
    return tuple((plan, names.get(plan.unit_id, ""), plan.pk in open_to) for plan in reversed(plans))


def _below(actor: Actor, plan: Plan, day: date) -> tuple[Derived, ...]:
    """Return the plans made from a plan or an earlier version of it, and from those, in Vietnamese order."""
    kinds, first = PlanItem.Disposition, _versions(plan)
    reach = Q(parent__in=first) | Q(parent__parent__in=first) | Q(parent__parent__parent__in=first)
    rows = visible_to(actor).filter(reach).exclude(unit=plan.unit)
    rows = rows.annotate(
        inherited=Count("items", filter=Q(items__disposition=kinds.INHERITED)),
        adapted=Count("items", filter=Q(items__disposition=kinds.ADAPTED)),
        left_out=Count("items", filter=Q(items__disposition=kinds.NOT_APPLICABLE)),
        added=Count("items", filter=Q(items__disposition=kinds.ADDED)),
    )
    found = list(rows)
    names = names_on({one.unit_id for one in found}, day)
    fields = ("inherited", "adapted", "left_out", "added")
    nodes = {
        one.pk: Derived(one, names.get(one.unit_id, ""), *(getattr(one, name) for name in fields)) for one in found
    }
    top: list[Derived] = []
    for node in sorted(nodes.values(), key=lambda one: sort_key(one.unit_name)):
        over = nodes.get(node.plan.parent_id or 0)
        (over.below if over else top).append(node)
    return tuple(top)


def _versions(plan: Plan) -> list[int]:
    found = [plan.pk]
    before = plan.amends
    while before:
        found.append(before.pk)
        before = before.amends
    return found
