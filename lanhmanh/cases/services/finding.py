"""How a case is found again: its tokens, and other cases that may be of the same person. A part of the services."""

import re
from collections.abc import Collection, Iterable, Mapping

from lanhmanh.cases.models import Case, Token, Twin
from lanhmanh.sealing import Index

_BETWEEN_NAMES = re.compile(r"[,;\n]+")
_AT_ONCE = 500  # so many tokens are asked for in one query


def index_person(index: Index, case: Case, words: Mapping[str, str], place: str) -> None:
    """Make the tokens of a case anew, its names at the unit `place`."""
    Token.objects.filter(case=case).delete()
    Token.objects.bulk_create(tokens_of(index, case, words, place))


def tokens_of(index: Index, case: Case, words: Mapping[str, str], place: str) -> list[Token]:
    """Return the tokens by which a case is found, not kept yet."""
    names = [words.get("full_name", ""), *_BETWEEN_NAMES.split(words.get("other_names", ""))]
    tokens = {token for name in names if name.strip() for token in index.names(name, place)}
    tokens |= {token for token in identity(index, words) if token}
    return [Token(case=case, token=token) for token in sorted(tokens)]


def identity(index: Index, words: Mapping[str, str]) -> tuple[bytes | None, bytes | None]:
    """Return the tokens by which units find the same person: of the number, of name and birth; None for none."""
    number, name, birth = (words.get(field, "") for field in ("id_number", "full_name", "birth_date"))
    return index.number(number) if number else None, index.person(name, birth) if name and birth else None


def bearers(tokens: Collection[bytes]) -> dict[bytes, list[Case]]:
    """Return token → the cases in use, of the whole province, that bear it; a query for each 500 tokens."""
    found: dict[bytes, list[Case]] = {}
    asked = sorted(tokens)
    for start in range(0, len(asked), _AT_ONCE):
        some = asked[start : start + _AT_ONCE]
        rows = Token.objects.filter(token__in=some, case__state__in=("open", "closed")).select_related("case")
        for row in rows.order_by("case_id"):
            found.setdefault(bytes(row.token), []).append(row.case)
    return found


def same(index: Index, words: Mapping[str, str], besides: Case | None = None) -> tuple[list[Case], list[Case]]:
    """Return the cases in use, of the whole province, of the same number, and those of the same name and birth."""
    pair = identity(index, words)
    found = bearers({token for token in pair if token is not None})
    by_number, by_name = ([case for case in found.get(token or b"", ()) if case != besides] for token in pair)
    return by_number, by_name


def note_twins(case: Case, others: Iterable[Case]) -> int:
    """Keep for those above which cases may be of one person; return how many there are."""
    pairs = {tuple(sorted((case.pk, other.pk))) for other in others}
    for first, second in sorted(pairs):
        Twin.objects.get_or_create(first_id=first, second_id=second)
    return len(pairs)


def note_new_twins(pairs: Iterable[tuple[Case, Case]]) -> None:
    """Keep pairs of which one case is new, so that none can be kept already."""
    known = {tuple(sorted((one.pk, other.pk))) for one, other in pairs}
    Twin.objects.bulk_create([Twin(first_id=first, second_id=second) for first, second in sorted(known)])
