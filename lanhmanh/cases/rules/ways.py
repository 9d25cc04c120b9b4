"""By what way somebody may open a case: one table, for a case alone and for a page of them."""

_IN_USE = frozenset({"open", "closed"})
_AT_REST = frozenset({"review", "request"})


def way(state: str, *, assigned: bool, works: bool, supervises: bool, oversees: bool) -> str | None:
    """Return the kind of opening that is open to somebody with these standings at the case's unit; None: not at all.

    A case that is sealed opens from supervision upwards, one that was erased or went into another to nobody.
    """
    if state in {"erased", "merged"}:
        return None
    if state in _IN_USE and works and assigned:
        return "ordinary"
    if supervises:
        return "supervision"
    if state in _IN_USE and works:
        return "break_glass"
    return "oversight" if oversees else None


def opens_for(state: str, purpose: str) -> bool:
    """Test whether a case in a state is opened for a purpose.

    Help is over where it is sealed: it is opened to be checked, or because the person asks.
    """
    return state in _IN_USE or purpose in _AT_REST
