# What there is to do in a checkout; `make help` lists it. Needs a Python >= 3.11 and, for the first run, a network.

VENV   ?= .venv
PYTHON ?= python3
BIN    := $(VENV)/bin
LOCK   := requirements.lock
PEERS  := benchmarks/peers.txt
DEMO   := build/demo
# a pattern that kg expands: what a shell makes of it depends on the locale
SEEDS  := seeds/[a-z]*.md
SOURCE := $(wildcard kg tests docs benchmarks)

# the editor of the SPARQL workbench, and the SHA-512 of its package
YASGUI := 4.6.2
YASGUI_SUM := 670e3929d3e8004d4a45a028c481dd42a789c6f6951b5a10767b70d21cb492d5f7e59bbc65c72e38bad708bc11f8653ed313332f0f0c8f0e81912655daf52e43

# Debian's package and the names under which others ship it
BROWSERS := chromium chromium-browser google-chrome
# what finds barriers in the page; the tests read it from there
AXE := node_modules/axe-core/axe.min.js
HAS_BROWSER := for name in $(BROWSERS); do command -v $$name >/dev/null && exit 0; done; exit 1

# a Debian package, where that is allowed; where not, whoever asked goes on without
define INSTALL
	if ! command -v apt-get >/dev/null; then as=none; elif [ "$$(id -u)" = 0 ]; then as=; \
	elif sudo -n true 2>/dev/null; then as='sudo -n'; else as=none; fi; \
	if [ "$$as" != none ]; then \
	  echo 'installing $(1) for the tests of the page ...'; \
	  mkdir -p build; \
	  { $$as apt-get update -qq && $$as env DEBIAN_FRONTEND=noninteractive \
	    apt-get install -qq -y --no-install-recommends $(1); } > build/apt-get.log 2>&1 || tail -n 3 build/apt-get.log; \
	fi
endef

.DEFAULT_GOAL := help
.PHONY: help demo test test-all soak check fix golden docs evaluate bench workbench lock clean environment browser axe

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

test: environment browser axe ## run the tests
	@if ($(HAS_BROWSER)) && [ -f $(AXE) ]; then $(BIN)/python -m pytest -q; \
	elif ($(HAS_BROWSER)); then \
	  echo 'no axe-core here: the tests marked "accessibility" do not run (apt-get install npm)'; \
	  $(BIN)/python -m pytest -q -m 'not accessibility'; \
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
	@if grep -nE 'https?://|--(extra-)?index-url|--find-links|--trusted-host' $(LOCK) $(PEERS) package-lock.json; then \
	  echo 'a lock names where packages come from; run make lock'; exit 1; fi
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

bench: environment browser ## speed and memory, beside other libraries, as cost grows: a quarter of an hour on two processors
	@$(BIN)/python -m benchmarks

soak: environment ## load and faults at length, then fuzzing for hours; docs/reliability.md has the last figures
	@$(BIN)/python -m benchmarks.soak
	@nice -n 19 $(BIN)/python -m tests.fuzz.soak

workbench: ## bring in Yasgui, with which SPARQL is written in a browser (needs npm)
	@mkdir -p build/yasgui && cd build/yasgui && rm -rf package *.tgz && \
	npm pack --silent @zazuko/yasgui@$(YASGUI) > /dev/null && \
	echo "$(YASGUI_SUM)  zazuko-yasgui-$(YASGUI).tgz" | sha512sum --check --status && \
	tar xzf zazuko-yasgui-$(YASGUI).tgz && \
	cp package/build/yasgui.min.js package/build/yasgui.min.css $(CURDIR)/kg/serving/static/ && \
	cp package/package.json $(CURDIR)/kg/serving/static/yasgui.json && \
	echo 'kg/serving/static: Yasgui $(YASGUI) is there; a wheel that is built now holds it'

lock: ## resolve the dependencies anew, for every Python and system, with hashes
	@test -x .cache/lock/bin/uv || { $(PYTHON) -m venv .cache/lock && .cache/lock/bin/pip install -qq uv; }
	@.cache/lock/bin/uv pip compile pyproject.toml --all-extras --group dev --upgrade --quiet --universal \
	  --python-version 3.11 --fork-strategy fewest --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command 'make lock' --output-file $(LOCK)
	@.cache/lock/bin/uv pip compile benchmarks/peers.in --upgrade --quiet --universal \
	  --python-version 3.11 --fork-strategy fewest --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command 'make lock' --output-file $(PEERS)
	@! command -v npm >/dev/null || npm install --package-lock-only --ignore-scripts --silent

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

# As package-lock.json says; the stamp tells for which one it was made.
axe:
	@stamp=$$(cksum < package-lock.json); \
	if [ -f $(AXE) ] && [ "$$stamp" = "$$(cat node_modules/.stamp 2>/dev/null)" ]; then exit 0; fi; \
	if ! command -v npm >/dev/null; then $(call INSTALL,npm); fi; \
	command -v npm >/dev/null || exit 0; \
	echo 'installing axe-core for the tests of the page ...'; \
	npm ci --ignore-scripts --silent && echo "$$stamp" > node_modules/.stamp

browser:
	@($(HAS_BROWSER)) || { $(call INSTALL,chromium); }
