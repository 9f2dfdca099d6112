# One entry per chore. Each sets up what it needs, in the folder .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ADDRESS ?= 127.0.0.1:8000
export NO_MKDOCS_2_WARNING := 1

.PHONY: serve build test check format bench clean

serve: $(VENV)/installed ## Serve the example library on 127.0.0.1:8000
	$(BIN)/mkdocs serve --dev-addr $(ADDRESS)

build: $(VENV)/installed ## Build the example library into site/
	$(BIN)/mkdocs build --strict

test: $(VENV)/developing ## Run all tests
	$(BIN)/pytest -n auto --dist worksteal

check: $(VENV)/developing ## Run the linters, and check the example library
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/postmortems check --strict

format: $(VENV)/developing ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/developing ## Time checking, searching and building 100, 1,000 and 5,000 documents, a list of 40,000 items, pages of patterns, the search box and the search page
	$(BIN)/python -m tests.bench

clean: ## Remove what the other chores made
	rm -rf $(VENV) site dist build

$(VENV)/installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/developing: $(VENV)/installed pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@
