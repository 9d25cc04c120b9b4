"""The one family of errors whose text a user may read."""


class Refused(Exception):
    """Say in one sentence what is wrong, where, and what to do; nothing was changed."""
