# Every goal sets up what it needs first; set-up repeats only when requirements.lock or pyproject.toml changes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Nothing this project runs reports home.
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export GX_ANALYTICS_ENABLED := false
export DAGSTER_DISABLE_TELEMETRY := true

.DEFAULT_GOAL := help
.PHONY: help setup lock

help: ## list the goals
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: $(STAMP) ## make .venv from requirements.lock (done by every other goal)

$(STAMP): requirements.lock pyproject.toml
	@echo "Setting up .venv (about a minute the first time) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	@$(BIN)/uv pip install --python $(BIN)/python --no-deps --requirement requirements.lock
	@$(BIN)/uv pip install --python $(BIN)/python --quiet --no-deps --editable .
	@touch $(STAMP)

lock: ## make requirements.lock anew from pyproject.toml
	@test -x $(BIN)/uv || { $(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet uv==0.13.9; }
	@$(BIN)/uv lock --quiet
	@$(BIN)/uv export --quiet --frozen --all-groups --no-emit-project --no-annotate --no-header --output-file requirements.lock
	@echo "requirements.lock: $$(grep -c '==' requirements.lock) packages"
