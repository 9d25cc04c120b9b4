# Lành Mạnh: every command that the README names.
PYTHON ?= python3
PORT ?= 8000
# Above 1: so many times the usual examples of the costly properties, and the deep tests too: make test DEPTH=20
DEPTH ?= 1
BIN := .venv/bin
export PORT

.PHONY: demo test bench mutants check fix lock clean

.venv/core: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . 2>/dev/null || $(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/dev: .venv/core requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

demo: .venv/core
	$(BIN)/lanhmanh demo --port $(PORT)

test: .venv/dev
	TEST_DEPTH=$(DEPTH) $(BIN)/python tools/run_tests.py

# Hours for all; one module or folder: make mutants ONLY=lanhmanh/law. What was measured before is not measured again.
mutants: .venv/dev
	nice -n 15 $(BIN)/python -m tools.mutate $(ONLY)

# A table of ratios against yardsticks of the same run: make bench QUICK=1 for less than a minute.
bench: .venv/dev
	$(BIN)/python -m bench $(if $(QUICK),--quick)

check: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy lanhmanh tools bench
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --fail-level WARNING
	$(BIN)/python -m pytest -q -p no:xdist tests/architecture

fix: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: .venv/dev
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11 pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11 --extra dev pyproject.toml -o requirements-dev.lock -c requirements.lock

clean:
	rm -rf .venv var .pytest_cache
