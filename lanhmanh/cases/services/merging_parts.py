"""What is carried from a case into another of the same person, kind by kind. Parts of the merging, which holds both."""

from datetime import date, timedelta

from django.db.models import F, Q

from lanhmanh.accounts.access import Actor
from lanhmanh.cases import access
from lanhmanh.cases.models import (
    Assignment,
    Attachment,
    Case,
    CaseState,
    Consent,
    Deadline,
    Episode,
    Ground,
    Measure,
    Opening,
    PersonRequest,
    Secret,
    Sex,
    Twin,
)
from lanhmanh.cases.policies import IN_USE
from lanhmanh.cases.rules.merging import laid_together, left_apart, standing
from lanhmanh.cases.rules.people import UNSTATED, age_band
from lanhmanh.cases.selectors.door import Opened
from lanhmanh.cases.selectors.merging import runs_of
from lanhmanh.cases.services.assigning import end
from lanhmanh.cases.services.finding import note_twins
from lanhmanh.cases.services.retention import date_rest, is_held
from lanhmanh.kernel import clock
from lanhmanh.law.statuses import Status
from lanhmanh.sealing import Address, close, open_

FAR = 10_000  # above every number of an episode, while they are numbered anew
_INSTANT = timedelta(microseconds=1)


def carry_words(mine: Opened, theirs: Opened) -> dict[str, list[int]]:
    """Close all that is closed in a case with the key of the other; return field → the versions it got there.

    What is of the person becomes earlier versions of the kept case's fields, all else stays the record's it is of.
    """
    kept, other = mine.case, theirs.case
    own = access.told(box=kept.box, key=mine.key, record=kept.uid)
    their = access.told(box=other.box, key=theirs.key, record=other.uid)
    stands = standing(_last(own), _last(their), access.PERSON)
    added = {field: laid_together(own.get(field, []), texts) for field, texts in their.items()}
    for field, text in stands.items():
        now = [*own.get(field, []), *added.get(field, [])]
        if text and (not now or now[-1] != text):
            added[field] = [*added.get(field, []), text]
    access.close_anew(source=other.box, old=theirs.key, target=kept.box, key=mine.key, besides=other.uid)
    Secret.objects.filter(box=other.box).delete()
    return access.append(box=kept.box, key=mine.key, record=kept.uid, fields={k: v for k, v in added.items() if v})


def _last(told: dict[str, list[str]]) -> dict[str, str]:
    return {field: texts[-1] for field, texts in told.items()}


def carry_files(mine: Opened, theirs: Opened) -> None:
    """Close the files of a case with the key of the other, one after the other: together they may be a gigabyte."""
    for pk in list(Attachment.objects.filter(case=theirs.case).order_by("pk").values_list("pk", flat=True)):
        row = Attachment.objects.get(pk=pk)
        at = Address(row.uid, "content", 1)
        row.case, row.content = mine.case, close(open_(bytes(row.content), theirs.key, at), mine.key, at)
        row.save(update_fields=["case", "content"])


def carry_course(kept: Case, other: Case) -> None:
    """Lay the runs of a case among those of the other; one that is the same time told again stays behind, ended."""
    runs = runs_of(other)
    apart = left_apart(runs_of(kept), runs)
    behind = Episode.objects.filter(case=other, uid__in=apart)
    Deadline.objects.filter(episode__in=behind, done_on=None).update(dropped=True)
    behind.filter(ended_on=None).update(ended_on=clock.today(), ending="merged")
    moved = Episode.objects.filter(case=other).exclude(uid__in=apart)
    moved.filter(came_from=None).update(came_from=other)
    moved.update(case=kept, number=F("number") + FAR)
    rows = sorted(kept.episodes.all(), key=lambda row: (row.started_on, row.ended_on or date.max, row.number))
    for row in rows:
        row.number += 2 * FAR
    Episode.objects.bulk_update(rows, ["number"])
    for number, row in enumerate(rows, 1):
        row.number = number
    Episode.objects.bulk_update(rows, ["number"])
    running = next((row for row in rows if row.ended_on is None), None)
    kept.status = running.status if running and kept.state == CaseState.OPEN else ""


