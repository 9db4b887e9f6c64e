# Linli Line. `make help` lists what there is.
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
LANGUAGE ?= en
export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE := copy
unexport PYTHONDONTWRITEBYTECODE # a process that must compile everything anew starts in twice the time

.DEFAULT_GOAL := help
.PHONY: help setup browser run test check demo bench pictures lock

help: ## list the targets
	@sed -nE 's/^([a-z]+):.*## (.*)/\1 \2/p' $(MAKEFILE_LIST) | while read -r name what; do printf '  make %-6s %s\n' "$$name" "$$what"; done

setup: $(STAMP) ## set up .venv with everything locked (the other targets call it)

$(STAMP): requirements/dev.txt pyproject.toml
	@command -v python3 >/dev/null || { echo "python3 (3.11 or newer, with venv) is needed"; exit 1; }
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "python3 is older than 3.11"; exit 1; }
	@test -x $(BIN)/python || python3 -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --requirement requirements/dev.txt \
		|| { echo "uv reads no pip.conf: once more with pip, which does"; \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt; }
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

run: setup ## run the whole service on embedded parts with the demo community, until Ctrl-C
	@exec $(BIN)/python -m linli.run

browser: ## chromium for the browser tests, installed where it is missing
	@sh tests/web/browser/chromium.sh

test: setup browser ## the whole suite, on real Valkey and real PostgreSQL
	@$(BIN)/python -m pytest -n 2 --dist loadgroup tests

check: setup ## format, lint, types, import rules, quick tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/deptry .
	@$(BIN)/hadolint Dockerfile
	@$(BIN)/python -m pytest -n 2 tests/unit

demo: setup ## a morning in under a minute, from real processes (LANGUAGE=zh-CN for Chinese)
	@$(BIN)/python -m linli.demo --language $(LANGUAGE)

bench: setup ## the performance table, printed and written to bench.json
	@$(BIN)/python -m tests.bench

pictures: setup browser ## docs/pictures/, taken anew from a running line
	@$(BIN)/python -m tests.web.browser.pictures

lock: setup ## compile requirements/ anew from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --output-file requirements/run.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --extra embedded --group dev --output-file requirements/dev.txt
