"""How long a status lasts: by the law of the decision's day, after rehab by the law of the day it was completed."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.law.sources import Source
from lanhmanh.law.statuses.tables import Regime, Status, absence, regime, version_file
from lanhmanh.law.statuses.versions import LawVersion, cited, version_on

_AFTER_REHAB = frozenset({Status.POST_REHAB, Status.POST_REHAB_CENTRE})
_UNKNOWN = sentence("%(version)s không có “%(status)s” (%(basis)s): chọn hình thức khác.")
_LENGTH = sentence(
    "Thời hạn %(months)s tháng không nằm trong %(least)s đến %(most)s tháng (%(basis)s): ghi đúng theo quyết định."
)
_NO_LENGTH = sentence("Thời hạn là %(months)s tháng: ghi từ 1 tháng trở lên (%(basis)s).")
_NO_TIME = sentence("Lần cai nghiện là %(times)s: ghi từ 1 trở lên (%(basis)s).")


@dataclass(frozen=True, slots=True)
class Term:
    """Hold the months that a status lasts, from least to most; None for both where the law sets no number.

    `version` is the code of the law it was taken from.
    """

    months_min: int | None
    months_max: int | None
    version: str
    source: Source

    @property
    def open(self) -> bool:
        """Return whether no number is set, so that only the decision or the contract tells."""
        return self.months_max is None

    @property
    def fixed(self) -> bool:
        """Return whether the law leaves no choice of months."""
        return not self.open and self.months_min == self.months_max

    def ends_on(self, started_on: date, months: int | None = None) -> date | None:
        """Return the last day: after the months decided, or the most there are; None for an open term without them.

        Refused when the months decided are not within the term.
        """
        chosen = self.months_max if months is None else self._within(months)
        return None if chosen is None else months_after(started_on, chosen)

    def _within(self, months: int) -> int:
        if months < 1:
            raise Refused(_NO_LENGTH, months=months, basis=basis(self.source))
        if self.months_min is not None and self.months_max is not None:
            self._require(months, self.months_min, self.months_max)
        return months

    def _require(self, months: int, least: int, most: int) -> None:
        if not least <= months <= most:
            raise Refused(_LENGTH, months=months, least=least, most=most, basis=basis(self.source))


def term_of(
    status: Status | str,
    *,
    decided_on: date,
    age: int | None = None,
    times: int = 1,
    after: Status | str | None = None,
    completed_on: date | None = None,
) -> Term:
    """Return the term of a status decided on a day, of a person's rehab number `times`, `after` an earlier status.

    Refused when the law of that day has no such status, or none at this age; `completed_on` is the day on which the
    rehab before post-rehab management was completed.
    """
    found = regime_of(status, decided_on=decided_on, completed_on=completed_on)
    require_age(found, age)
    if times < 1:
        raise Refused(_NO_TIME, times=times, basis=basis(found.source))
    rows = version_file(found.version)[found.status.value]["terms"]
    row: Mapping[str, Any] = next((row for row in rows if _fits(row, times, after)), {})
    return Term(row.get("min"), row.get("max"), found.version, cited(row["source"]) if row else found.source)


def regime_of(status: Status | str, *, decided_on: date, completed_on: date | None = None) -> Regime:
    """Return the regime that a status follows; Refused with the article when the law of its day has none."""
    wanted = Status(status)
    law = version_on(completed_on or decided_on) if wanted in _AFTER_REHAB else version_on(decided_on)
    return known(wanted, law)


def known(status: Status, law: LawVersion) -> Regime:
    """Return the regime of a status in a version; Refused with the article when it has none."""
    found = regime(law.code, status)
    if found is None:
        raise Refused(
            _UNKNOWN,
            version=(law.name_vi, law.name_en),
            status=(status.name_vi, status.name_en),
            basis=basis(absence(law.code, status)),
        )
    return found


_TOO_YOUNG = sentence("“%(status)s” chỉ áp dụng từ đủ %(least)s tuổi (%(basis)s): xem lại ngày sinh hoặc hình thức.")
_AGES = sentence(
    "“%(status)s” chỉ áp dụng từ đủ %(least)s đến dưới %(below)s tuổi (%(basis)s): xem lại ngày sinh hoặc hình thức."
)


def require_age(found: Regime, age: int | None) -> None:
    """Pass when a person of this age may have the status; else Refused with the article."""
    if not found.admits(age):
        raise Refused(
            _TOO_YOUNG if found.age_below is None else _AGES,
            status=(found.status.name_vi, found.status.name_en),
            least=found.age_from,
            below=found.age_below,
            basis=basis(found.source),
        )


def basis(*sources: Source) -> tuple[str, str]:
    """Return the articles as a sentence names them, with what was not checked, in both languages."""
    return _joined(sources, "flag"), _joined(sources, "flag_en")


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the month's last day where it has no such day."""
    years, place = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, place + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _joined(sources: Iterable[Source], flag: str) -> str:
    return "; ".join(", ".join(filter(None, (one.article, one.title, getattr(one, flag)))) for one in sources)


def _fits(row: Mapping[str, Any], times: int, after: Status | str | None) -> bool:
    counted = row.get("times") in (None, "first" if times == 1 else "again")
    return counted and ("after" not in row or after in row["after"])
