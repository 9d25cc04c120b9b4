"""How pytest runs for a mutant: in a child of its own, with other code for one module, asking the tests that matter."""

import gc
import importlib.abc
import importlib.util
import os
import resource
import signal
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import integers

from tools.mutants import ROOT, Mutant, code_of

MEMORY = 2 << 30
MODULE = 0  # the line of what is no function: it runs with the module
PASSED, FAILED, OUT_OF_TIME = int(pytest.ExitCode.OK), int(pytest.ExitCode.TESTS_FAILED), -signal.SIGXCPU
UNASKED = (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED)
ANOTHER_SHAPE = 99  # of a function that leans on other names around it: its code cannot take the other's place


def named(path: Path) -> str:
    """Return the name by which a file is imported."""
    return str(path.relative_to(ROOT)).removesuffix(".py").replace("/", ".").removesuffix(".__init__")


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
    """Tells pytest to run these tests only, in this order, and first those that are not known.

    What a mutant says may stand in the name of a test, which then is another one.
    """

    tests: Collection[str]
    known: Collection[str]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out all others."""
        places = {one: place for place, one in enumerate(self.tests)}
        kept = [one for one in items if one.nodeid in places or one.nodeid not in self.known]
        items[:] = sorted(kept, key=lambda one: places.get(one.nodeid, -1))

    @property
    def files(self) -> list[str]:
        """Return the files in which they stand."""
        return list(dict.fromkeys(str(ROOT / one.partition("::")[0]) for one in self.tests))


@dataclass
class Swift:
    """Asks many mutants once the tests are read: each child gives the functions of the module their other code.

    Only for what runs in tests alone: what was reckoned while they were read would stay as it was. All other tests
    follow those that were seen to run the function: one may lean on what an earlier one reckoned and an object kept.
    """

    path: Path
    mutants: Mapping[int, tuple[Mutant, Mapping[str, float]]]
    seconds: int
    ended: dict[int, int] = field(default_factory=dict)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the mutants in place of the tests."""
        _drawn()  # what Hypothesis reads once, it need not read in each child
        functions = [one for one in gc.get_objects() if isinstance(one, FunctionType)]
        functions = [one for one in functions if one.__code__.co_filename == str(self.path)]
        items = {one.nodeid: one for one in session.items}
        if in_child(partial(_tested, session.items), 600) != PASSED:
            session.shouldfail = "these tests fail in a child without any change"
            raise session.Failed(session.shouldfail)
        for place, (mutant, asked) in self.mutants.items():
            rest = [item for name, item in items.items() if name not in asked]
            work = partial(_ask, mutant, functions, [*(items[one] for one in asked), *rest])
            self.ended[place] = in_child(work, 4 + self.seconds)
        return True


@given(integers())
def _drawn(_number: int) -> None:
    """Do nothing with a number."""


def _ask(mutant: Mutant, functions: Sequence[FunctionType], items: Sequence[pytest.Item]) -> int:
    codes = {(one.co_qualname, one.co_firstlineno): one for one in _within(code_of(mutant))}
    for function in functions:
        code = codes.get((function.__code__.co_qualname, function.__code__.co_firstlineno))
        if code is None or len(code.co_freevars) != len(function.__code__.co_freevars):
            return ANOTHER_SHAPE
        function.__code__ = code
    return _tested(items)


def _tested(items: Sequence[pytest.Item]) -> int:
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if item.session.testsfailed:
            return FAILED
    return PASSED


def _within(code: CodeType) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from _within(one)


def in_child(work: Callable[[], int], seconds: int) -> int:
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
