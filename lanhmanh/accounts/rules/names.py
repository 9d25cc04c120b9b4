"""What an account and its person may be called, wherever the account is made."""

import re

USERNAME = r"^[a-z0-9]+([._-][a-z0-9]+)*$"
LONGEST_USERNAME = 60
LONGEST_NAME = 120


def username_fits(text: str) -> bool:
    """Tell whether the text can be a user name: small letters without marks, digits, single dots and dashes."""
    return len(text) <= LONGEST_USERNAME and re.fullmatch(USERNAME, text) is not None


def full_name_fits(text: str) -> bool:
    """Tell whether the text can be the full name of a person."""
    return bool(text.strip()) and len(text) <= LONGEST_NAME and text.isprintable()
