.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready

help:   ## Show this list
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  %-8s %s\n",$$1,$$2}' Makefile

setup: $(STAMP) ## Make .venv and install everything the lock names
$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: setup ## The whole system on this machine, in a browser (ARGS="--script" to watch)
	$(BIN)/duban demo $(ARGS)
run: setup ## Start the bot; needs DUBAN_TOKEN
	$(BIN)/duban run $(ARGS)
test: setup ## All tests, with coverage
	$(BIN)/pytest -n auto --dist worksteal --cov --cov-report=term:skip-covered $(ARGS)
	@$(BIN)/coverage report --include='rules/*' --fail-under=100 >/dev/null || { $(BIN)/coverage report --include='rules/*' --show-missing; echo "rules/ must be covered whole"; exit 1; }
check: lint types floors test ## Everything that must hold before a commit lands
lint: setup ## Format and lint; mends what can be mended (CI=true only looks)
	$(BIN)/ruff format $(if $(CI),--check) . && $(BIN)/ruff check $(if $(CI),,--fix) .
types: setup ## mypy strict
	$(BIN)/mypy
floors: setup ## Who may import whom
	$(BIN)/lint-imports
words: setup ## Print every message with sample facts (ARGS="--locale en")
	$(BIN)/python -m templates $(ARGS)
bench: setup ## Ratios against named alternatives, measured now
	$(BIN)/python -m benchmarks $(ARGS)
kill: setup ## A real process killed ROUNDS times (20) at work, and what came of it
	PYTHONPATH=tests $(BIN)/python -m promises.kill $(or $(ROUNDS),20) $(or $(SEED),1)
failover: setup ## Two replicas, the one on duty killed ROUNDS times (20)
	PYTHONPATH=tests $(BIN)/python -m promises.failover $(or $(ROUNDS),20) $(or $(SEED),1)
soak: setup ## DAYS (30) of the plan at high speed with all faults on
	PYTHONPATH=tests $(BIN)/python -m promises.soak $(or $(DAYS),30) $(or $(SEED),1)
lock: setup ## Write requirements.lock anew from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --generate-hashes --universal --no-emit-index-url --no-header --extra dev --python-version 3.11 pyproject.toml --output-file requirements.lock
.PHONY: help setup demo run test check lint types floors words bench kill failover soak lock
