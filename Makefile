# Every target sets up what it needs in .venv/ and does nothing twice.
PYTHON ?= python3
BIN := .venv/bin
DEMO_LAST_DAY := 2026-03-31
DEMO_MONTH := 2026-03
export HF_HUB_OFFLINE := 1
export DO_NOT_TRACK := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test quick check lint format bench docs clean

.venv/.stamp-torch: constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q -c constraints.txt torch
	touch $@

.venv/.stamp-run: .venv/.stamp-torch pyproject.toml
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install -q -e .
	touch $@

.venv/.stamp-dev: .venv/.stamp-run
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install -q -e '.[dev]'
	touch $@

# 架空の会社の応対 2 万件を作り、取り込み、テーマを点検し、会社が決めた対策を書き留め、もう一晩で効き目を計算し、
# 月次のページまで作ります。
demo: .venv/.stamp-run
	$(BIN)/voc init --home demo-home
	$(BIN)/voc demo --home demo-home
	$(BIN)/voc run nightly --home demo-home --as-of $(DEMO_LAST_DAY)
	$(BIN)/voc run rediscover --home demo-home
	$(BIN)/voc demo --home demo-home --measures
	$(BIN)/voc measures import demo-home/demo-measures.csv --home demo-home --by demo
	$(BIN)/voc run nightly --home demo-home --as-of $(DEMO_LAST_DAY)
	$(BIN)/voc run monthly --home demo-home --month $(DEMO_MONTH)

# All tests, the heavy ones (real commands, real models, real crashes) included.
test: .venv/.stamp-dev
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --durations 10

# The tests that take a second or less each.
quick: .venv/.stamp-dev
	$(BIN)/python -m pytest -m 'not heavy'

lint: .venv/.stamp-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

format: .venv/.stamp-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The data dictionary is made from the comments in the database; a test compares.
docs: .venv/.stamp-dev
	$(BIN)/python -m warehouse.dictionary > docs/data-dictionary.md

bench: .venv/.stamp-dev
	$(BIN)/python -m benchmarks.mlit_night
	$(BIN)/python -m benchmarks.mlit_silver
	$(BIN)/python -m benchmarks.big_file

clean:
	rm -rf .venv demo-home
