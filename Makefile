# Every target works on a fresh clone with nothing before it.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONDONTWRITEBYTECODE =
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help demo test check bench soak locks clean
help:
	@echo "make demo   build the demo database and open the app (without a terminal: print the map)"
	@echo "make test   all tests        make check  ruff, mypy, import-linter, sqlfluff"
	@echo "make bench  measurements     make soak   long runs     make locks  renew the pins"

$(VENV)/runtime.stamp: locks/runtime.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing (once) …" >&2
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r locks/runtime.txt >&2
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable . >&2
	@$(BIN)/python -m compileall -q $(VENV)/lib cjm_tui >/dev/null 2>&1 || true
	@touch $@

$(VENV)/dev.stamp: $(VENV)/runtime.stamp locks/dev.txt
	@echo "installing what the tests need (once) …" >&2
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r locks/dev.txt >&2
	@touch $@

demo: $(VENV)/runtime.stamp
	@$(BIN)/cjm demo

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint queries cjm_tui

bench: $(VENV)/dev.stamp
	$(BIN)/python -m tests.bench

soak: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -m soak --override-ini "addopts=--strict-markers --import-mode=importlib"

# Pins with hashes, for every platform; the files name no download host.
locks:
	@$(PYTHON) -m venv $(VENV)/locks && $(VENV)/locks/bin/python -m pip install --quiet uv==0.13.9
	$(VENV)/locks/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet pyproject.toml locks/build.in -o locks/runtime.txt
	$(VENV)/locks/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet pyproject.toml --extra dev -o locks/dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
