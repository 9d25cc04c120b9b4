"""Reading and checking the trail."""

from collections.abc import Iterator

from lanhmanh.audit.models import Event, Head
from lanhmanh.audit.rules import chain


def broken_links() -> Iterator[str]:
    """Yield a sentence for every event that was changed, removed, added or moved after it was written."""
    previous, expected = "", 1
    for event in Event.objects.order_by("seq").iterator(chunk_size=2000):
        if event.seq != expected:
            yield f"Nhật ký: thiếu sự kiện từ số {expected} đến số {event.seq - 1}"
        if event.previous != previous or event.hash != _digest(event):
            yield f"Nhật ký: sự kiện số {event.seq} ({event.verb}) đã bị sửa hoặc không nối với sự kiện trước"
        previous, expected = event.hash, event.seq + 1
    head = Head.objects.filter(pk=1).first() or Head()
    if (head.seq, head.hash) != (expected - 1, previous):
        yield f"Nhật ký: phần cuối bị cắt; phải có {head.seq} sự kiện, còn đến số {expected - 1}"


def _digest(event: Event) -> str:
    return chain.link(
        event.previous, event.seq, event.at, event.actor_id, event.actor_name, event.verb,
        event.object_type, event.object_uid, event.unit_id, event.facts,
    )  # fmt: skip
