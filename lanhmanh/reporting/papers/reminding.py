"""Words to remind a unit with, ready to be copied into a message; the system itself sends nothing."""

from collections.abc import Mapping, Sequence
from datetime import date

from lanhmanh.reporting.rules.states import Shown
from lanhmanh.reporting.selectors.reminders import Owed
from lanhmanh.units.models import UnitVersion

_SAYS = {
    Shown.DRAFT: "đã lập, chưa nộp",
    Shown.RETURNED: "được trả lại, chưa nộp lại",
}


def letter(name: str, owed: Sequence[Owed], today: date) -> str:
    """Return the words for one unit."""
    lines = [f"Kính gửi Hội Nông dân {_lower(name)}.", f"Đến ngày {today:%d/%m/%Y}, đơn vị chưa nộp:"]
    lines += [f"- {_report(one)}." for one in owed]
    return "\n".join([*lines, "Đề nghị đơn vị nộp, hoặc cho biết vướng mắc để cùng giải quyết. Trân trọng."])


def letters(units: Mapping[UnitVersion, Sequence[Owed]], today: date) -> str:
    """Return the words for all units at once."""
    if not units:
        return ""
    lines = [f"Đến ngày {today:%d/%m/%Y}, các đơn vị sau chưa nộp báo cáo:"]
    lines += [f"- {version.name}: {'; '.join(_report(one) for one in owed)}." for version, owed in units.items()]
    return "\n".join([*lines, "Đề nghị các đơn vị nộp, hoặc cho biết vướng mắc để cùng giải quyết. Trân trọng."])


def _report(one: Owed) -> str:
    """Return the report, its due day and how late it is in words."""
    late = f"quá hạn {one.late_days} ngày" if one.late_days else "còn trong hạn"
    said = [late, _SAYS.get(one.shown, ""), f"hạn {one.due:%d/%m/%Y}"]
    name = one.form.name_vi[:1].lower() + one.form.name_vi[1:]
    return f"{name}, {one.period.label} ({', '.join(filter(None, said))})"


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
