# `make` alone lists every command.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt
PYTEST := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -q -n 2 --dist worksteal
AXE := axe-core@4.14.1
SOURCES := $(shell find src -name '*.py')

.DEFAULT_GOAL := help
.PHONY: help install demo test test-all lint docs bench wheel clean

help:  ## list every command
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/installed: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	touch $@

$(VENV)/developed: $(VENV)/installed
	$(PIP) --editable '.[dev]'
	touch $@

$(VENV)/axe: $(VENV)/installed
	@command -v npm >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts --prefix $@ $(AXE) \
	  || echo "no npm, or it cannot fetch $(AXE): pages are not checked for accessibility"

install: $(VENV)/installed  ## make .venv/bin/hero

demo: $(VENV)/installed  ## the first project: train on letters, see the leaderboard, draw one
	$(BIN)/hero start letters --yes

test: $(VENV)/developed | $(VENV)/axe  ## all fast tests
	$(PYTEST)

test-all: $(VENV)/developed | $(VENV)/axe  ## the slow ones too
	$(PYTEST) -m ''

lint: $(VENV)/developed  ## style, checked
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

docs: $(VENV)/installed  ## write the pages that follow from the code
	$(BIN)/python docs/write_docs.py

bench: $(VENV)/developed  ## score, speed and memory, with the peers in the same run (DATA=folder)
	$(PIP) --editable '.[bench]'
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/all.py $(DATA)

wheel: $(VENV)/installed  ## build the wheel into dist/
	$(BIN)/pip wheel --quiet --no-deps --wheel-dir dist .

clean:  ## remove what was built
	rm -rf build dist src/*.egg-info
