"""What every change to a case begins with: it was opened, stands still under the hand, and may be worked on."""

from dataclasses import replace
from datetime import date

from lanhmanh.accounts.access import Actor
from lanhmanh.cases.models import Case, CaseState, Episode
from lanhmanh.cases.rules import course as rules
from lanhmanh.cases.selectors.course import running_of
from lanhmanh.cases.selectors.door import AtRest, Opened, Restricted, require_opened
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring.access import Keys
from lanhmanh.law.statuses.terms import basis

_OVER = sentence("Hồ sơ đã kết thúc, không ghi thêm được. Mở lại hồ sơ bằng một đợt mới nếu cần hỗ trợ tiếp.")
_ENDED = sentence("“%(status)s” đã kết thúc vì “%(ending)s” (%(basis)s): không ghi thêm bước được.")
_RUNS = sentence("“%(status)s” đang diễn ra và chỉ hết khi có căn cứ kết thúc (%(basis)s): kết thúc đợt đó trước.")


def hold(actor: Actor, keys: Keys, case: Case, *, closed: bool = False) -> Opened:
    """Return the case opened and locked, ready to be changed; with `closed` one at rest too.

    :raises NotOpened: the actor has no opening that still runs.
    :raises OnlyLooking: the way in allows no change.
    :raises AtRest: the case is over.
    :raises Restricted: the person asked for restriction.
    """
    found = require_opened(actor, keys, case)
    locked = Case.objects.select_for_update(of=("self",)).select_related("box", "unit").get(pk=case.pk)
    allowed = {CaseState.OPEN, CaseState.CLOSED} if closed else {CaseState.OPEN}
    if locked.state not in allowed:
        raise AtRest(_OVER)
    if locked.restricted_on is not None:
        raise Restricted
    return replace(found, case=locked)


def check_runs(episode: Episode) -> None:
    """Pass while an episode runs.

    :raises Refused: it ended; the ground and its article stand in the sentence.
    """
    if episode.ended_on is not None:
        ground = rules.ending_of(episode.status, episode.ending, on=episode.ended_on, age=None)
        words = {"status": rules.names(episode.status), "ending": (ground.name_vi, ground.name_en)}
        raise Refused(_ENDED, **words, basis=basis(ground.source))


def check_none_runs(case: Case, on: date) -> None:
    """Pass where no episode of a case runs.

    :raises Refused: one does; the article by which it ends stands in the sentence.
    """
    found = running_of(case)
    if found is not None:
        raise Refused(_RUNS, status=rules.names(found.status), basis=rules.law_behind(found.status, on))
