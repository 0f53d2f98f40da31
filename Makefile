# Everything a newcomer needs: make demo, make test. Nothing outside this folder is touched.
PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
RUN := $(VENV)/bin/python
TEST_PROCESSES ?= 2
# Every start of a program would compile all of its sources again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo up test lint format bench bench-viewer bench-pacs bench-accuracy clean

help: ## Show the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

$(VENV)/.ready: pyproject.toml uv.lock
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	VIRTUAL_ENV=$(abspath $(VENV)) $(VENV)/bin/uv sync --frozen --inexact --quiet
	@touch $@

demo: export PLUMBLINE_HOME := $(abspath $(or $(PLUMBLINE_HOME),.plumbline/demo))
demo: $(VENV)/.ready ## Set up and start the whole product with demonstration patients
	$(RUN) manage.py demo

up: $(VENV)/.ready ## Start web, worker and receiver with embedded defaults
	$(RUN) manage.py up

test: $(VENV)/.ready ## Run every test; what needs a peer program that is absent is skipped
	$(RUN) -m pytest -n $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder --durations=25

lint: $(VENV)/.ready ## Check style, imports between layers and sizes
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports

format: $(VENV)/.ready ## Format the Python sources
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

bench: $(VENV)/.ready ## Measure against real peers; prints ratios
	$(RUN) -m tests.benchmarks

bench-viewer: $(VENV)/.ready ## Measure the film on screen against other viewers; ROUNDS=3
	$(RUN) -m tests.benchmarks.viewer --rounds $(or $(ROUNDS),3)

bench-pacs: $(VENV)/.ready ## Measure films and answers from an archive against DCMTK; ROUNDS=5
	$(RUN) -m tests.benchmarks.pacs --rounds $(or $(ROUNDS),5)

bench-accuracy: $(VENV)/.ready ## Measure how right the numbers are, on films whose truth is known
	$(RUN) -m tests.benchmarks.accuracy

clean: ## Remove the environment and the embedded installation
	rm -rf $(VENV) .plumbline
