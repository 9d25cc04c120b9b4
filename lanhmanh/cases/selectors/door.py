"""The one door to a case: 404 for strangers, a row without names for who may know of it, its content once opened."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import Http404

from lanhmanh.accounts.access import Actor
from lanhmanh.cases import access
from lanhmanh.cases.models import Case, CaseState, Opening, Purpose
from lanhmanh.cases.policies import WRITING, visible, way_in
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring.access import Keys


class NotOpened(Refused):
    """The case was not opened, or the hour is over."""

    def __init__(self) -> None:
        super().__init__(sentence("Hồ sơ chưa được mở hoặc đã hết giờ mở. Nêu mục đích để mở lại."))


class OnlyLooking(Refused):
    """The way by which the case was opened allows no change."""

    def __init__(self) -> None:
        super().__init__(sentence("Cấp trên chỉ xem hồ sơ; việc ghi do đơn vị đang hỗ trợ làm."))


class AtRest(Refused):
    """Nothing is added to the case."""


class Restricted(AtRest):
    """The person asked that the data be kept and nothing more."""

    def __init__(self) -> None:
        super().__init__(_RESTRICTED)


_SEALED = sentence("Hồ sơ đã niêm phong: chỉ xem, không ghi thêm.")
_RESTRICTED = sentence("Người được hỗ trợ đã yêu cầu hạn chế xử lý: chỉ ghi khi mở để giải quyết yêu cầu của người đó.")


@dataclass(frozen=True, slots=True)
class Opened:
    """Hold a case that somebody opened, with the key of its box."""

    case: Case
    opening: Opening
    key: bytes = field(repr=False)

    @property
    def may_write(self) -> bool:
        """Test whether this way in allows changes."""
        return self.opening.kind in WRITING

    def words(self, record: str = "") -> dict[str, str]:
        """Return the confidential fields of a record of the case; of the person where none is named.

        :raises Unopened: a row was changed, moved or rolled back.
        """
        return access.read(box=self.case.box, key=self.key, record=record or self.case.uid)

    def words_of(self, records: list[str]) -> dict[str, dict[str, str]]:
        """Return the confidential fields of several records of the case, in one query."""
        return access.read_many(keys={self.case.box_id: self.key}, records=records)

    def versions_of(self, field: str, record: str = "") -> list[tuple[int, str]]:
        """Return every version of a confidential field with its text, the newest first."""
        return access.history(box=self.case.box, key=self.key, record=record or self.case.uid, field=field)

    def write(self, fields: Mapping[str, str], record: str = "") -> dict[str, int]:
        """Add versions of confidential fields; called inside the transaction of a service."""
        return access.write(box=self.case.box, key=self.key, record=record or self.case.uid, fields=fields)


def get_case(actor: Actor, uid: str) -> Case:
    """Return a case by its public id.

    :raises Http404: there is none that the actor may know of.
    """
    found = visible(actor).select_related("box", "unit").filter(uid=uid).first()
    if found is None:
        raise Http404("case")
    return found


def opened(actor: Actor, keys: Keys, case: Case) -> Opened | None:
    """Return the case opened, if the actor opened it, the hour is not over, and the way in still stands."""
    now = clock.now()
    rows = Opening.objects.filter(case=case, user_id=actor.user_id, at__lte=now, until__gt=now).order_by("-pk")
    opening = rows.first()
    if opening is None or way_in(actor, case) != opening.kind:
        return None
    return Opened(case, opening, keys.open_box(case.box))


def require_opened(actor: Actor, keys: Keys, case: Case, *, writing: bool = True) -> Opened:
    """Return the case opened; services that read or write its content begin with it.

    :raises NotOpened: the actor has no opening that still runs.
    :raises OnlyLooking: `writing` by a way in that allows no change.
    :raises AtRest: `writing` while it is sealed.
    :raises Restricted: `writing` while the person wants the data kept and nothing more.
    :raises NoKey: the actor holds no key for it.
    """
    found = opened(actor, keys, case)
    if found is None:
        raise NotOpened
    if writing and not found.may_write:
        raise OnlyLooking
    if writing:
        require_at_work(found)
    return found


def require_at_work(found: Opened) -> None:
    """Return if something may be written to the case.

    :raises AtRest: it is sealed, or restricted and not opened for the person's own request.
    """
    if found.case.state not in {CaseState.OPEN, CaseState.CLOSED}:
        raise AtRest(_SEALED)
    if found.case.restricted_on and found.opening.purpose != Purpose.REQUEST:
        raise Restricted


def hold_for_person(actor: Actor, keys: Keys, case: Case) -> Opened:
    """Return the case opened by somebody of its unit, for what the person asks: neither seal nor restriction bars it.

    :raises NotOpened: the actor has no opening that still runs.
    :raises OnlyLooking: the way in allows no change.
    """
    found = require_opened(actor, keys, case, writing=False)
    if not found.may_write:
        raise OnlyLooking
    return found
