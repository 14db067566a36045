# Every goal sets up what it needs first; set-up repeats only when requirements.lock or pyproject.toml changes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
MORE := $(VENV)/.installed-more
SPARK := $(VENV)/spark
EXPORT := --no-emit-project --no-annotate --no-header
export TALENT_DATA ?= $(CURDIR)/var/data
# Nothing this project runs reports home.
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export GX_ANALYTICS_ENABLED := false
export DAGSTER_DISABLE_TELEMETRY := true
export DO_NOT_TRACK := 1
# Trust what the machine trusts, as pip does: networks with a certificate authority of their own are common.
export UV_SYSTEM_CERTS := true

.DEFAULT_GOAL := help
.PHONY: help setup system run test test-deep spark bench check check-models check-types check-rest serve dagster lock generate release-contracts

help: ## list the goals
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 20

setup: $(STAMP) ## make .venv from requirements.lock (every other goal does it first)

system: ## install PostgreSQL 15, which the tests start by themselves, from Debian's packages where it is missing
	@$(PYTHON) -m tests.system_packages

run: $(STAMP) ## the main job on a made-up city: files, checks, pool, matches, report, edition
	@$(BIN)/talent tour --city var/city

test: $(STAMP) ## the tests
	@$(PYTHON) -m tests.system_packages || echo "the tests of the ledger on PostgreSQL will fail"
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -q

test-deep: $(MORE) ## long tests: fuzzing of readers and normalisers (FUZZ_SECONDS each, 60 by default), 50,000 requests to the API
	@$(BIN)/pytest -q tests_deep

spark: $(STAMP) $(SPARK)/.installed ## the dbt models on Spark too (Java 17, 1.2 GB, 10 minutes): the rows of every mart against DuckDB's
	@$(BIN)/python -m tests_deep.spark_rows

bench: $(MORE) ## every benchmark, each beside what it is compared with; tables into var/bench
	@$(PYTHON) -m tests.system_packages wrk || echo "the benchmark api_candidates needs wrk"
	@$(BIN)/python -m benchmarks

check: $(STAMP) ## lint, types, layers, contracts, drift of what is generated
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target check-models check-types check-rest
	@echo "all checks passed"

check-models: $(STAMP)
	@echo "sqlfluff"; $(BIN)/sqlfluff lint --disable-progress-bar --processes 2 dbt_project >$(VENV)/models.log \
	    || { grep -v PASS $(VENV)/models.log; exit 1; }

check-types: $(STAMP)
	@echo "mypy"; $(BIN)/mypy

check-rest: $(STAMP)
	@echo "ruff"; $(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet .
	@echo "layers"; $(BIN)/lint-imports --no-cache --no-logo >$(VENV)/lint.log || { cat $(VENV)/lint.log; exit 1; }
	@echo "generated files"; $(BIN)/python -m data_contracts.dbt_sources --check
	@$(BIN)/python -m data_contracts.rule_catalogue --check
	@$(BIN)/python -m data_contracts.product_catalogue --check
	@$(BIN)/python -m data_contracts.disclosure_page --check
	@$(BIN)/python -m pipelines.publication.metric_catalogue --check
	@echo "contract changes"; $(BIN)/python -m data_contracts.changes --check >$(VENV)/lint.log \
	    || { cat $(VENV)/lint.log; exit 1; }
	@echo "contract files and lock"; $(BIN)/pytest -q tests/project

serve: $(STAMP) ## the API and its reference at http://127.0.0.1:8000
	@$(BIN)/talent serve

dagster: $(STAMP) ## Dagster's graph, runs, sensor and schedule at http://127.0.0.1:3000
	@$(BIN)/python -m pipelines.orchestration.home
	@DAGSTER_HOME=$(TALENT_DATA)/dagster PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/dagster dev -w workspace.yaml -h 127.0.0.1 -p 3000

generate: $(STAMP) ## write anew what is generated from the contracts
	@$(BIN)/python -m data_contracts.dbt_sources
	@$(BIN)/python -m data_contracts.rule_catalogue
	@$(BIN)/python -m data_contracts.product_catalogue
	@$(BIN)/python -m data_contracts.disclosure_page
	@$(BIN)/python -m pipelines.publication.metric_catalogue

release-contracts: $(STAMP) ## keep the contracts' shapes as released; refuses when a version hides a change
	@$(BIN)/python -m data_contracts.changes --release

lock: ## make requirements.lock anew from pyproject.toml
	@test -x $(BIN)/uv || { $(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet uv==0.13.9; }
	@$(BIN)/uv lock --quiet
	@$(BIN)/uv export --quiet --frozen --group dev $(EXPORT) --output-file requirements.lock
	@$(BIN)/uv export --quiet --frozen --group dev --group bench --group deep $(EXPORT) --output-file requirements-more.lock
	@$(BIN)/uv export --quiet --frozen --only-group spark $(EXPORT) --output-file requirements-spark.lock
	@echo "requirements.lock: $$(grep -c '==' requirements.lock) packages, with the others $$(grep -c '==' requirements-more.lock)"

$(STAMP): requirements.lock pyproject.toml
	@echo "Setting up .venv (under a minute on a usual line) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --requirement requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $(STAMP)

# What only benchmarks and long tests need comes into the same .venv, at the versions of the same resolution.
$(MORE): requirements-more.lock $(STAMP)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --requirement requirements-more.lock
	@touch $(MORE)

# Spark and its dbt adapter have an environment of their own, at the versions of the same resolution.
$(SPARK)/.installed: requirements-spark.lock $(STAMP)
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python $(SPARK)
	@$(BIN)/uv pip install --quiet --python $(SPARK)/bin/python --no-deps --requirement requirements-spark.lock
	@touch $@
