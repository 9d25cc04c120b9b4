"""Looks of a Word file's styles, each with what it inherits."""

from dataclasses import dataclass, replace

from lxml import etree

from lanhmanh.paper.docx_numbering import W

_OFF = {"0", "false", "off", "none"}


@dataclass(frozen=True)
class Look:
    """How a paragraph or a run looks; None where nothing says so."""

    bold: bool | None = None
    italic: bool | None = None
    align: str | None = None
    outline: int | None = None
    number_id: str | None = None
    depth: int | None = None

    def under(self, own: "Look") -> "Look":
        """Return this look with what `own` says put over it."""
        said = {name: value for name, value in vars(own).items() if value is not None}
        return replace(self, **said)


def read_styles(root: etree._Element | None) -> tuple[dict[str, Look], str | None]:
    """Return the look of every style by id, and the id of the default paragraph style."""
    if root is None:
        return {}, None
    elements = {style.get(f"{W}styleId") or "": style for style in root.findall(f"{W}style")}
    looks: dict[str, Look] = {}
    for style_id in elements:
        _resolve(style_id, elements, looks, ())
    default = next((i for i, s in elements.items() if s.get(f"{W}default") == "1" and _is_paragraph(s)), None)
    return looks, default


def _is_paragraph(style: etree._Element) -> bool:
    return style.get(f"{W}type") == "paragraph"


def _resolve(
    style_id: str, elements: dict[str, etree._Element], looks: dict[str, Look], above: tuple[str, ...]
) -> Look:
    if style_id in looks:
        return looks[style_id]
    if style_id not in elements or style_id in above or len(above) > 20:
        return Look()
    style = elements[style_id]
    base = style.find(f"{W}basedOn")
    parent = _resolve(base.get(f"{W}val") or "", elements, looks, (*above, style_id)) if base is not None else Look()
    own = paragraph_look(style.find(f"{W}pPr")).under(run_look(style.find(f"{W}rPr")))
    looks[style_id] = parent.under(own)
    return looks[style_id]


def run_look(properties: etree._Element | None) -> Look:
    """Return what run properties say of weight and slope."""
    if properties is None:
        return Look()
    return Look(bold=_switch(properties, "b"), italic=_switch(properties, "i"))


def paragraph_look(properties: etree._Element | None) -> Look:
    """Return what paragraph properties say of alignment, outline level and list."""
    if properties is None:
        return Look()
    outline = _value(properties, "outlineLvl")
    number = properties.find(f"{W}numPr")
    depth = _value(number, "ilvl") if number is not None else None
    return Look(
        align=_value(properties, "jc"),
        outline=int(outline) if outline and outline.isdigit() else None,
        number_id=_value(number, "numId") if number is not None else None,
        depth=int(depth) if depth and depth.isdigit() else None,
    )


def _switch(properties: etree._Element, tag: str) -> bool | None:
    element = properties.find(f"{W}{tag}")
    return None if element is None else (element.get(f"{W}val") or "1") not in _OFF


def _value(properties: etree._Element, tag: str) -> str | None:
    element = properties.find(f"{W}{tag}")
    return None if element is None else element.get(f"{W}val")
