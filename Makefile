# Argosy. `make help` lists what there is.

PYTHON ?= python3
PROVISION = $(PYTHON) deploy/local/provision
BIN = .venv/bin
TIER = .venv-tier/bin
MODELS = .venv-models/bin
# Sources that the checkers read; generated code has its own check (stage-generated).
SOURCES = libs services deploy/local deploy/charts deploy/docker deploy/observability deploy/skaffold tests conftest.py
TYPED = $(wildcard libs/*/src) $(wildcard services/*/src) deploy/local/src deploy/observability/dashboards deploy/docker

PYTEST_MAIN = $(BIN)/python -m pytest
# The engines' tests run where the engines do: beside Triton's numpy, without the launcher.
ENGINE_TESTS = libs/engines/tests
CHART_TESTS = tests/deploy

.DEFAULT_GOAL := help
.PHONY: help setup setup-models tools observability demo up down status test test-deploy test-unit lint proto charts dashboards lock clean FORCE

help: ## List the targets.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1|\2/' | column -t -s '|'

setup: ## Environments, Kafka, document store, Triton, fonts: what `argosy up` needs.
	@$(PROVISION) run

setup-models: setup ## The environment with torch and transformers (5.5 GB), for `make test` and profile cpu.
	@$(PROVISION) models

tools: ## buf, helm, promtool, and the definitions that the charts are held against.
	@$(PROVISION) tools

observability: ## Prometheus and a collector of traces, for `argosy up --observability`.
	@$(PROVISION) observability

up: setup ## Start the embedded stack and the services.
	@$(BIN)/argosy up

demo: setup ## A catalogue of eight Chinese products becomes listings and pictures for six markets.
	@$(BIN)/argosy demo

down: ## Stop them and remove what they wrote.
	@$(BIN)/argosy down

status: ## Show what runs.
	@$(BIN)/argosy status

# `make test` runs the stages in this order and stops at the first that fails, naming it.
STAGES = lint types imports protos generated charts unit engines stack models

test: setup-models tools observability ## Everything: checks, unit tests, the real stack, the models.
	@for stage in $(STAGES); do \
	    printf '\n== %s ==\n' $$stage; \
	    began=$$(date +%s); \
	    $(MAKE) --no-print-directory stage-$$stage || { \
	        printf '\nmake test stopped: stage %s failed (make stage-%s runs it alone)\n' $$stage $$stage >&2; \
	        exit 1; }; \
	    printf -- '-- %s passed in %s s\n' $$stage $$(($$(date +%s) - began)); \
	done
	@printf '\nmake test: every stage passed (%s)\n' '$(STAGES)'

test-deploy: ## The charts on a real Kubernetes API server, which it builds once; the images, where they are built, run as the charts say.
	@$(PROVISION) run tools cluster
	$(PYTEST_MAIN) -q -m 'cluster or images' $(CHART_TESTS)

test-unit: stage-unit stage-engines ## The tests that need no broker, store or tier.

lint: stage-lint stage-types stage-imports ## ruff, mypy, import-linter.

stage-lint: FORCE
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)

stage-types: FORCE
	$(BIN)/mypy $(TYPED)

stage-imports: FORCE
	PYTHONPATH=libs/engines/src $(BIN)/lint-imports --no-cache

stage-protos: FORCE
	.tools/bin/buf lint protos
	.tools/bin/buf breaking protos --against protos/released.binpb

stage-generated: FORCE
	$(BIN)/python libs/contracts/generate/generate.py --check
	$(BIN)/python deploy/observability/dashboards --check

stage-charts: FORCE
	$(PYTEST_MAIN) -q -m 'not cluster and not stack and not images' $(CHART_TESTS)

# A file's tests stay with one worker: what a file compiles (the names of a language) is compiled once.
stage-unit: FORCE
	$(PYTEST_MAIN) -q -n auto --maxprocesses=4 --dist=loadfile --durations=15 -m 'not stack and not models' --ignore=$(ENGINE_TESTS) --ignore=$(CHART_TESTS) libs services deploy/local tests

stage-engines: FORCE
	PYTHONPATH=libs/testing/src $(TIER)/python -m pytest -q -m 'not stack and not models' $(ENGINE_TESTS)

# Only files that say `mark.stack` are opened: collecting all 14,000 tests for 160 takes over a minute. conftest.py sees to it
# that no test is marked in another way.
stage-stack: FORCE
	$(PYTEST_MAIN) -q --durations=15 -m stack $$(grep -rl --include='*.py' 'mark\.stack' libs services deploy/local tests | grep -v '^$(ENGINE_TESTS)/' | grep '/test_[^/]*$$')

# The studio's question to a model that sees is put to a real one there; it needs none of the studio's clients.
stage-models: FORCE
	PYTHONPATH=services/image-studio/src:libs/testing/src HF_HUB_OFFLINE=1 OMP_NUM_THREADS=2 $(MODELS)/python -m pytest -q -m models $(ENGINE_TESTS)

proto: ## Write what follows from protos/: classes, topic registry, docs/topics.md, AsyncAPI.
	$(BIN)/python libs/contracts/generate/generate.py

charts: ## Write what in charts/ follows from the code: the registry, the values' schema, the READMEs' tables.
	$(BIN)/python deploy/charts/generate.py

dashboards: ## Write the chart's dashboards from deploy/observability/dashboards.
	$(BIN)/python deploy/observability/dashboards

lock: ## Write requirements/*.lock anew from the pyproject files.
	@$(PROVISION) lock

clean: ## Remove environments, caches and the stack's data (not downloads in the user's home).
	@[ ! -x $(BIN)/argosy ] || $(BIN)/argosy down
	rm -rf .venv .venv-tier .venv-models .cache .tools .argosy .mypy_cache .ruff_cache .pytest_cache

FORCE:
