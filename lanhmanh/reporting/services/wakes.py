"""Waking issues: an approval tells every document that went out before with other figures."""

from collections.abc import Sequence

from lanhmanh.accounts.access import Actor
from lanhmanh.audit import services as audit
from lanhmanh.audit.services import Told
from lanhmanh.documents import services as documents
from lanhmanh.kernel import clock
from lanhmanh.reporting import papers
from lanhmanh.reporting.events import text_of
from lanhmanh.reporting.models import Issue, Report, ReviewIssue, Wake
from lanhmanh.reporting.selectors.issued import names_at
from lanhmanh.reporting.selectors.review_wakes import ReviewTouch, touched_reviews
from lanhmanh.reporting.selectors.wakes import Changed, Touch, touched

Woken = tuple[Issue | ReviewIssue, Touch | ReviewTouch]


def wake(actor: Actor, reports: Sequence[Report]) -> list[Wake]:
    """Mark the issues and reviews that these approved reports touch, inside the transaction of the approval.

    The trail's lock must be held already: then no document is being issued with the old figures at the same moment.
    """
    found, reviews = touched(reports), touched_reviews(reports)
    on: list[Woken] = [*((one.issue, one) for one in found), *((one.review, one) for one in reviews)]
    if not on:
        return []
    at, names = clock.now(), names_at(one.report for _made, one in on)
    wakes = Wake.objects.bulk_create(
        Wake(
            issue=one.issue, report=one.report, kind=one.kind, cells=cells_as_json(one.cells), found_at=at,
            found_by_id=actor.user_id,
        )
        for one in found
    )  # fmt: skip
    if found:
        audit.record_many(actor=actor, verb="consolidation.woken", told=_told(on[: len(found)]))
    if reviews:
        audit.record_many(actor=actor, verb="review.woken", told=_told(on[len(found) :]))
    reasons = [(made.document, papers.reason_of(one, names.get(one.report.pk, ""))) for made, one in on]
    documents.mark_changed(actor=actor, reasons=reasons)
    return wakes


def _told(on: Sequence[Woken]) -> list[Told]:
    return [
        (made, made.unit_id, {"report": one.report.uid, "kind": one.kind.value, "cells": len(one.cells)})
        for made, one in on
    ]


def cells_as_json(cells: Sequence[Changed]) -> list[list[str | None]]:
    """Return changed cells as a wake keeps them."""
    return [[code, text_of(before), text_of(after)] for code, before, after in cells]
