"""Every issued document made again, consolidation or review, and what is not as it went out."""

from collections.abc import Iterator

from lanhmanh.reporting.models import Issue, ReviewIssue
from lanhmanh.reporting.papers import reproduction, review_reproduction
from lanhmanh.reporting.papers.reproduction import Reproduction
from lanhmanh.reporting.selectors.manifests import FORMAT

Made = Issue | ReviewIssue
SHOWN = 20


def reproduce(made: Made) -> Reproduction:
    """Make an issued document again from what was frozen and compare it with what went out."""
    return reproduction.reproduce(made) if isinstance(made, Issue) else review_reproduction.reproduce_review(made)


def is_complete(made: Made) -> bool:
    """Test whether the manifest holds all that a document is made of: those of the first format name reports only."""
    if isinstance(made, Issue):
        return bool(made.manifest.get("format", 1) >= FORMAT)
    return review_reproduction.is_complete(made)


def reproduce_all() -> Iterator[tuple[Made, Reproduction]]:
    """Make every issued document again, one after the other."""
    for model in (Issue, ReviewIssue):
        for made in model.objects.select_related("document", "unit").order_by("pk").iterator(chunk_size=20):
            yield made, reproduce(made)


def faults_of(made: Made, again: Reproduction) -> list[str]:
    """Return a sentence for everything in an issued document that is not as it went out, the first of many."""
    left = len(again.faults) - SHOWN
    shown = [*again.faults[:SHOWN], *([f"và {left} chỗ khác"] if left > 0 else [])]
    about = made.period if isinstance(made, Issue) else made.get_kind_display()
    return [f"Văn bản {made.document.number} ({about}): {fault}" for fault in shown]


def broken_issues() -> Iterator[str]:
    """Yield a sentence for everything in the issued documents that cannot be made again as it went out."""
    for made, again in reproduce_all():
        yield from faults_of(made, again)
