"""How a case is found again: its tokens, and other cases that may be of the same person. A part of the services."""

import re
from collections.abc import Iterable, Mapping

from lanhmanh.cases.models import Case, Token, Twin
from lanhmanh.sealing import Index

_BETWEEN_NAMES = re.compile(r"[,;\n]+")


def index_person(index: Index, case: Case, words: Mapping[str, str], place: str) -> None:
    """Make the tokens of a case anew, its names at the unit `place`."""
    names = [words.get("full_name", ""), *_BETWEEN_NAMES.split(words.get("other_names", ""))]
    tokens = {token for name in names if name.strip() for token in index.names(name, place)}
    tokens |= {token for token in (_number(index, words), _person(index, words)) if token}
    Token.objects.filter(case=case).delete()
    Token.objects.bulk_create([Token(case=case, token=token) for token in sorted(tokens)])


def same_number(index: Index, words: Mapping[str, str], besides: Case | None = None) -> list[Case]:
    """Return the cases in use, of the whole province, that bear the identity number."""
    return _bearing(_number(index, words), besides)


def same_person(index: Index, words: Mapping[str, str], besides: Case | None = None) -> list[Case]:
    """Return the cases in use, of the whole province, that bear the name and the birth."""
    return _bearing(_person(index, words), besides)


def note_twins(case: Case, others: Iterable[Case]) -> int:
    """Keep for those above which cases may be of one person; return how many there are."""
    pairs = {tuple(sorted((case.pk, other.pk))) for other in others}
    for first, second in sorted(pairs):
        Twin.objects.get_or_create(first_id=first, second_id=second)
    return len(pairs)


def _bearing(token: bytes | None, besides: Case | None) -> list[Case]:
    if token is None:
        return []
    cases = Case.objects.filter(state__in=("open", "closed"), pk__in=Token.objects.filter(token=token).values("case"))
    return list((cases.exclude(pk=besides.pk) if besides else cases).order_by("pk"))


def _number(index: Index, words: Mapping[str, str]) -> bytes | None:
    return index.number(words["id_number"]) if words.get("id_number") else None


def _person(index: Index, words: Mapping[str, str]) -> bytes | None:
    name, birth = words.get("full_name", ""), words.get("birth_date", "")
    return index.person(name, birth) if name and birth else None
