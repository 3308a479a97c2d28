# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

BIN := .venv/bin
export PATH := $(CURDIR)/.venv/bin:$(PATH)
.DEFAULT_GOAL := help
.PHONY: help run test check bench bench-app faults fuzz memcheck leaks without-gil screenshots docs build setup-run setup-test clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup-run:
	@tools/setup run

setup-test:
	@tools/setup test

build: setup-run ## Compile the binding into this checkout
	@tools/build-in-place

run: build ## Set everything up and diagnose: in a window, or in the terminal without a display
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then $(BIN)/python -m unjam.app; \
	else $(BIN)/unjam demo; fi

test: setup-test ## Run all tests, against real print servers
	@tools/build-in-place
	@env --default-signal $(BIN)/python -m pytest -n auto $(ARGS)  # some tests interrupt programs

check: setup-test ## Lint, types, architecture, and what the desktop files must satisfy
	@tools/build-in-place
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/cython-lint src
	$(BIN)/mypy
	desktop-file-validate data/*.desktop
	appstreamcli validate --no-net data/*.metainfo.xml
	@for catalogue in po/*.po; do echo "msgfmt --check $$catalogue"; \
	  msgfmt --check -o /dev/null "$$catalogue" || exit 1; done
	$(BIN)/python -m pytest -q tests/test_architecture.py

bench: setup-test ## Compare the binding with its peers and print the ratios
	@tools/build-in-place
	$(BIN)/python -m benchmarks $(ARGS)

bench-app: setup-test ## Measure the window's main loop against hostile and large servers
	@tools/build-in-place
	$(BIN)/python -m benchmarks.app $(ARGS)

faults: setup-test ## Inject every fault for real: found, alone, repaired?
	@tools/build-in-place
	$(BIN)/python -m tests.faults $(ARGS)

memcheck: setup-test ## Run the decoder and the calls under valgrind
	@tools/build-in-place
	$(BIN)/python -m tests.hostile.memcheck $(ARGS)

fuzz: setup-test ## Mutate replies for long, and compare the decoder with libcups' own
	@tools/build-in-place
	$(BIN)/python -m tests.hostile.fuzz $(ARGS)

leaks: setup-test ## Make a hundred thousand calls of each kind: nothing may pile up
	@tools/build-in-place
	UNJAM_LEAKS=100000 $(BIN)/python -m pytest -q -o faulthandler_timeout=0 --timeout 0 \
	  tests/hostile/test_leaks.py $(ARGS)

without-gil: ## Test the binding on a free-threaded Python: PYTHON=python3.14t
	@tools/without-gil $(PYTHON)

docs: setup-test ## Write the reference from the docstrings to build/reference
	@tools/build-in-place
	$(BIN)/python -m pdoc -d markdown -o build/reference unjam.cups unjam.operations unjam.auth \
	  unjam.diagnosis unjam.actions unjam.sandbox '!unjam.sandbox.guardian'

screenshots: setup-test ## Take pictures of every page of the window into docs/
	@tools/build-in-place
	$(BIN)/python -m benchmarks.app.screenshots

clean: ## Remove what was built (not the virtual environment)
	rm -rf build dist benchmarks/build
	find src -name '*.so' -delete
