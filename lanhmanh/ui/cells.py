"""Cells of a table by the thousand: a loop in a template takes ten times as long."""

from collections.abc import Callable, Iterable, Sequence
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from lanhmanh.ui import formats
from lanhmanh.ui.formats import Gap, Number

Figure = Number | Gap | None
FigureRow = tuple[str, str, str, Sequence[Figure]]  # name, unit, the tail of its links, values
_GROUP = (
    '<tbody id="muc-{0}"><tr class="group"><th scope="rowgroup" colspan="{1}">'
    '<span class="stay"><span class="clause">{0}</span> {2}</span></th></tr>'
)
_TAB = '<li><a class="clause" href="#muc-{0}" title="{1}">{0}<span class="quiet-text"> {1}</span></a></li>'
_HEAD = '<th scope="col" class="num"><a href="{}">{}</a> <small>{}<span class="quiet-text"> {}</span></small></th>'
_PLAIN_HEAD = '<th scope="col" class="num">{} <small>{}</small></th>'


def figure_cells(values: Iterable[Figure], head: str, tails: Sequence[str]) -> SafeString:
    """Write a row's cells of figures, each a link to `head` and the tail of its column; none where `head` is ""."""
    starts = [_start(f"{head}{tail}") for tail in tails] if head else [""] * len(tails)
    return mark_safe("".join(_figure_cells(values, starts, formats.writer(), '">')))


def plain_cells(values: Iterable[Number | None]) -> SafeString:
    """Write a row's cells of figures without links, for a table of class `figures`: tens of thousands on one page."""
    write = formats.writer()
    return mark_safe("".join([f"<td>{write(value)}</td>" for value in values]))


def figure_groups(groups: Iterable[tuple[str, str, Iterable[FigureRow]]], heads: Sequence[str]) -> SafeString:
    """Write groups of path, title and rows; each value is a link to the head of its column and the row's tail."""
    write, starts, html = formats.writer(), [head and _start(head) for head in heads], []
    for path, title, rows in groups:
        html.append(_GROUP.format(escape(path), len(heads) + 1, escape(title)))
        for name, unit, tail, values in rows:
            html.append(f'<tr><th scope="row">{escape(name)} <small>{escape(unit)}</small></th>')
            html += _figure_cells(values, starts, write, f'{escape(tail)}">')
            html.append("</tr>")
        html.append("</tbody>")
    return mark_safe("".join(html))


def figure_tabs(groups: Iterable[tuple[str, str, object]]) -> SafeString:
    """Write the items of a list of links to groups by their path and title."""
    return mark_safe("".join([_TAB.format(escape(path), escape(title)) for path, title, _rows in groups]))


def figure_heads(columns: Iterable[tuple[str, str, str]], words: str) -> SafeString:
    """Write the heads of columns of name, note and link; `words` say for those who listen what a linked note counts."""
    return mark_safe(
        "".join(
            [
                _HEAD.format(*map(escape, (url, name, note, words)))
                if url
                else _PLAIN_HEAD.format(escape(name), escape(note))
                for name, note, url in columns
            ]
        )
    )


def _start(link: str) -> str:
    return f'<td class="num"><a href="{escape(link)}'


def _figure_cells(
    values: Iterable[Figure], starts: Iterable[str], write: Callable[[Number], str], end: str
) -> list[str]:
    return [
        f"{start}{end}{write(value)}</a></td>"
        if start and value is not None and not isinstance(value, Gap)
        else _unlinked(value, write)
        for value, start in zip(values, starts, strict=True)
    ]


def _unlinked(value: Figure, write: Callable[[Number], str]) -> str:
    if isinstance(value, Gap):
        return _gap(value)
    return '<td class="num">—</td>' if value is None else f'<td class="num">{write(value)}</td>'


def _gap(gap: Gap) -> str:
    return missing(gap.words, rows=gap.rows, quiet=True) if gap.rows else ""


def missing(words: str, span: int = 1, *, rows: int = 1, quiet: bool = False) -> SafeString:
    """Hatch the cells of what is missing and name it; quiet, for those who listen alone."""
    lines = format_html(' rowspan="{}"', rows) if rows > 1 else ""
    tone = mark_safe(' class="quiet-text"') if quiet else ""
    return format_html('<td class="missing" colspan="{}"{}><span{}>{}</span></td>', span, lines, tone, words)
