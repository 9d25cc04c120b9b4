"""Change one thing at a time in the pure rules and see whether a test notices: `make mutants`.

A mutant is one module with one comparison, number, word, return or statement changed, or one entry of a table left out.
Each runs in a child of a warm process, in place of the module as written, until a test fails or its time is out. What
survives is printed with its place; `equivalent_mutants.toml` names those that no test can tell from the original, and
why. Sentences for people (text with a space) are left alone: words have tests of their own. Name files or folders to
run only these: `python tools/mutate.py lanhmanh/law/calendars.py`; a new folder of rules needs a line in `TESTS`.
What asks a database stands in `WITH_DATABASE` too: its tests begin with tables that were migrated once for all mutants.

Of the packages for this, mutmut leaves out decorated functions and all tables, which is half of these rules, and
cosmic-ray starts a process a mutant, which takes hours.
"""

import ast
import importlib.abc
import importlib.util
import os
import resource
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, ModuleType

import pytest
from hypothesis import Phase, settings

ROOT = Path(__file__).resolve().parents[1]
TESTS = {
    "lanhmanh/law": ["tests/law"],
    "lanhmanh/reporting/rules": ["tests/reporting/rules"],
    "lanhmanh/plan/rules": ["tests/plan/test_rules.py"],
    "lanhmanh/cases/rules": ["tests/cases/rules"],
    "lanhmanh/cases/policies.py": ["tests/cases/vault/test_policies.py"],
    "lanhmanh/disclosure": ["tests/disclosure"],
}
WITH_DATABASE = {"lanhmanh/cases/policies.py"}
WANTED = {"lanhmanh/cases": 95, "lanhmanh/cases/rules": 95}
ELSE_WANTED = 90
OPTIONS = ["--rootdir", str(ROOT), "-x", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", "-m", "not deep"]
PURE = ["-c", os.devnull, "--noconftest", "-p", "no:django", "-p", "no:syrupy"]
MEMORY = 2 << 30

Variant = tuple[str, ast.AST]
Tables = Sequence[str] | None  # the options by which tests find the tables made once; None: they ask no database
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
        case ast.Name(id=name) if name in NAMES:
            yield "", ast.Name(NAMES[name], ast.Load())
        case ast.Dict(values=[_, _, *_]) | ast.Set(elts=[_, _, *_]):
            yield from ((f"without entry {place}", one) for place, one in enumerate(_shorter(node), start=1))
        case ast.IfExp(test=test):
            yield "", ast.IfExp(_negated(test), node.body, node.orelse)


def _statements(node: ast.AST) -> Iterator[Variant]:
    match node:
        case ast.Return(value=value) if not (value is None or ast.unparse(value) == "None"):
            yield "", ast.Return(ast.Constant(None))
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
    spared, within, name = set(map(id, _spared(tree))), _places(tree), str(path.relative_to(ROOT))
    found = [
        Mutant(name, _line(node), within.get(id(node), "module"), place, number, _told(node, word, variant))
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


def _spared(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk over what is no behaviour: docstrings, annotations, names of types."""
    for node in ast.walk(tree):
        kept: list[ast.AST | None] = []
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                kept = [node]
            case ast.AnnAssign(annotation=annotation) | ast.arg(annotation=annotation):
                kept = [annotation]
            case ast.FunctionDef(returns=returns):
                kept = [returns]
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


class Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Give other code for one module, and the written code for all others."""

    def __init__(self, name: str, code: CodeType) -> None:
        self.name, self.code = name, code

    def find_spec(self, fullname: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        """Return where to load the module from, None for any other."""
        return importlib.util.spec_from_loader(fullname, self) if fullname == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        """Run the other code as the module."""
        exec(self.code, module.__dict__)


def survives(mutant: Mutant | None, tests: Sequence[str], seconds: int, tables: Tables = None) -> bool:
    """Run the tests against a mutant (None: against what is written) in a child; tell whether all passed."""
    child = os.fork()
    if child == 0:
        os._exit(_run(mutant, tests, seconds, tables))
    status = os.waitpid(child, 0)[1]
    code = os.waitstatus_to_exitcode(status)
    if code in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise SystemExit(f"pytest: {pytest.ExitCode(code)!r} for {' '.join(tests)}")
    return code == 0


def _run(mutant: Mutant | None, tests: Sequence[str], seconds: int, tables: Tables) -> int:
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # No shrinking and the same examples every time: whether a mutant lives must not depend on luck or on a deadline.
    settings.register_profile(
        "mutants", deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
    )
    settings.load_profile("mutants")
    try:
        if mutant is not None:
            name = mutant.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
            sys.meta_path.insert(0, Instead(name, code_of(mutant)))
        return int(pytest.main([*OPTIONS, *(PURE if tables is None else tables), *tests]))
    except BaseException:  # noqa: BLE001 - whatever a broken module raises, the mutant did not pass
        return 1


def tests_for(path: Path) -> list[str]:
    """Return the test files to run against a module, the one of its name first."""
    folder = next(name for name in TESTS if path.is_relative_to(ROOT / name))
    places = [ROOT / place for place in TESTS[folder]]
    own = [place.with_name(f"test_{path.stem}.py") for place in places if place.is_file()]
    found = {file for place in places for file in (place.glob("test_*.py") if place.is_dir() else [place])}
    found |= {file for file in own if file.exists()}
    return [str(file) for file in sorted(found, key=lambda file: (path.stem not in file.stem, file))]


def equivalent() -> frozenset[tuple[str, str, str]]:
    """Return the mutants that no test can tell from what is written, by path, place and change."""
    rows = tomllib.loads(Path(__file__).with_name("equivalent_mutants.toml").read_text(encoding="utf-8"))
    return frozenset((path, row["within"], row["change"]) for path, found in rows.items() for row in found)


def examine(path: Path) -> tuple[int, list[Mutant]]:
    """Return how many mutants a module has and which survive; SystemExit where the tests fail by themselves."""
    tests, began = tests_for(path), time.monotonic()
    with _tables(path) as tables:
        if not survives(None, tests, 600, tables):
            raise SystemExit(f"The tests of {path} fail without any change: {' '.join(tests)}")
        limit = 10 + 4 * int(time.monotonic() - began)
        found = mutants_of(path)
        return len(found), [one for one in found if survives(one, tests, limit, tables)]


@contextmanager
def _tables(path: Path) -> Iterator[Tables]:
    """Keep a folder for the tables of tests that ask a database: each run is one more worker of the same suite."""
    if str(path.relative_to(ROOT)) not in WITH_DATABASE:
        yield None
        return
    with TemporaryDirectory() as folder:
        own = {"PYTEST_XDIST_WORKER": "mutants", "LANHMANH_DATA": f"{folder}/data"}
        Path(own["LANHMANH_DATA"]).mkdir()
        os.environ.update(own)
        # Hypothesis is in this process already, of which pytest would warn, and here a warning is an error.
        yield ["--basetemp", f"{folder}/worker", "-o", "filterwarnings=default"]
        for name in own:
            del os.environ[name]


def main(arguments: Sequence[str]) -> int:
    """Print the survivors and the score of each folder; return 0 where every score is high enough."""
    asked = [ROOT / name for name in arguments or TESTS]
    files = [file for one in asked for file in (sorted(one.rglob("*.py")) if one.is_dir() else [one])]
    totals: dict[str, tuple[int, int]] = {}
    for file in files:
        count, alive = examine(file)
        tell(file, count, alive)
        before, folder = totals.get(str(file.parent), (0, 0)), str(file.parent)
        totals[folder] = (before[0] + count, before[1] + count - len(alive))
    for folder, (count, killed) in totals.items():
        print(f"{folder.removeprefix(f'{ROOT}/')}: {killed} of {count} killed, {_score(count, killed):.1f} %")
    return int(any(_score(*total) < _wanted(folder) for folder, total in totals.items()))


def _wanted(folder: str) -> int:
    return WANTED.get(folder.removeprefix(f"{ROOT}/"), ELSE_WANTED)


def tell(file: Path, count: int, alive: Sequence[Mutant]) -> None:
    """Print what survives in a module, and which of the mutants known as equivalent are not among it any more."""
    name = str(file.relative_to(ROOT))
    known = {key for key in equivalent() if key[0] == name}
    unknown = [one for one in alive if one.key not in known]
    print(f"{name}: {count} mutants, {len(alive)} survive, {len(alive) - len(unknown)} of them equivalent")
    print("".join(f"  {one}\n" for one in unknown), end="")
    gone = known - {one.key for one in alive}
    print("".join(f"  no survivor: {within}: {change}\n" for _path, within, change in sorted(gone)), end="", flush=True)


def _score(count: int, killed: int) -> float:
    return 100 * killed / max(count, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
