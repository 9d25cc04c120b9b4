"""What a file reader hands to the parser: paragraphs and tables in reading order."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """One paragraph, or one table, of a file.

    `label` is an automatic number that a reader recovered, as it would be printed with its mark ("1.", "a)", "-");
    a typed number stays in `text`. `cells` holds the rows of a table (`text` is then ""), `header_rows` how many of
    them are headings; `letterhead` says that the table only lays out the head or the foot of the page, so that its
    cells are read as lines, column by column. A line break inside a paragraph or a cell is "\\n".
    A `text` that begins with `labels.GUARD` is plain text whatever it looks like. `margin` says that the block stands
    in the head or the foot that the program prints on every page: it is looked at, but is no part of the document.
    """

    text: str
    label: str | None = None
    heading_level: int | None = None
    bold: bool = False
    italic: bool = False
    align: str | None = None
    cells: tuple[tuple[str, ...], ...] | None = None
    letterhead: bool = False
    header_rows: int = 1
    margin: bool = False

    @property
    def cued(self) -> bool:
        """Tell whether the type marks the paragraph as more than running text: a heading, bold or centred."""
        return self.bold or self.heading_level is not None or self.align == "center"
