"""`lanhmanh keys`: the key of last resort is handed out, practised, used. Shares are read, never taken as arguments."""

import argparse
import os
import sys
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from lanhmanh.config.commands.start import BadArgument, need_database, need_file, unit_by_code
from lanhmanh.kernel.errors import Refused

if TYPE_CHECKING:
    from lanhmanh.accounts.models import User


def ceremony(given: argparse.Namespace) -> int:
    """Hand out a recovery key in sheets, one for each custodian; nothing is kept unless every sheet was written."""
    old = _from_files(given.shares)
    need_database()
    from django.conf import settings
    from django.db import transaction

    from lanhmanh.audit.services import SYSTEM
    from lanhmanh.kernel import clock
    from lanhmanh.keyring import rules
    from lanhmanh.keyring.services import recovery
    from lanhmanh.units.selectors import version_of

    province, day = unit_by_code("--unit", given.unit, clock.today()), clock.today()
    version = version_of(province, day)
    with transaction.atomic():
        done = recovery.hold_ceremony(
            actor=SYSTEM, province=province, needed=given.needed, custodians=given.custodian, old_shares=old
        )
        name = version.name if version else given.unit
        _hand_out([rules.sheet(each, unit=name, day=day, synthetic=settings.DEMO) for each in done.shares], given.out)
    sys.stdout.write(
        f"Khóa khôi phục {done.key.needed}/{done.key.given}; {done.resealed} khóa đơn vị đã niêm phong lại, "
        f"{done.behind} còn dưới khóa cũ / unit keys resealed: {done.resealed}, still under the older key: "
        f"{done.behind}\n"
    )
    return 0


def drill(given: argparse.Namespace) -> int:
    """Practise with real shares and keep the date; 1 if the shares do not open what they ought to."""
    shares = _shares(given)
    need_database()
    from lanhmanh.audit.services import SYSTEM
    from lanhmanh.kernel import clock
    from lanhmanh.keyring.services import recovery

    province = unit_by_code("--unit", given.unit, clock.today())
    done = recovery.drill(actor=SYSTEM, province=province, shares=shares)
    if not done.passed:
        raise Refused(
            "diễn tập không thành: các mảnh chưa đủ, gõ sai, hoặc của lần phát khác / the shares do not open the key"
        )
    sys.stdout.write("Diễn tập thành công, đã ghi ngày; không có gì thay đổi / it works, nothing was changed\n")
    return 0


def recover(given: argparse.Namespace) -> int:
    """Give a unit's key to a named member again."""
    shares = _shares(given)
    need_database()
    from lanhmanh.audit.services import SYSTEM
    from lanhmanh.kernel import clock
    from lanhmanh.keyring.services import recovery

    today = clock.today()
    province, unit = unit_by_code("--unit", given.unit, today), unit_by_code("--for-unit", given.for_unit, today)
    recovery.recover(actor=SYSTEM, province=province, shares=shares, user=_user(given.user), unit=unit)
    sys.stdout.write(
        "Đã trao lại khóa. Thay khóa của đơn vị và phát khóa khôi phục mới, vì các mảnh đã lộ ra ở máy này / "
        "done; renew the unit's key and hold a new ceremony\n"
    )
    return 0


def _hand_out(texts: list[str], folder: Path | None) -> None:
    from lanhmanh.keyring.rules import PAGE

    if folder is None:
        sys.stdout.write(PAGE.join(texts) + f"{PAGE}\n")
        return
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts, 1):
        target = folder / f"manh-{number}.txt"
        with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    sys.stdout.writelines(f"{folder / f'manh-{number}.txt'}\n" for number in range(1, len(texts) + 1))


def _shares(given: argparse.Namespace) -> list[str]:
    return _from_files(given.shares) if given.shares else _asked()


def _from_files(files: list[Path]) -> list[str]:
    from lanhmanh.keyring.rules import read_shares

    found = [share for path in files for share in read_shares(_text(path))]
    if files and not found:
        raise BadArgument(f"--shares {files[0]}: không thấy mảnh khóa nào / no share in it")
    return found


def _text(path: Path) -> str:
    try:
        return need_file(path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadArgument(f"--shares {path}: không phải văn bản UTF-8 / not UTF-8 text") from None


def _asked() -> list[str]:
    """Ask for shares, unseen as they are typed, until an empty line."""
    if not sys.stdin.isatty():
        return [line.strip() for line in sys.stdin if line.strip()]
    found: list[str] = []
    while typed := getpass(f"Mảnh {len(found) + 1}, Enter khi hết / share, Enter to end: ").strip():
        found.append(typed)
    return found


def _user(username: str) -> "User":
    from lanhmanh.accounts.models import User

    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise BadArgument(f"--user {username}: không có tài khoản này / no such account")
    return found
