# Two commands do everything on a fresh Debian or Ubuntu: `make drill` and `make test`.
PYTHON := .venv/bin/python
OUT ?= build/drill
DRILL ?=
TEST ?=
REAL := (slow or browser or dovecot or postgres) and not long

.PHONY: drill test long check setup bench lock clean

drill: setup  ## a whole probe round on the practice city, from roster to annex 3
	$(PYTHON) -m huiying drill --out $(OUT) $(DRILL)

test:  ## all tests: fast ones first, then real browsers, mail servers and databases
	@sh tools/setup.sh test
	$(PYTHON) -m pytest -n 2 --dist worksteal -m "not slow and not browser and not dovecot and not postgres and not long" $(TEST)
	@# Real browsers beside each other can starve on a loaded machine: what failed is tried once more, alone.
	$(PYTHON) -m pytest -n 2 --dist worksteal -m "$(REAL)" $(TEST) || \
		$(PYTHON) -m pytest --last-failed --last-failed-no-failures none -m "$(REAL)" $(TEST)

long:  ## whole drills with other seeds, on Dovecot, with faults, and killed again and again (about 20 minutes)
	@sh tools/setup.sh test
	$(PYTHON) -m pytest -m long $(TEST)

check: setup  ## linters, types and the one-way imports
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

setup:
	@sh tools/setup.sh drill

bench: setup  ## speed, as ratios within one run
	for file in benchmarks/*.py; do $(PYTHON) -m benchmarks.$$(basename $$file .py) || exit 1; done

lock:  ## pin and hash anew (needs uv); no index host is written
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev \
		--upgrade --quiet --output-file requirements.lock pyproject.toml

clean:
	rm -rf build .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
