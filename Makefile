SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := .venv/bin

.PHONY: run setup setup-dev test check format bench gate

run: .venv/installed
	@$(BIN)/python -m admin_app

setup: .venv/installed

setup-dev: .venv/installed-dev

test: .venv/installed-dev check
	$(BIN)/python -m pytest -n 2

check: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.venv/installed: requirements.txt constraints.txt pyproject.toml
	@test -n "$(PYTHON)" && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; install it, or name it: make run PYTHON=/path/to/python3.11"; exit 1; }
	@touch . 2>/dev/null || { echo "This folder is read-only; clone the project into a folder you can write to."; exit 1; }
	@echo "Installing into .venv (once, about two minutes) ..."
	@"$(PYTHON)" -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -c constraints.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	@echo "Installing what tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -c constraints.txt
	@touch $@

bench: .venv/installed-dev
	@$(BIN)/python -m evals bench

gate: .venv/installed
	@$(BIN)/python -m evals gate
