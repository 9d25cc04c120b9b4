"""The case of an address, opened for its reader."""

from lanhmanh.cases.guards import CaseRequest
from lanhmanh.cases.selectors.door import Opened, get_case, require_opened


def opened_case(request: CaseRequest, uid: str, *, writing: bool = True) -> Opened:
    """Return the case of the address, opened.

    :raises Http404: there is none that the reader may know of.
    :raises Refused: it was not opened, or only to be looked at.
    """
    return require_opened(request.actor, request.keys, get_case(request.actor, uid), writing=writing)
