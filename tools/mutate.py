"""Change one thing at a time in the pure rules and see whether a test notices: `make mutants`.

A mutant is one module with one comparison, number, word, return or statement changed, or one entry of a table left out.
Each runs in a child of a warm process, in place of the module as written, until a test fails or its processor time is
out: a busy machine changes nothing. A first run without any change tells which tests run which function; a mutant is
asked only those that run the function it lies in, the short ones first, and all tests where it runs with the module.
What survives is printed with its place; `equivalent_mutants.toml` names those that no test can tell from the original,
and why; a module's score is of the others. Sentences for people (text with a space) are left alone: words have tests of
their own. Name files or folders to run only these: `python -m tools.mutate lanhmanh/law/calendars.py`; a new folder of
rules needs a line in `TESTS`. What asks a database stands in `WITH_DATABASE` too: its tests begin with tables that were
migrated once for all mutants. The last lines are those of the table in `docs/mutants.md`.

Of the packages for this, mutmut leaves out decorated functions and all tables, which is half of these rules, and
cosmic-ray starts a process a mutant, which takes hours.
"""

import gc
import importlib.abc
import importlib.util
import json
import os
import resource
import signal
import sys
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from types import CodeType, ModuleType
from typing import Any

import pytest
from grimp import ImportGraph, build_graph
from hypothesis import HealthCheck, Phase, settings

from tools.mutants import RAN, ROOT, Mutant, code_of, mutants_of, telling

TESTS = {
    "lanhmanh/law": ["tests/law"],
    "lanhmanh/reporting/rules": ["tests/reporting/rules"],
    "lanhmanh/plan/rules": ["tests/plan/test_rules.py"],
    "lanhmanh/cases/rules": ["tests/cases/rules"],
    "lanhmanh/cases/policies.py": ["tests/cases/vault/test_policies.py"],
    "lanhmanh/disclosure": ["tests/disclosure", "tests/cases/rules/test_values.py"],
}
WITH_DATABASE = {"lanhmanh/cases/policies.py"}
WANTED = {"lanhmanh/cases": 95}
ELSE_WANTED = 90
OPTIONS = [
    *("--rootdir", str(ROOT), "-x", "-q", "--tb=no", "-p", "no:xdist", "-p", "no:cacheprovider", "-m", "not deep"),
    "--hypothesis-profile=mutants",
]
PURE = ["-c", os.devnull, "--noconftest", "-p", "no:django", "-p", "no:syrupy"]
MEMORY = 2 << 30
PASSED, OUT_OF_TIME = int(pytest.ExitCode.OK), -signal.SIGXCPU
UNASKED = (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED)
MODULE = 0  # the line of what is no function: it runs with the module

Tables = Sequence[str] | None  # the options by which tests find the tables made once; None: they ask no database


class Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Give other code for one module, and the written code for all others."""

    def __init__(self, path: Path, code: CodeType, **known: object) -> None:
        self.name, self.code, self.known = named(path), code, known
        self.package = path.parent if path.stem == "__init__" else None

    def find_spec(self, fullname: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        """Return where to load the module from, None for any other."""
        if fullname != self.name:
            return None
        spec = importlib.util.spec_from_loader(fullname, self, is_package=self.package is not None)
        if spec is not None and self.package is not None:
            spec.submodule_search_locations = [str(self.package)]
        return spec

    def exec_module(self, module: ModuleType) -> None:
        """Run the other code as the module."""
        module.__dict__.update(self.known)
        exec(self.code, module.__dict__)


@dataclass
class Seen:
    """Notes as a plugin of pytest which tests run which function, and how long each test takes."""

    running: str | None = None  # None while tests are read: what runs then, any test may lean on
    ran: dict[int, set[str | None]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    caches: list[Any] = field(default_factory=list)

    def note(self, line: int) -> None:
        """Note that the function of this line began."""
        self.ran.setdefault(line, set()).add(self.running)

    def pytest_collection_finish(self) -> None:
        """Find what may be kept from one test to another; what was reckoned before them all may stay."""
        found = [one for one in gc.get_objects() if isinstance(one, type(cache(len)))]
        self.caches = [one for one in found if not one.cache_info().currsize]

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Forget what an earlier test had reckoned, so that each test is seen to run all it leans on."""
        self.running = nodeid
        for kept in self.caches:
            kept.cache_clear()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note the seconds of a test with what it sets up."""
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + report.duration

    def asked(self, own: Sequence[str]) -> dict[int, dict[str, float]]:
        """Return the tests to ask by line of function, those of the module's own file and the short ones first."""
        ran: dict[int, set[str | None]] = {MODULE: {None}, **self.ran}
        order = sorted(self.seconds, key=lambda one: (not one.startswith(tuple(own)), self.seconds[one]))
        found = {line: [one for one in order if {None, one} & tests] for line, tests in ran.items()}
        return {line: {one: self.seconds[one] for one in tests} for line, tests in found.items()}


