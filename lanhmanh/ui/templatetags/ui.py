"""The vocabulary of the pages: `{% load ui %}`. README.md of the app lists it with examples."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, ClearableFileInput, Select
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lanhmanh.ui import cells, charts, formats, states
from lanhmanh.ui.formats import Number

register = template.Library()
register.filter("percent", formats.percent)
register.filter("signed", formats.signed)
register.filter("date_vi", formats.date_vi)
register.filter("datetime_vi", formats.datetime_vi)
register.filter("due_words", formats.due_words)
register.filter("due_state", formats.due_state)
register.simple_tag(cells.figure_cells)
register.simple_tag(cells.figure_groups)
register.simple_tag(cells.figure_heads)
register.simple_tag(cells.figure_tabs)
register.simple_tag(cells.plain_cells)
register.simple_tag(cells.missing)


# Small parts


@register.simple_tag
@cache
def asset(path: str) -> str:
    """Return the address of a static file, which is the same until the process ends."""
    return static(path)


@register.filter
def num(value: Number | None, places: int | None = None) -> str:
    """Write a figure, "—" where it is missing."""
    return formats.number(value, places)


@register.filter
def figure(value: Number | None) -> str:
    """Write a figure as it stands in an input, "" where it is missing."""
    return formats.number(value, missing="")


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the sprite; words always stand beside it."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.inclusion_tag("ui/icons.html")
def icons() -> dict[str, Any]:
    """Write the hidden sprite, once on a page."""
    return {}


@register.simple_tag
def state_icon(state: str) -> SafeString:
    """Draw the mark of a state."""
    return icon(states.ICONS[state])


@register.simple_tag
def chip(state: str, label: str = "") -> SafeString:
    """Show a state in one or two words with its mark; without `label`, in its usual word."""
    words = label or states.WORDS[state]
    return format_html('<span class="chip" data-state="{}">{}{}</span>', state, state_icon(state), words)


@register.simple_tag
def day(value: date | None) -> SafeString | str:
    """Write a day as dd/mm/yyyy in a `time` element."""
    if value is None:
        return formats.DASH
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.date_vi(value))


@register.simple_tag
def due(value: date | None, today: date, note: str = "") -> SafeString | str:
    """Show a due date in words, the day small below it (or `note` in its place)."""
    if value is None:
        return ""
    words, below = formats.due_words(value, today), note or _("hạn %(day)s") % {"day": formats.date_vi(value)}
    html = '<p class="due" data-state="{}">{}<small>{}</small></p>'
    return format_html(html, formats.due_state(value, today), words[:1].upper() + words[1:], below)


@register.simple_tag
def clause(path: str, url: str = "") -> SafeString:
    """Hang the label of a clause in the margin; a link to it where there is an address."""
    if not url:
        return format_html('<span class="clause">{}</span>', path)
    return format_html('<a class="clause" href="{}">{}</a>', url, path)


# Page


@register.simple_tag
def menu(entries: Iterable[Mapping[str, Any]]) -> SafeString:
    """Link the parts of the product that the reader has; the one where the page stands is said."""
    mark = {True: mark_safe(' aria-current="page"'), False: ""}
    shown = ((entry["url"], mark[entry["current"]], entry["label"]) for entry in entries)
    return format_html_join("\n    ", '<a href="{}"{}>{}</a>', shown)


@register.inclusion_tag("ui/crumbs.html")
def crumbs(*pairs: str) -> dict[str, Any]:
    """Show the trail to this page: label, address, label, address…"""
    return {"trail": list(zip(pairs[::2], pairs[1::2], strict=True))}


@register.simple_block_tag
def pagehead(content: SafeString, title: str, *, lead: str = "", state: str = "", label: str = "") -> SafeString:
    """Head the page: h1 with at most one chip, one sentence; the content is the one primary action."""
    mark = format_html(" {}", chip(state, label)) if state else ""
    below = format_html('<p class="page-lead">{}</p>', lead) if lead else ""
    deeds = format_html('<div class="actions">{}</div>', content) if content.strip() else ""
    return format_html('<div class="page-head"><div><h1>{}{}</h1>{}</div>{}</div>', title, mark, below, deeds)


@register.simple_block_tag
def notice(content: SafeString, state: str, *, role: str = "", title: str = "") -> SafeString:
    """Lay a message into the page; a content of plain words becomes its paragraph."""
    lead = format_html("<strong>{}</strong> ", title) if title else ""
    body = content if content.lstrip().startswith("<") and not title else format_html("<p>{}{}</p>", lead, content)
    spoken = format_html(' role="{}"', role) if role else ""
    return format_html('<div class="notice" data-state="{}"{}>{}{}</div>', state, spoken, state_icon(state), body)


@register.simple_block_tag
def empty(content: SafeString, title: str, text: str = "", *, level: int = 2) -> SafeString:
    """Say that there is nothing yet and, in the content, what can be done about it."""
    words = format_html("<p>{}</p>", text) if text else ""
    deeds = format_html('<div class="actions">{}</div>', content) if content.strip() else ""
    return format_html('<div class="empty"><h{}>{}</h{}>{}{}</div>', level, title, level, words, deeds)


@register.simple_block_tag
def footbar(content: SafeString, *, review: bool = False) -> SafeString:
    """Stick a foot to a long form: counts first, the deed in `.actions`."""
    return format_html('<div class="footbar{}">{}</div>', " footbar--review" if review else "", content)


@register.simple_tag
def footcount(state: str, words: str, href: str = "") -> SafeString:
    """Show one count of a foot bar, a link to its first row."""
    if not href:
        return format_html('<p data-state="{}"><span class="tone">{}{}</span></p>', state, state_icon(state), words)
    html = '<p data-state="{}"><a class="tone" href="{}">{}{}</a></p>'
    return format_html(html, state, href, state_icon(state), words)


# Forms


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, CheckboxInput):
        return "check"
    if isinstance(widget, ClearableFileInput):
        return "upload"
    return "choices" if bound.use_fieldset and not isinstance(widget, Select) else "input"


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, *, short: bool = False, hint: str = "") -> dict[str, Any]:
    """Show one field of any form: label, hint, control, error, tied to each other."""
    kind, hint = _kind(bound), hint or str(bound.help_text)
    tied = [f"{bound.auto_id}_helptext"] if hint else []
    tied += [f"{bound.auto_id}_error"] if bound.errors else []
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(tied)} if tied and kind != "choices" else {}
    if kind == "input":
        attrs["class"] = f"input{' input--short' if short else ''}"
    control = "" if kind == "choices" else bound.as_widget(attrs=attrs)
    return {"bound": bound, "kind": kind, "hint": hint, "tied": " ".join(tied), "control": control}


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """Count what is wrong with a bound form, above it, with links to the fields."""
    wrong = [bound for bound in form if bound.errors and not bound.is_hidden]
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    return {"form": form, "wrong": wrong, "general": [*form.non_field_errors(), *hidden] if form.is_bound else []}


# Lists


@register.simple_block_tag
def tasks(content: SafeString, state: str, title: str, count: int, *, mark: str = "") -> SafeString:
    """Group task rows under a heading with their count."""
    html = (
        '<section class="tasks" data-state="{0}" aria-labelledby="tasks-{5}"><h2 id="tasks-{5}">{1}{2}'
        '<span class="num">{3}<span class="quiet-text"> {4}</span></span></h2><ul class="task-list">{6}</ul></section>'
    )
    key = mark or state
    tone = "none" if state == "waiting" else state
    return format_html(
        html, tone, state_icon(key), title, formats.number(count), ngettext("việc", "việc", count), key, content
    )


@register.inclusion_tag("ui/task.html")
def task(
    title: str,
    *,
    today: date,
    due: date | None = None,
    due_note: str = "",
    waiting_since: date | None = None,
    clause: str = "",
    clause_url: str = "",
    note: str = "",
    state: str = "",
    label: str = "",
    action: str = "",
    url: str = "",
) -> dict[str, Any]:
    """Show one task: clause, what, whose, due in words, one button. `state` shows a chip in the note."""
    tone = "none" if waiting_since or not due else formats.due_state(due, today)
    waited = (today - waiting_since).days if waiting_since else 0
    return {**locals(), "tone": tone, "waited": waited}


@register.inclusion_tag("ui/timeline.html")
def timeline(events: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Show what happened, newest first: dicts with `at`, `title`, and maybe `note`, `state`, `next`."""
    return {"events": [{"state": "none", **event, "timed": isinstance(event["at"], datetime)} for event in events]}


