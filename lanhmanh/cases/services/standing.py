"""What every change to a case begins with: it was opened, stands still under the hand, and may be worked on."""

from dataclasses import replace

from lanhmanh.accounts.access import Actor
from lanhmanh.cases.models import Case, CaseState
from lanhmanh.cases.selectors.door import AtRest, Opened, Restricted, require_opened
from lanhmanh.kernel.errors import sentence
from lanhmanh.keyring.access import Keys

_OVER = sentence("Hồ sơ đã kết thúc, không ghi thêm được. Mở lại hồ sơ bằng một đợt mới nếu cần hỗ trợ tiếp.")


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
