# Needs Python 3.11 or later, Node 20 or later, and make. Everything is installed into .venv and tests/node/node_modules.

PYTHON ?= $(firstword $(shell command -v python3.11 python3.12 python3.13 python3 2>/dev/null))
VENV := .venv
BIN := $(VENV)/bin
NODE := tests/node/node_modules
DEMO := build/demo
SCRIPTS := $(notdir $(wildcard examples/pulumi-*-ts examples/cdkt?-*-ts))
PYTHONS := $(notdir $(wildcard examples/pulumi-*-py examples/pulumi-*-yaml examples/cdkt?-*-py))
PLATFORM = $(if $(findstring pulumi,$(1)),pulumi,cdktf)

.PHONY: setup demo test check golden bench soak clean

setup: $(VENV)/.ready $(NODE)/.ready

$(VENV)/.ready: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(NODE)/.ready: tests/node/package.json tests/node/package-lock.json
	cd tests/node && npm ci --no-update-notifier
	@touch $@

demo: setup
	rm -rf $(DEMO)
	mkdir -p $(DEMO)
	cp -R examples/terraform-webhook $(DEMO)
	cp tests/node/package.json $(DEMO)/terraform-webhook
	touch $(DEMO)/terraform-webhook/pytest.ini
	ln -s ../../$(NODE) $(DEMO)/node_modules
	$(BIN)/scaffold generate $(DEMO)/terraform-webhook --target pytest --target jest
	cd $(DEMO)/terraform-webhook && ../../../$(BIN)/python -m pytest tests/infrastructure_checks
	cd $(DEMO)/terraform-webhook && npx --no-install jest --config tests/infrastructure_checks/package.json
	$(BIN)/scaffold check $(DEMO)/terraform-webhook
	$(BIN)/scaffold generate -q $(DEMO)/terraform-webhook --target integration-pytest --target integration-jest
	$(BIN)/scaffold rehearse $(DEMO)/terraform-webhook --target integration-pytest
	$(BIN)/scaffold rehearse $(DEMO)/terraform-webhook --target integration-jest
	$(BIN)/scaffold generate -q $(DEMO)/terraform-webhook --kind handlers --observe
	cd $(DEMO)/terraform-webhook && ../../../$(BIN)/python -m pytest tests/handlers
	$(BIN)/scaffold rehearse $(DEMO)/terraform-webhook --target integration-pytest --functions
	$(foreach program,$(SCRIPTS),$(call demonstrate,$(program)))
	$(BIN)/scaffold generate -q $(DEMO)/pulumi-orders-ts --kind handlers --observe
	cd $(DEMO)/pulumi-orders-ts && npx --no-install jest --config tests/handlers/jest.config.js --coverage
	$(BIN)/scaffold rehearse $(DEMO)/pulumi-orders-ts --functions
	$(foreach program,$(PYTHONS),$(call demonstrate_python,$(program)))

# A program's suite, and what of the program it runs.
define demonstrate
	cp -R examples/$(1) $(DEMO)
	ln -sfn ../../../$(NODE) $(DEMO)/$(1)/node_modules
	$(BIN)/scaffold generate -q $(DEMO)/$(1) --target $(call PLATFORM,$(1))-jest
	cd $(DEMO)/$(1) && npx --no-install jest --config tests/infrastructure_checks/jest.config.js --silent --coverage

endef

define demonstrate_python
	cp -R examples/$(1) $(DEMO)
	$(BIN)/scaffold generate -q $(DEMO)/$(1) --target $(call PLATFORM,$(1))-pytest
	cd $(DEMO)/$(1) && ../../../$(BIN)/python -m pytest -q tests/infrastructure_checks

endef

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: check
	$(BIN)/python -m pytest -n 2

golden: setup
	$(BIN)/scaffold golden record golden examples/golden

soak: setup
	PYTHONPATH=tests $(BIN)/python tests/merge/soak.py

bench: setup
	$(BIN)/python bench/run.py

clean:
	rm -rf build $(VENV) $(NODE)
