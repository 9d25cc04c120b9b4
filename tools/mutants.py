"""What a mutant is: one module with one thing changed, or with each function telling that it ran."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

ROOT = Path(__file__).resolve().parents[1]
RAN = "__ran__"  # what a telling module calls with the line of the function that began

Variant = tuple[str, ast.AST]
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """One change of a module: the node's place in the walk over its tree, which of its variants, and how it reads."""

    path: str
    line: int
    function: int  # where the innermost function around it begins; 0 for what runs with the module
    within: str
    place: int
    variant: int
    change: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what stays the same when lines move."""
        return self.path, self.within, self.change

    def __str__(self) -> str:
        return f"{self.path}:{self.line}  {self.within}: {self.change}"


def variants(node: ast.AST) -> list[Variant]:
    """Return what a node may become, each with a word for it where the code does not tell by itself."""
    return [*_expressions(node), *_statements(node)]


def _expressions(node: ast.AST) -> Iterator[Variant]:
    match node:
        case ast.Compare():
            yield from (("", one) for one in _comparisons(node))
        case ast.BoolOp(op=op):
            yield "", ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), node.values)
        case ast.BinOp(op=op) if type(op) in ARITHMETIC:
            yield "", ast.BinOp(node.left, ARITHMETIC[type(op)](), node.right)
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield "", node.operand
        case ast.Constant():
            yield from (("", ast.Constant(value)) for value in _values(node.value))
        case ast.Name(id=name, ctx=ast.Load()) if name in NAMES:
            yield "", ast.Name(NAMES[name], ast.Load())
        case ast.Dict(values=[_, _, *_]) | ast.Set(elts=[_, _, *_]):
            yield from ((f"without entry {place}", one) for place, one in enumerate(_shorter(node), start=1))
        case ast.IfExp(test=test):
            yield "", ast.IfExp(_negated(test), node.body, node.orelse)


def _statements(node: ast.AST) -> Iterator[Variant]:
    match node:
        case ast.Return(value=value) if not (value is None or ast.unparse(value) == "None"):
            yield "", ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.YieldFrom(value=ast.Tuple(elts=[]))):
            return
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            yield "", ast.Expr(ast.YieldFrom(ast.Tuple([], ast.Load())))
        case ast.Expr() | ast.Raise() | ast.AugAssign():
            yield "", ast.Pass()
        case ast.If(test=test):
            yield "", ast.If(_negated(test), node.body, node.orelse)
        case ast.comprehension(ifs=[_, *_]):
            yield "", ast.comprehension(node.target, node.iter, [_negated(one) for one in node.ifs], node.is_async)


def _comparisons(node: ast.Compare) -> Iterator[ast.Compare]:
    for place, op in enumerate(node.ops):
        for other in COMPARISONS[type(op)]:
            yield ast.Compare(node.left, [*node.ops[:place], other(), *node.ops[place + 1 :]], node.comparators)


def _values(value: object) -> list[bool | int | str]:
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1, value - 1]
        case str() if " " not in value:
            return [f"XX{value}"]
    return []


def _shorter(node: ast.Dict | ast.Set) -> Iterator[ast.AST]:
    if isinstance(node, ast.Set):
        yield from (ast.Set([*node.elts[:n], *node.elts[n + 1 :]]) for n in range(len(node.elts)))
        return
    for n in range(len(node.values)):
        yield ast.Dict([*node.keys[:n], *node.keys[n + 1 :]], [*node.values[:n], *node.values[n + 1 :]])


def _negated(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)


def mutants_of(path: Path) -> list[Mutant]:
    """Return every mutant of a module, in the order of its lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    spared, name = set(map(id, _spared(tree))), str(path.relative_to(ROOT))
    within, begun = _places(tree), _functions(tree)
    found = [
        Mutant(
            path=name,
            line=_line(node),
            function=begun.get(id(node), 0),
            within=within.get(id(node), "module"),
            place=place,
            variant=number,
            change=_told(node, word, variant),
        )
        for place, node in enumerate(ast.walk(tree))
        if id(node) not in spared
        for number, (word, variant) in enumerate(variants(node))
    ]
    return sorted(found, key=lambda one: one.line)


def _line(node: ast.AST) -> int:
    return int((node.target if isinstance(node, ast.comprehension) else node).__dict__.get("lineno", 0))


def _places(tree: ast.AST, within: str = "") -> dict[int, str]:
    """Return the function or class in which each node stands."""
    found: dict[int, str] = {}
    for node in ast.iter_child_nodes(tree):
        named = isinstance(node, ast.FunctionDef | ast.ClassDef)
        place = f"{within}.{node.__dict__['name']}".strip(".") if named else within
        found |= {id(node): place or "module", **_places(node, place)}
    return found


def _functions(tree: ast.AST) -> dict[int, int]:
    """Return the line of the innermost function in whose body each node stands."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]  # the outer ones first
    return {id(inner): node.lineno for node in functions for statement in node.body for inner in ast.walk(statement)}


def _spared(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk over what is no behaviour: docstrings, annotations, names of types, the names that a package offers."""
    for node in ast.walk(tree):
        kept: list[ast.AST | None] = []
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                kept = [node]
            case ast.AnnAssign(annotation=annotation) | ast.arg(annotation=annotation):
                kept = [annotation]
            case ast.FunctionDef(returns=returns):
                kept = [returns]
            case ast.Assign(targets=[ast.Name(id="__all__")]):
                kept = [node]
            case ast.Assign(value=ast.Subscript()) if node in getattr(tree, "body", []):
                kept = [node]
        yield from (inner for one in kept if one for inner in ast.walk(one))


def _told(node: ast.AST, word: str, variant: ast.AST) -> str:
    if isinstance(node, ast.comprehension | ast.If):
        return f"not ({ast.unparse(node.test if isinstance(node, ast.If) else node.ifs[0])})"
    old = " ".join(ast.unparse(node).split())
    return f"{old[:80]} → {word or ast.unparse(variant)[:80]}"


class _Put(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """Return the new node for the old one, every other with its children visited."""
        return ast.copy_location(self.new, node) if node is self.old else self.generic_visit(node)


def code_of(mutant: Mutant) -> CodeType:
    """Return the mutant's module, compiled."""
    path = ROOT / mutant.path
    tree = ast.parse(path.read_text(encoding="utf-8"))
    old = list(ast.walk(tree))[mutant.place]
    _Put(old, variants(old)[mutant.variant][1]).visit(tree)
    code: CodeType = compile(ast.fix_missing_locations(tree), str(path), "exec")
    return code


def telling(path: Path) -> CodeType:
    """Return the module as written, save that each function calls `RAN` with its line when it begins."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]:
        told = ast.Expr(ast.Call(ast.Name(RAN, ast.Load()), [ast.Constant(node.lineno)], []))
        node.body.insert(0, ast.copy_location(told, node.body[0]))
    code: CodeType = compile(ast.fix_missing_locations(tree), str(path), "exec")
    return code
