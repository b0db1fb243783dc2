# One command to run, one to test. `make help` lists them.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.DEFAULT_GOAL := help
.PHONY: help demo test check bench fmt locks translations openapi

help: ## what you can do here
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/.run: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'BSC needs Python 3.11 or newer; name one with PYTHON=…'; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo 'Installing what BSC needs (a minute or two, once) …'
	@$(PIP) install --require-hashes -r requirements.lock > $(VENV)/install.log 2>&1 || { echo 'The packages could not be fetched. Check the network and run the command again; $(VENV)/install.log has the details.'; exit 1; }
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@$(PIP) install --require-hashes -r requirements-dev.lock > $(VENV)/install.log 2>&1 || { echo 'The test tools could not be fetched. Check the network and run the command again; $(VENV)/install.log has the details.'; exit 1; }
	@touch $@

demo: $(VENV)/.run ## a running collaborative on this machine (PORT=8000, RESET=1 starts over)
	@exec $(BIN)/python manage.py demo --port $(PORT) $(if $(RESET),--reset)

test: $(VENV)/.dev ## every test, on real PostgreSQL, Redis and Chromium
	@sh scripts/test-tools.sh
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadgroup

check: $(VENV)/.dev ## style, types, layers, templates, migrations, vendored files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy bsc collaboratives centers metrics pdsa learning_sessions
	$(BIN)/lint-imports
	@git ls-files -z 'templates/*.html' | xargs -0 $(BIN)/djade --check --target-version 5.2
	$(BIN)/djlint templates --lint --quiet
	DJANGO_SETTINGS_MODULE=bsc.settings.check $(BIN)/python -W ignore manage.py makemigrations --check --dry-run
	$(BIN)/python -m bsc.ui.vendored

bench: $(VENV)/.dev ## measurements, each beside a floor from the same run
	@for each in tests/benchmarks/[a-z]*.py; do $(BIN)/python -m $$(echo $${each%.py} | tr / .) || exit 1; done

fmt: $(VENV)/.dev ## put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	@git ls-files -z 'templates/*.html' | xargs -0 $(BIN)/djade --target-version 5.2

translations: $(VENV)/.dev ## collect the texts, compile the catalogues, count what is missing
	@$(BIN)/python scripts/translations.py

openapi: $(VENV)/.run ## write docs/openapi.yaml again, from the API itself
	DJANGO_SETTINGS_MODULE=bsc.settings.check $(BIN)/python -W ignore manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml

locks: $(VENV)/.dev ## resolve the dependencies again
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header -o requirements.lock pyproject.toml
	$(BIN)/pip-compile -q --extra dev -c requirements.lock --allow-unsafe --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header -o requirements-dev.lock pyproject.toml
