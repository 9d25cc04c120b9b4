"""What a status is called."""

from lanhmanh.law.statuses import Status
from lanhmanh.ui.formats import either


def status_name(status: str) -> str:
    """Return the name of a status in the reader's language, "" where there is none."""
    if not status:
        return ""
    return either(Status(status).name_vi, Status(status).name_en)
