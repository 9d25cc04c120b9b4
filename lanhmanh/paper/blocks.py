"""What a file reader hands to the parser: paragraphs and tables in reading order."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """One paragraph, or one table, of a file.

    `label` is an automatic number that a reader recovered, as it would be printed with its mark ("1.", "a)", "-");
    a typed number stays in `text`. `cells` holds the rows of a table (`text` is then ""); `letterhead` says that the
    table only lays out the head or the foot of the page, so that its cells are read as lines.
    """

    text: str
    label: str | None = None
    heading_level: int | None = None
    bold: bool = False
    italic: bool = False
    align: str | None = None
    cells: tuple[tuple[str, ...], ...] | None = None
    letterhead: bool = False
