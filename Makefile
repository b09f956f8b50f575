# The same commands as ./run, for people who type make. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help bootstrap run test test-all lint check format prove seed hooks clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

bootstrap: ## Set up .venv
	@./run setup

run: ## Set up what is missing and start the product
	@./run

test: ## Run the tests
	@./run test

test-all: ## Run the tests with the slow and nightly ones
	@./run test --nightly

lint: ## Lint, format and types, without the tests
	@./run check --no-tests

check: ## Lint, format, complexity, types, templates, docs and tests
	@./run check

format: ## Put the code into the agreed format
	@./run format

prove: ## List the promises that can be measured here
	@./run prove

seed: ## Lay out the demo; safe to repeat
	@./run flask demo seed

hooks: ## Have git run the lint before each commit
	@printf '#!/bin/sh\nexec make lint\n' > .git/hooks/pre-commit && chmod +x .git/hooks/pre-commit

clean: ## Remove .venv and caches; the data stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