@register.inclusion_tag("ui/stepper.html")
def stepper(current: int, *labels: str) -> dict[str, Any]:
    """Show where one is among steps; `current` counts from 1."""
    return {"steps": [(place, label) for place, label in enumerate(labels, 1)], "current": current}


@register.simple_tag
def facts(*pairs: Any) -> SafeString:
    """List names and values: name, value, name, value…; what is missing shows "—"."""
    rows = zip(pairs[::2], pairs[1::2], strict=True)
    shown = ((name, formats.DASH if value in (None, "") else value) for name, value in rows)
    lines = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", shown)
    return format_html('<dl class="facts">{}</dl>', lines)


# Tables and figures


@register.simple_block_tag
def frame(content: SafeString, label: str, *, tall: bool = False, kind: str = "") -> SafeString:
    """Let a wide table scroll in its own frame, reachable by keyboard."""
    extra = (" frame--tall" if tall else "") + (f" {kind}" if kind else "")
    html = '<div class="frame{}" tabindex="0" role="region" aria-label="{}">{}</div>'
    return format_html(html, extra, label, content)


@register.simple_tag(takes_context=True)
def sort_th(context: template.Context, label: str, key: str, *, num: bool = False) -> SafeString:
    """Head a column that sorts by `?sort=key`, and by `?sort=-key` when asked again."""
    query: QueryDict = context["request"].GET.copy()
    now = query.get("sort", "")
    query["sort"] = f"-{key}" if now == key else key
    query.pop("page", None)
    order = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    sorted_ = format_html(' aria-sort="{}"', order) if order else ""
    html = '<th scope="col"{}{}><a class="sort" href="?{}">{}</a></th>'
    return format_html(html, mark_safe(' class="num"') if num else "", sorted_, query.urlencode(), label)


