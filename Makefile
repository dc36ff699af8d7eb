# make demo: everything built, a fictional university served. make help: what else there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format types messages messages-compile check-messages \
	check-migrations lock bench-data bench clean chromium screenshots

PY := .venv/bin/python
UV := .venv/bin/uv
RUN := PYTHONPATH=src $(PY)
STAMP := .venv/.wutong

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' Makefile
	@echo "  settings of demo:       PORT=8000 HOST=127.0.0.1 SCALE=small|article WUTONG_DATA=.data RESET=1 DATABASE_URL=postgresql://…"

setup: $(STAMP) ## .venv from the hashed lock files
$(STAMP): requirements/dev.lock requirements/uv.lock requirements/setup
	@bash requirements/setup
	@touch $@

demo: setup ## build and serve the demo university (Ctrl-C stops all of it)
	@exec env PYTHONPATH=src $(PY) -m wutong.devtools.run

chromium: ## find Chromium for the browser tests, or install it
	@bash tests/browser/find-chromium

test: setup chromium messages-compile ## all tests, browser tests included, three at a time: some wait
	@$(PY) -m pytest -q -n $${WORKERS:-3} --durations=15 --ignore=tests/browser $${TESTS:-}
	@if [ -z "$${TESTS:-}" ]; then $(PY) -m pytest -q -n $${BROWSERS:-2} --dist loadfile --durations=10 tests/browser; fi

screenshots: setup chromium messages-compile ## the pictures of README and docs, from the demo
	@$(PY) -m pytest -q tests/browser/screenshots.py

lint: setup ## format, style, import contracts, templates
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@PYTHONPATH=src .venv/bin/lint-imports --no-cache
	@git ls-files -z 'src/*.html' | xargs -0 -r .venv/bin/djade --target-version 5.2 --check

format: setup ## put code and templates into shape
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .
	@git ls-files -z 'src/*.html' | xargs -0 -r .venv/bin/djade --target-version 5.2

types: setup ## mypy, strict
	@$(PY) -m mypy

messages: setup ## collect the strings to translate, room by room
	@$(PY) manage.py collect_messages

messages-compile: setup ## compile the catalogues that changed
	@$(PY) manage.py compile_catalogues

check-messages: setup messages ## nothing untranslated, nothing fuzzy, nothing uncollected
	@$(PY) manage.py check_messages
	@git diff --exit-code --stat -- '*.po' || { echo "Collecting messages changed a catalogue: commit it." >&2; exit 1; }

check-migrations: setup ## every model change has its migration
	@$(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

lock: setup ## renew the lock files from requirements/*.in
	@for name in uv base dev peers; do \
	  $(UV) pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --universal \
	    -o requirements/$$name.lock requirements/$$name.in || exit 1; done

bench-data: setup ## the data template that every benchmark clones
	@$(RUN) -m benchmarks.template

bench: setup bench-data messages-compile ## all benchmarks; the table goes to docs/benchmarks.md
	@$(RUN) -m benchmarks.run_all

clean: ## remove what was built: .venv, data, caches
	@if [ -x $(PY) ]; then $(RUN) -m wutong.platform.database.embedded stop .data/postgresql || true; \
	  $(RUN) -m wutong.platform.database.embedded stop .data/test/postgresql || true; \
	  $(RUN) -m wutong.platform.database.embedded stop .data/bench/postgresql || true; fi
	@rm -rf .venv .data .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
