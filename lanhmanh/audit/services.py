"""Writing the trail."""

from collections.abc import Sequence
from typing import Any, Protocol

from django.db import transaction

from lanhmanh.audit.models import Event, Head
from lanhmanh.audit.rules import chain
from lanhmanh.kernel import clock


class Actor(Protocol):
    """Who acts; a person's account or the system itself (id None)."""

    @property
    def user_id(self) -> int | None: ...

    @property
    def username(self) -> str: ...


class _System:
    user_id = None
    username = "hệ thống"


SYSTEM: Actor = _System()


Told = tuple[Any, int | None, dict[str, Any]]


def record(*, actor: Actor, verb: str, on: Any = None, unit_id: int | None = None, **facts: Any) -> Event:
    """Add one event to the chain, inside the transaction of the change that it tells of.

    :raises RuntimeError: there is no transaction; a change and its event stand or fall together.
    """
    return record_many(actor=actor, verb=verb, told=[(on, unit_id, facts)])[0]


def record_many(*, actor: Actor, verb: str, told: Sequence[Told]) -> list[Event]:
    """Add one event for each (object, unit, facts) to the chain, in as many queries as for one.

    :raises RuntimeError: there is no transaction; a change and its event stand or fall together.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record outside a transaction")
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    at, events = clock.now(), []
    for on, unit_id, facts in told:
        kind = on._meta.label if on is not None else ""
        uid = str(getattr(on, "uid", None) or getattr(on, "pk", "") or "") if on is not None else ""
        text, seq = chain.canonical(facts), head.seq + 1
        digest = chain.link(head.hash, seq, at, actor.user_id, actor.username, verb, kind, uid, unit_id, text)
        events.append(Event(
            seq=seq, at=at, actor_id=actor.user_id, actor_name=actor.username, verb=verb, object_type=kind,
            object_uid=uid, unit_id=unit_id, facts=text, previous=head.hash, hash=digest,
        ))  # fmt: skip
        head.seq, head.hash = seq, digest
    Event.objects.bulk_create(events)
    Head.objects.filter(pk=1).update(seq=head.seq, hash=head.hash)
    return events
