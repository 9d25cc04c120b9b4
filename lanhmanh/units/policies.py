"""Who may change the tree."""

from django.utils.translation import gettext as _

from lanhmanh.audit.services import SYSTEM, Actor
from lanhmanh.kernel.errors import Refused


def require_system(actor: Actor) -> None:
    """Return if the system itself acts: the command line, or the builder of the demonstration.

    :raises Refused: a person acts; no role changes the tree.
    """
    if actor is not SYSTEM:
        raise Refused(
            _("Cây đơn vị chỉ thay đổi bằng lệnh `lanhmanh units load` trên máy chủ. Nhờ người quản trị máy chủ.")
        )
