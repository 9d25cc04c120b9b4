"""An official document as a value: what reading yields and writing takes."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class Family(StrEnum):
    """The three forms of official paper: state bodies, the Party, the Farmers' Union."""

    STATE = "state"
    PARTY = "party"
    UNION = "union"


@dataclass(frozen=True)
class Node:
    """One clause of the outline; an unlabelled paragraph belongs to the clause above it.

    `label` is as written without its closing mark ("I", "1", "a", "-", "Điều 3"); `path` joins labels with dots,
    dashes counted among their siblings ("I.1.-2").
    """

    path: str
    label: str
    heading: str | None = None
    paragraphs: tuple[str, ...] = ()
    children: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Table:
    """A table of the body or an annex: rows of cell texts, the first `header_rows` of them headings.

    `after` is the path of the clause that it follows (None: before the outline, or an annex at the end).
    """

    rows: tuple[tuple[str, ...], ...]
    title: str | None = None
    header_rows: int = 1
    after: str | None = None


@dataclass(frozen=True)
class Reference:
    """A document cited: its kind ("Kế hoạch"), number ("41/KH-BCNCT2"), date, issuer, and the clause that cites it.

    `path` is "" where the citation stands before the outline.
    """

    kind: str | None
    number: str
    date: dt.date | None = None
    issuer: str | None = None
    path: str = ""


@dataclass(frozen=True)
class Signatory:
    """Who signs: the authority line ("TM. BAN THƯỜNG VỤ"), the title ("CHỦ TỊCH"), the name."""

    authority: str | None = None
    title: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class Warning:
    """Something odd but readable: a stable code, the clause it stands in, and a sentence in Vietnamese."""

    code: str
    message: str
    path: str | None = None


@dataclass(frozen=True)
class OfficialDocument:
    """An official document; absent parts are None or empty, never invented."""

    family: Family = Family.UNION
    issuer: tuple[str, ...] = ()
    number: str | None = None
    place: str | None = None
    date: dt.date | None = None
    kind: str | None = None
    title: str | None = None
    preamble: tuple[str, ...] = ()
    outline: tuple[Node, ...] = ()
    tables: tuple[Table, ...] = ()
    recipients: tuple[str, ...] = ()
    signatory: Signatory | None = None
    references: tuple[Reference, ...] = field(default=(), compare=True)
    warnings: tuple[Warning, ...] = field(default=(), compare=False)
