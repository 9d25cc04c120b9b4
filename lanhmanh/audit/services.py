"""Writing the trail."""

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


def record(*, actor: Actor, verb: str, on: Any = None, unit_id: int | None = None, **facts: Any) -> Event:
    """Add one event to the chain, inside the transaction of the change that it tells of.

    :raises RuntimeError: there is no transaction; a change and its event stand or fall together.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record outside a transaction")
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    kind = on._meta.label if on is not None else ""
    uid = str(getattr(on, "uid", None) or getattr(on, "pk", "") or "") if on is not None else ""
    at, text, seq = clock.now(), chain.canonical(facts), head.seq + 1
    digest = chain.link(head.hash, seq, at, actor.user_id, actor.username, verb, kind, uid, unit_id, text)
    event = Event(
        seq=seq, at=at, actor_id=actor.user_id, actor_name=actor.username, verb=verb, object_type=kind,
        object_uid=uid, unit_id=unit_id, facts=text, previous=head.hash, hash=digest,
    )  # fmt: skip
    event.save(force_insert=True)
    Head.objects.filter(pk=1).update(seq=seq, hash=digest)
    return event
