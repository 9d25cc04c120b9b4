"""A secret in shares of words (SLIP-39): any `needed` of them make it again, fewer tell nothing."""

from collections.abc import Sequence

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics

from lanhmanh.kernel.errors import Refused, sentence

MOST = 16


class BadShares(Refused):
    """The shares do not make the secret."""


def split(secret: bytes, *, needed: int, given: int) -> list[str]:
    """Return `given` shares of words, of which `needed` make the secret again.

    :raises BadShares: fewer than 2 are needed, more than are given, or more than 16 are given.
    """
    if not 2 <= needed <= given <= MOST:
        raise BadShares(
            sentence("Số mảnh cần (%(needed)s) phải từ 2 trở lên, không quá số mảnh phát (%(given)s), tối đa 16."),
            needed=needed, given=given,
        )  # fmt: skip
    made: list[list[str]] = generate_mnemonics(1, [(needed, given)], secret, extendable=False)
    return made[0]


def combine(shares: Sequence[str]) -> bytes:
    """Return the secret that the shares make.

    :raises BadShares: too few, mistyped, from another ceremony.
    """
    try:
        return bytes(combine_mnemonics([" ".join(each.lower().split()) for each in shares]))
    except (MnemonicError, ValueError, IndexError):
        raise BadShares(
            sentence("Các mảnh khóa chưa đủ hoặc gõ sai. Kiểm tra từng từ, và chỉ dùng mảnh của cùng một lần phát.")
        ) from None
