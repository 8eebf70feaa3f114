PYTHON ?= python3
ARGS ?= -n 2 --dist worksteal
BIN := .venv/bin
# Where Python may not keep compiled files, the bot compiles itself at every start, which takes as long as the rest.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test bite lint bench messages lock

help: ## What can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: .venv/ready ## Dependencies into .venv, models into .models, both checked by hash

.venv/ready: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	$(BIN)/python -m masking.models .models
	@touch $@

demo: setup ## Watch a shop warn its neighbours (PORT=8000: of the sandbox; HEADLESS=1: only the story)
	$(BIN)/hansho demo $(if $(PORT),--port $(PORT)) $(if $(HEADLESS),--headless)

# Nobody is nicer than 19: masking, which gives way to whatever else runs, would wait for minutes among the tests.
test: setup ## All tests (ARGS: pytest's words)
	nice -n 19 $(BIN)/python -m pytest $(ARGS)

bite: setup ## Take each rule away and see a test fail (ONLY: rows or rules, by how they begin)
	$(BIN)/python -m tests.bite $(ONLY)

lint: setup ## Format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup ## Benchmarks; tables go to docs/benchmarks.md
	$(BIN)/python -m benchmarks

messages: ## Bring new sentences into the English catalogue
	$(BIN)/pybabel -q extract -F bot/locale/babel.cfg -k N_ -k t -k _t --no-default-keywords --no-location --sort-output -o .messages.pot .
	$(BIN)/pybabel -q update -l en -i .messages.pot -o bot/locale/en.po --no-fuzzy-matching --ignore-obsolete --omit-header --no-wrap

lock: ## Pin dependencies anew
	$(BIN)/uv pip compile pyproject.toml --group dev --generate-hashes --python-version 3.11 --universal --quiet --no-header -o requirements.lock
