"""Lays the state's rule sets, which come as files of the law, into the table, so that rows can refer to them."""

from django.db import transaction

from lanhmanh.areas.models import RuleSet
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.law import classes


@transaction.atomic
def lay_shipped(*, actor: audit.Actor) -> list[RuleSet]:
    """Add each shipped version that is not there yet; templates classify nothing and stay in their files.

    :raises ValueError: a file no longer says what its version said; what changed must be a new version.
    """
    there = {(one.code, one.version): one for one in RuleSet.objects.filter(unit__isnull=True)}
    laid = []
    for value in classes.shipped():
        if value.template:
            continue
        row = there.get((value.code, value.version))
        if row is None:
            laid.append(_lay(value))
        elif classes.read(row.body) != value:
            raise ValueError(f"{value.code}: version {value.version} was laid otherwise; give the file a new version")
    if laid:
        told = [(one, None, {"code": one.code, "version": one.version}) for one in laid]
        audit.record_many(actor=actor, verb="rules.laid", told=told)
    return laid


def _lay(value: classes.RuleSet) -> RuleSet:
    at = clock.now()
    return RuleSet.objects.create(
        code=value.code,
        version=value.version,
        title=value.title[0],
        body=classes.body_of(value),
        effective_from=value.effective_from,
        effective_to=value.effective_to,
        document_title=value.source.title,
        state=RuleSet.State.PUBLISHED,
        saved_at=at,
        published_at=at,
    )