def carry_rows(kept: Case, other: Case) -> None:
    """Let the help, consents, requests and openings of a case be of the other, and its members work on that."""
    for model in (Measure, Consent):
        rows = model.objects.filter(case=other)
        rows.filter(came_from=None).update(came_from=other)
        rows.update(case=kept)
    PersonRequest.objects.filter(case=other).update(case=kept, box=kept.box)
    now = clock.now()
    Opening.objects.filter(case=other, until__gt=now, at__lt=now).update(until=now)
    Opening.objects.filter(case=other, until__gt=now).update(until=F("at") + _INSTANT)
    Opening.objects.filter(case=other).update(case=kept)
    at_work = set(Assignment.objects.filter(case=kept, valid_to=None).values_list("user_id", flat=True))
    for row in Assignment.objects.filter(case=other, valid_to=None).order_by("pk"):
        if row.user_id not in at_work:
            Assignment.objects.create(case=kept, user_id=row.user_id, valid_from=clock.today())
        end(row)


def carry_twins(actor: Actor, kept: Case, other: Case) -> None:
    """Settle that both are of one person; what else may be of this person is looked at beside the kept case."""
    pair = tuple(sorted((kept.pk, other.pk)))
    settled = {"same": True, "settled_at": clock.now(), "settled_by_id": actor.user_id}
    Twin.objects.update_or_create(first_id=pair[0], second_id=pair[1], defaults=settled)
    rows = Twin.objects.filter(Q(first=other) | Q(second=other)).exclude(Q(first=kept) | Q(second=kept))
    rows = rows.exclude(same=False).filter(first__state__in=IN_USE, second__state__in=IN_USE)
    for row in rows.select_related("first", "second"):
        _beside_kept(kept, other, row)
        row.delete()


def _beside_kept(kept: Case, other: Case, row: Twin) -> None:
    """Lay a third case beside the kept one as it lay beside the other; what was settled about them is settled."""
    third = row.second if row.first_id == other.pk else row.first
    note_twins(kept, [third])
    if row.same:
        first, second = sorted((kept.pk, third.pk))
        goes_on = kept.pk if row.kept_id == other.pk else row.kept_id
        told = {"same": True, "kept_id": goes_on, "settled_at": row.settled_at, "settled_by_id": row.settled_by_id}
        Twin.objects.filter(first_id=first, second_id=second, settled_at=None).update(**told)


def rest(mine: Opened, other: Case) -> None:
    """Write what stands in the kept case's own row afterwards: since when, on what ground, until when."""
    kept = mine.case
    first = min(kept.opened_on, other.opened_on)
    birth = mine.words().get("birth_date", "")
    if birth:
        kept.age_band = age_band(birth, first)
    elif kept.age_band == UNSTATED:
        kept.age_band = other.age_band
    kept.opened_on = first
    kept.sex = other.sex if kept.sex == Sex.UNSTATED else kept.sex
    kept.ground = _ground(kept, other)
    kept.version += 1
    kept.save(update_fields=["opened_on", "age_band", "sex", "ground", "status", "version"])
    if kept.state == CaseState.CLOSED:
        _rest_later(kept, other)


def _ground(kept: Case, other: Case) -> str:
    """Return the ground that carries more; who is helped to leave prostitution is helped as asked, and only so."""
    if kept.status == Status.LEAVING and Ground.ASKED in {kept.ground, other.ground}:
        return Ground.ASKED
    return other.ground if kept.ground == Ground.ASKED else kept.ground


def _rest_later(kept: Case, other: Case) -> None:
    """Count the time for which two cases at rest are kept from the later of their ends; what was put off stays so."""
    days = [day for day in (kept.erase_on, other.erase_on) if day]
    later = max((kept, other), key=lambda case: case.closed_on or date.min)
    kept.closed_on, kept.closing = later.closed_on, later.closing
    kept.save(update_fields=["closed_on", "closing"])
    date_rest(kept)
    if days and (is_held(kept) or is_held(other)):
        kept.erase_on = max(*days, kept.erase_on or date.min)
        kept.save(update_fields=["erase_on"])
