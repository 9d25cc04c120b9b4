"""Change one thing at a time in the pure rules and see whether a test notices: `make mutants`.

A mutant is one module with one comparison, number, word, return or statement changed, or one entry of a table left out.
Each runs in a child of a warm process, in place of the module as written, until a test fails or its processor time is
out: a busy machine changes nothing. A first run without any change tells which tests run which function; a mutant is
asked only those that run the function it lies in, the short ones first, and all tests where it runs with the module.
What survives is printed with its place; `equivalent_mutants.toml` names those that no test can tell from the original,
and why; a module's score is of the others, and an entry without a survivor fails the run. Sentences for people (text
with a space) are left alone: words have tests of their own. Name files or folders to run only these:
`make mutants ONLY=lanhmanh/law/calendars.py`; a new folder of rules needs a line in `TESTS`. What asks a database
stands in `WITH_DATABASE` too: its tests begin with tables that were migrated once for all mutants. The last lines are
those of the table in `docs/mutants.md`. What was measured is kept in `var/mutants.json`: a run that was interrupted
goes on where it stopped, unless a file of the code or of the tests has changed.

Of the packages for this, mutmut leaves out decorated functions and all tables, which is half of these rules, and
cosmic-ray starts a process a mutant, which takes hours.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

import pytest
from grimp import ImportGraph, build_graph
from hypothesis import HealthCheck, Phase, settings

from tools.mutant_runs import ANOTHER_SHAPE, MODULE, PASSED, Asked, Instead, Seen, Swift, in_child, named
from tools.mutant_scores import Kept, Score, missing
from tools.mutants import RAN, ROOT, Mutant, code_of, mutants_of, telling

TESTS = {
    "lanhmanh/law": ["tests/law"],
    "lanhmanh/accounts/rules": ["tests/accounts/test_guessing.py", "tests/accounts/test_rules.py"],
    "lanhmanh/activities/rules": [
        *("tests/activities/test_rules.py", "tests/activities/test_edges.py", "tests/activities/test_team_rules.py"),
        *("tests/activities/movement/test_rules.py", "tests/activities/movement/test_edges.py"),
        "tests/activities/test_rule_values.py",
    ],
    "lanhmanh/areas/rules": [
        "tests/areas/rules",
        "tests/areas/places/test_rules.py",
        "tests/areas/places/test_edges.py",
    ],
    "lanhmanh/audit/rules": ["tests/audit/test_links.py"],
    "lanhmanh/documents/rules.py": ["tests/documents/test_rules.py"],
    "lanhmanh/keyring/rules": ["tests/keyring/test_sheets.py"],
    "lanhmanh/units/rules": ["tests/units/rules"],
    "lanhmanh/reporting/rules": ["tests/reporting/rules"],
    "lanhmanh/plan/rules": [
        *("tests/plan/test_rules.py", "tests/plan/test_decisions.py", "tests/plan/test_diff.py"),
        *("tests/plan/test_guidance_rules.py", "tests/plan/test_measures.py", "tests/plan/test_rule_values.py"),
        "tests/plan/test_wording.py",
    ],
    "lanhmanh/cases/rules": ["tests/cases/rules"],
    "lanhmanh/cases/policies.py": [
        "tests/cases/vault/test_policies.py",
        "tests/cases/vault/test_deeds.py",
        "tests/cases/vault/test_merging.py",
    ],
    "lanhmanh/disclosure": ["tests/disclosure", "tests/cases/rules/test_values.py"],
}
WITH_DATABASE = {"lanhmanh/cases/policies.py"}
OPTIONS = [
    *(
        "--rootdir",
        str(ROOT),
        "-x",
        "-q",
        "--tb=no",
        "--assert=plain",
        "-p",
        "no:xdist",
        "-p",
        "no:cacheprovider",
        "-m",
        "not deep",
    ),
    "--hypothesis-profile=mutants",
]
PURE = ["-c", os.devnull, "--noconftest", "-p", "no:django", "-p", "no:syrupy"]
Tables = Sequence[str] | None  # the options by which tests find the tables made once; None: they ask no database


def survives(mutant: Mutant, plan: "Plan", tables: Tables = None) -> bool:
    """Run the tests against a mutant, those of the first file before the others; tell whether all passed."""
    asked = plan.tests(mutant)
    first = next(iter(asked), "").partition("::")[0]
    parts = (
        [one for one in asked if one.startswith(f"{first}::")],
        [one for one in asked if one.partition("::")[0] != first],
    )
    code = code_of(mutant)

    def passed(tests: Sequence[str]) -> bool:
        plugin = Asked(tests, plan.known)
        instead = Instead(ROOT / mutant.path, code)
        seconds = 5 + 4 * int(sum(asked[one] for one in tests))
        return in_child(lambda: _run(instead, plugin.files, plugin, tables), seconds) == PASSED

    return all(passed(tests) for tests in parts if tests)


def _run(instead: Instead, files: Sequence[str], plugin: object, tables: Tables) -> int:
    # As many examples as `make test` draws, the same every time and no shrinking: whether a mutant lives must not
    # depend on luck or a busy machine.
    settings.register_profile(
        "mutants",
        max_examples=25,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow],
    )
    sys.meta_path.insert(0, instead)
    return int(pytest.main([*OPTIONS, *(PURE if tables is None else tables), *files], plugins=[plugin]))


@dataclass(frozen=True)
class Plan:
    """Which tests to ask by line of function, and the functions that run while the tests are read."""

    asked: Mapping[int, Mapping[str, float]]
    early: frozenset[int]

    @cached_property
    def known(self) -> frozenset[str]:
        """Return every test that was seen."""
        return frozenset(one for tests in self.asked.values() for one in tests)

    def tests(self, mutant: Mutant) -> Mapping[str, float]:
        """Return the tests that run what was changed, and the seconds each takes."""
        return self.asked.get(mutant.function, {})

    def is_swift(self, mutant: Mutant) -> bool:
        """Return whether the change lies in a function that runs in tests alone."""
        return mutant.function != MODULE and mutant.function not in self.early and bool(self.tests(mutant))


def look(path: Path, tables: Tables) -> Plan:
    """Return which tests to ask; SystemExit where they fail by themselves."""
    files, seen = tests_for(path), Seen()
    own = [str(file.relative_to(ROOT)) for file in files if path.stem in file.stem]
    with NamedTemporaryFile("w+", encoding="utf-8") as told:

        def work() -> int:
            code = _run(Instead(path, telling(path), **{RAN: seen.note}), list(map(str, files)), seen, tables)
            json.dump([list(seen.asked(own).items()), [line for line, by in seen.ran.items() if None in by]], told)
            told.flush()
            return code

        if in_child(work, 600) != PASSED:
            raise SystemExit(f"The tests of {path} fail without any change: {' '.join(map(str, files))}")
        told.seek(0)
        asked, early = json.load(told)
        return Plan(dict(asked), frozenset(early))


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


def tests_for(path: Path) -> list[Path]:
    """Return the test files that lean on a module, the one of its name first."""
    folder = next(name for name in TESTS if path.is_relative_to(ROOT / name))
    places = [ROOT / place for place in TESTS[folder]]
    found = {file for place in places for file in (place.rglob("test_*.py") if place.is_dir() else [place])}
    if str(path.relative_to(ROOT)) not in WITH_DATABASE:
        found = {file for file in found if named(file) in _leaning(path)}
    return sorted(found, key=lambda file: (path.stem not in file.stem, file))


def examine(path: Path) -> Score:
    """Run every mutant of a module; SystemExit where the tests fail by themselves."""
    name, found = str(path.relative_to(ROOT)), mutants_of(path)
    alive: list[Mutant] = []
    if found:
        with _tables(path) as tables:
            plan = look(path, tables) if tests_for(path) else Plan({}, frozenset())
            ended = _swift(path, found, plan) if tables is None else {}
            for place, one in enumerate(found):
                code = ended.get(place, ANOTHER_SHAPE)
                if code == PASSED or (code == ANOTHER_SHAPE and survives(one, plan, tables)):
                    alive.append(one)
    return Score(name, len(found), alive)


def _swift(path: Path, mutants: Sequence[Mutant], plan: Plan) -> dict[int, int]:
    """Return how the tests ended, by place, for those mutants that need no new start."""
    chosen = {n: (one, plan.tests(one)) for n, one in enumerate(mutants) if plan.is_swift(one)}
    swift = Swift(path, chosen, 4 * int(sum(plan.asked.get(MODULE, {}).values())))
    if not chosen:
        return {}
    with NamedTemporaryFile("w+", encoding="utf-8") as told:

        def work() -> int:
            code = _run(Instead(path, telling(path), **{RAN: id}), list(map(str, tests_for(path))), swift, None)
            json.dump(list(swift.ended.items()), told)
            told.flush()
            return code

        if in_child(work, 3600) != PASSED:
            raise SystemExit(f"The mutants of {path} could not be asked together")
        told.seek(0)
        return dict(json.load(told))


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
    kept, scores = Kept(), []
    for file in files:
        score = kept.score(file) or kept.keep(examine(file))
        print(score.told(), end="", flush=True)
        scores.append(score)
    print(*(one for one in scores if one.count), sep="\n")
    wrong = [f"too low: {one.path}" for one in scores if not one.enough]
    wrong += [f"known as equivalent, but no survivor: {key}" for one in scores for key in one.gone]
    wrong += [f"known as equivalent, but no mutant: {key}" for key in missing()]
    print(*wrong, sep="\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
