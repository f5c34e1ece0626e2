# What there is to do in a checkout; `make help` lists it. Needs a Python >= 3.11 and, for the first run, a network.

VENV   ?= .venv
PYTHON ?= python3
BIN    := $(VENV)/bin
LOCK   := requirements.lock
DEMO   := build/demo
# a pattern that kg expands: what a shell makes of it depends on the locale
SEEDS  := seeds/[a-z]*.md
SOURCE := $(wildcard kg tests docs benchmarks)

# Debian's package and the names under which others ship it
BROWSERS := chromium chromium-browser google-chrome
HAS_BROWSER := for name in $(BROWSERS); do command -v $$name >/dev/null && exit 0; done; exit 1

.DEFAULT_GOAL := help
.PHONY: help demo test test-all soak check fix golden docs evaluate bench lock clean environment browser

help: ## list what there is to do
	@sed -n 's/^\([a-z-]*\):.* ## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

demo: environment ## seeds/ to a graph, a question and a page
	@mkdir -p $(DEMO)
	@echo '$$ kg build $(SEEDS) -g $(DEMO)/graph.trig'
	@$(BIN)/kg build '$(SEEDS)' -g $(DEMO)/graph.trig
	@echo && echo '$$ kg ask -g $(DEMO)/graph.trig "who restricted what to whom"'
	@$(BIN)/kg ask -g $(DEMO)/graph.trig --format table "who restricted what to whom"
	@echo && echo '$$ kg view -g $(DEMO)/graph.trig -o $(DEMO)/page.html'
	@$(BIN)/kg view -g $(DEMO)/graph.trig -o $(DEMO)/page.html

test: environment browser ## run the tests
	@if ($(HAS_BROWSER)); then $(BIN)/python -m pytest -q; \
	else echo 'no Chromium here: the tests marked "browser" do not run (apt-get install chromium)'; \
	  $(BIN)/python -m pytest -q -m 'not browser'; fi

test-all: ## run the tests on each Python from 3.11 to 3.13 that is here
	@for version in 3.11 3.12 3.13; do \
	  for python in "$$HOME"/.pyenv/versions/$$version.*/bin/python python$$version; do \
	    "$$python" -c 'import ensurepip, venv' 2>/dev/null || continue; \
	    echo "== Python $$version"; \
	    $(MAKE) --no-print-directory test VENV=.venv-$$version PYTHON="$$python" || exit 1; \
	    break; \
	  done; \
	done

check: environment ## style, types, the lock, generated pages
	@$(BIN)/ruff check $(SOURCE)
	@$(BIN)/ruff format --check $(SOURCE)
	@$(BIN)/mypy
	@if grep -nE 'https?://|--(extra-)?index-url|--find-links|--trusted-host' $(LOCK); then \
	  echo '$(LOCK): names where packages come from; run make lock'; exit 1; fi
	@$(BIN)/python docs/generate.py --check

fix: environment ## mend style
	@$(BIN)/ruff check --fix $(SOURCE) || true
	@$(BIN)/ruff format $(SOURCE)

golden: environment ## write the golden files anew
	@$(BIN)/python -m pytest -q --golden

docs: environment ## write the pages that are made from the code
	@$(BIN)/python docs/generate.py

evaluate: environment ## score what is read from seeds/ against tests/gold
	@$(BIN)/kg evaluate '$(SEEDS)' --gold tests/gold --format table

soak: environment ## fuzz what takes bytes from outside, for hours; docs/reliability.md has the last figures
	@nice -n 19 $(BIN)/python -m tests.fuzz.soak

bench: environment ## words read per second, beside the bare spaCy pipeline; seconds for an answer, beside rdflib
	@$(BIN)/python benchmarks/reading.py
	@$(BIN)/python -m benchmarks.asking

lock: ## resolve the dependencies anew, for every Python and system, with hashes
	@test -x .cache/lock/bin/uv || { $(PYTHON) -m venv .cache/lock && .cache/lock/bin/pip install -qq uv; }
	@.cache/lock/bin/uv pip compile pyproject.toml --all-extras --group dev --upgrade --quiet --universal \
	  --python-version 3.11 --fork-strategy fewest --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command 'make lock' --output-file $(LOCK)

clean: ## remove what was built; environments stay
	@rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find $(SOURCE) -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is as the lock says; its stamp tells for which lock it was made.
environment:
	@stamp=$$(cat $(LOCK) pyproject.toml | cksum); \
	if [ -x $(BIN)/kg ] && [ "$$stamp" = "$$(cat $(VENV)/.stamp 2>/dev/null)" ]; then exit 0; fi; \
	for python in $(PYTHON) python3.13 python3.12 python3.11 "$$HOME"/.pyenv/versions/3.1[123].*/bin/python ''; do \
	  "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	done; \
	if [ -z "$$python" ]; then echo 'kg needs Python 3.11 or later, with its venv module'; exit 1; fi; \
	echo "installing what $(LOCK) lists into $(VENV) (a few minutes the first time) ..."; \
	{ [ -x $(BIN)/python ] || "$$python" -m venv --clear $(VENV); } && \
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r $(LOCK) && \
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e . && \
	echo "$$stamp" > $(VENV)/.stamp

browser:
	@if ($(HAS_BROWSER)) || ! command -v apt-get >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then as=; elif sudo -n true 2>/dev/null; then as='sudo -n'; else exit 0; fi; \
	echo 'installing Chromium for the tests of the page ...'; \
	mkdir -p build; \
	{ $$as apt-get update -qq && $$as env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium; } \
	  > build/apt-get.log 2>&1 || tail -n 3 build/apt-get.log