@register.simple_tag
def matrix_cell(state: str, text: str, url: str = "", word: str = "") -> SafeString:
    """Show one unit in one period: mark, count, and the state for those who listen."""
    said = format_html('<span class="quiet-text"> {}</span>', word or states.WORDS[state])
    if state == "none":
        html = '<td data-state="none"><span><span aria-hidden="true">·</span>{}</span></td>'
        return format_html(html, said)
    body = format_html("{}{}{}", state_icon(state), text, said)
    inner = format_html('<a href="{}">{}</a>', url, body) if url else format_html("<span>{}</span>", body)
    return format_html('<td data-state="{}">{}</td>', state, inner)


@register.simple_tag
def bar(value: Number | None, target: Number | None = None, top: Number = 100) -> SafeString | str:
    """Draw progress as ink on a hairline, the target as a tick; all in the unit of `top`. Nothing when missing."""
    if value is None:
        return ""
    mark: SafeString | str = ""
    if target is not None:
        tick = charts.coordinate(max(charts.share(target, top) - Decimal("0.6"), Decimal(0)))
        mark = format_html('<rect class="target" x="{}" width="1.2" height="12"/>', tick)
    return format_html(
        '<svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="ground" y="5" width="100" height="2"/>'
        '<rect class="value" y="3" width="{}" height="6"/>{}</svg>',
        charts.coordinate(charts.share(value, top)),
        mark,
    )


@register.simple_tag
def sparkline(values: Sequence[Number | None]) -> SafeString | str:
    """Draw how a figure came about; the numbers stand elsewhere. Nothing under two known values."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    scale: dict[str, Any] = {"width": 118, "height": 22, "left": 3, "top": 5, "low": min(known), "high": max(known)}
    places = [place for place in charts.points(values, **scale) if place]
    html = '<svg class="spark" viewBox="0 0 128 32" aria-hidden="true"><path d="{}"/><circle cx="{}" cy="{}" r="3"/>'
    return format_html(html + "</svg>", charts.path(values, **scale), *places[-1])


@register.inclusion_tag("ui/strip.html")
def strip(items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Set two to four figures large: dicts with `label`, `value`, and maybe `of`, `note`, `trend`, `url`."""
    return {"items": items}


@register.inclusion_tag("ui/bar_chart.html")
def bar_chart(title: str, rows: Sequence[Sequence[Any]], *, unit: str = "", note: str = "") -> dict[str, Any]:
    """Draw (label, value, target or None) as bars on one scale, in a table with the numbers beside them."""
    full = [(row[0], row[1], row[2] if len(row) > 2 else None) for row in rows]
    top = charts.nice_top(max((n for row in full for n in row[1:] if n is not None), default=1))
    targets = any(row[2] is not None for row in full)
    return {"title": title, "unit": unit, "note": note, "rows": full, "top": top, "targets": targets}


@register.inclusion_tag("ui/line_chart.html")
def line_chart(title: str, labels: Sequence[str], series: Sequence[Sequence[Any]], *, unit: str = "") -> dict[str, Any]:
    """Draw series of (name, values) over labels, from 0; a missing value breaks its line. A table stands beside."""
    top = charts.nice_top(max((value for _name, values in series for value in values if value is not None), default=1))
    scale: dict[str, Any] = {"width": 260, "height": 170, "left": 44, "top": 12, "low": 0, "high": top}
    dots = [[place for place in charts.points(values, **scale) if place] for _name, values in series]
    ends = charts.apart([places[-1] for places in dots if places], gap=16)
    thin = -(-len(labels) // 6)
    step = Decimal(260) / max(len(labels) - 1, 1)
    return {
        "title": title,
        "unit": unit,
        "lines": [(charts.path(values, **scale), dots[i]) for i, (_name, values) in enumerate(series)],
        "ends": list(zip(ends, [name for i, (name, _values) in enumerate(series) if dots[i]], strict=True)),
        "labels": [(charts.coordinate(44 + step * i), labels[i]) for i in range(0, len(labels), thin)],
        "scale": charts.ticks(top, foot=182, height=170),
        "names": [name for name, _values in series],
        "rows": [(label, [values[i] for _name, values in series]) for i, label in enumerate(labels)],
    }


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Any) -> dict[str, Any]:
    """Turn the pages of a Paginator, keeping the rest of the address."""
    query: QueryDict = context["request"].GET.copy()
    query.pop("page", None)
    kept = query.urlencode()
    return {"page": page, "kept": f"{kept}&" if kept else ""}


@register.filter
def undo_url(message: Any) -> str:
    """Return the address that takes back what a flash message speaks of, "" where there is none."""
    tags = message.extra_tags or ""
    return tags if tags.startswith("/") and not tags.startswith("//") else ""


@register.filter
def message_state(message: Any) -> str:
    """Return the state of a flash message by its level."""
    return {"success": "saved", "warning": "warning", "error": "error"}.get(message.level_tag, "info")