@dataclass(frozen=True)
class Asked:
    """Tells pytest to run these tests only, in this order."""

    tests: Collection[str]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out all others."""
        places = {one: place for place, one in enumerate(self.tests)}
        items[:] = sorted((one for one in items if one.nodeid in places), key=lambda one: places[one.nodeid])

    @property
    def files(self) -> list[str]:
        """Return the files in which they stand."""
        return list(dict.fromkeys(str(ROOT / one.partition("::")[0]) for one in self.tests))


def survives(mutant: Mutant, asked: Mapping[str, float], tables: Tables = None) -> bool:
    """Run the tests against a mutant, those of the first file before the others; tell whether all passed."""
    first = next(iter(asked), "").partition("::")[0]
    parts = (
        [one for one in asked if one.startswith(f"{first}::")],
        [one for one in asked if one.partition("::")[0] != first],
    )
    code = code_of(mutant)

    def passed(tests: Sequence[str]) -> bool:
        plugin = Asked(tests)
        instead = Instead(ROOT / mutant.path, code)
        seconds = 10 + 4 * int(sum(asked[one] for one in tests))
        return _child(lambda: _run(instead, plugin.files, plugin, tables), seconds) == PASSED

    return all(passed(tests) for tests in parts if tests)


def _child(work: Callable[[], int], seconds: int) -> int:
    """Return how the work ended in a child: its code, or below nought the signal for which it died."""
    child = os.fork()
    if child == 0:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        # The soft limit tells itself by its signal; the hard one would look like a stranger's kill.
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        try:
            code = work()
        except BaseException:  # noqa: BLE001 - whatever a broken module raises, the mutant did not pass
            code = 1
        os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code in UNASKED or (code < 0 and code != OUT_OF_TIME):
        raise SystemExit(f"pytest ended with {code}, which says nothing of the mutant")
    return code


def _run(instead: Instead, files: Sequence[str], plugin: object, tables: Tables) -> int:
    # No shrinking and the same examples every time: whether a mutant lives must not depend on luck or a busy machine.
    settings.register_profile(
        "mutants",
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )
    sys.meta_path.insert(0, instead)
    return int(pytest.main([*OPTIONS, *(PURE if tables is None else tables), *files], plugins=[plugin]))


def look(path: Path, tables: Tables) -> dict[int, dict[str, float]]:
    """Return the tests to ask by line of function; SystemExit where the tests fail by themselves."""
    files, seen = tests_for(path), Seen()
    own = [str(file.relative_to(ROOT)) for file in files if path.stem in file.stem]
    with NamedTemporaryFile("w+", encoding="utf-8") as told:

        def work() -> int:
            code = _run(Instead(path, telling(path), **{RAN: seen.note}), list(map(str, files)), seen, tables)
            json.dump(list(seen.asked(own).items()), told)
            told.flush()
            return code

        if _child(work, 600) != PASSED:
            raise SystemExit(f"The tests of {path} fail without any change: {' '.join(map(str, files))}")
        told.seek(0)
        return dict(json.load(told))


@cache
def _imports() -> ImportGraph:
    return build_graph("lanhmanh", "tests", cache_dir=None)


def _leaning(path: Path) -> set[str]:
    """Return the modules that import a module, by however many steps, or the package around it as a whole.

    What a package holds runs its `__init__`.
    """
    name = named(path)
    packages = [name.rsplit(".", steps)[0] for steps in range(1, name.count("."))]
    whole = [_imports().find_modules_that_directly_import(package) for package in packages]
    return _imports().find_downstream_modules(name, as_package=path.stem == "__init__").union(*whole)


def named(path: Path) -> str:
    """Return the name by which a file is imported."""
    return str(path.relative_to(ROOT)).removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def tests_for(path: Path) -> list[Path]:
    """Return the test files that lean on a module, the one of its name first."""
    folder = next(name for name in TESTS if path.is_relative_to(ROOT / name))
    places = [ROOT / place for place in TESTS[folder]]
    own = [place.with_name(f"test_{path.stem}.py") for place in places if place.is_file()]
    found = {file for place in places for file in (place.rglob("test_*.py") if place.is_dir() else [place])}
    found |= {file for file in own if file.exists()}
    if str(path.relative_to(ROOT)) not in WITH_DATABASE:
        found = {file for file in found if named(file) in _leaning(path)}
    return sorted(found, key=lambda file: (path.stem not in file.stem, file))


@dataclass(frozen=True)
class Score:
    """What became of the mutants of one module."""

    path: str
    count: int
    alive: Sequence[Mutant]
    known: frozenset[tuple[str, str, str]]

    @property
    def equivalent(self) -> int:
        """Return how many of the survivors no test can tell from what is written."""
        return sum(one.key in self.known for one in self.alive)

    @property
    def share(self) -> float:
        """Return the percentage of the others that a test noticed."""
        return 100 * (self.count - len(self.alive)) / max(self.count - self.equivalent, 1)

    @property
    def enough(self) -> bool:
        """Return whether that is as many as is wanted of the module."""
        wanted = next((WANTED[name] for name in WANTED if self.path.startswith(name)), ELSE_WANTED)
        return self.count == 0 or self.share >= wanted

    def __str__(self) -> str:
        killed = self.count - len(self.alive)
        return f"| `{self.path}` | {self.count} | {killed} | {self.equivalent} | {self.share:.1f} |"


def examine(path: Path) -> Score:
    """Run every mutant of a module; SystemExit where the tests fail by themselves."""
    name, found = str(path.relative_to(ROOT)), mutants_of(path)
    alive: list[Mutant] = []
    if found:
        with _tables(path) as tables:
            asked = look(path, tables) if tests_for(path) else {}
            alive = [one for one in found if survives(one, asked.get(one.function, {}), tables)]
    return Score(name, len(found), alive, frozenset(key for key in equivalent() if key[0] == name))


def equivalent() -> frozenset[tuple[str, str, str]]:
    """Return the mutants that no test can tell from what is written, by path, place and change."""
    rows = tomllib.loads(Path(__file__).with_name("equivalent_mutants.toml").read_text(encoding="utf-8"))
    return frozenset((path, row["within"], row["change"]) for path, found in rows.items() for row in found)


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
    """Print the survivors, then a line of the table for each module; return 0 where every score is high enough."""
    # Where bytecode may not be kept, each child would compile all tests anew.
    sys.dont_write_bytecode = False
    named = [ROOT / name for name in arguments or TESTS]
    files = [file for one in named for file in (sorted(one.rglob("*.py")) if one.is_dir() else [one])]
    scores = []
    for file in files:
        score = examine(file)
        tell(score)
        scores.append(score)
    print(*(one for one in scores if one.count), sep="\n")
    low = [one.path for one in scores if not one.enough]
    print(*(f"too low: {path}" for path in low), sep="\n")
    return int(bool(low))


def tell(score: Score) -> None:
    """Print what survives in a module, and which of the mutants known as equivalent are not among it any more."""
    print(f"{score.path}: {score.count} mutants, {len(score.alive)} survive, {score.equivalent} of them equivalent")
    print("".join(f"  {one}\n" for one in score.alive if one.key not in score.known), end="")
    gone = score.known - {one.key for one in score.alive}
    print("".join(f"  no survivor: {within}: {change}\n" for _path, within, change in sorted(gone)), end="", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
