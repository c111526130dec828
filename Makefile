# Atlas ESS. `make help` lists the targets.

# The first that runs and is recent enough; else python3, to be told that it is too old.
PYTHON ?= $(shell for python in python3 python3.11 python3.12 python3.13; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && exit; done; \
	command -v python3)
VENV := .venv/bin/python
# Python keeps what it compiled: each start, and each process of a test, would do it again.
unexport PYTHONDONTWRITEBYTECODE
MANAGE := $(VENV) manage.py
COMPILE := $(VENV) -m uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --quiet \
	--no-config --no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements"
# `make check` looks at the site as it stands in production; no secret is in there.
PRODUCTION := DEBUG=0 ATLAS_DEMO=0 HTTPS=1 ALLOWED_HOSTS=atlas.example.org \
	SECRET_KEY=only-to-check-the-settings-0123456789-abcdefghijklmnopqrstuvwxyz

# A folder with a `.env`, or a secret of its own, is a site of its own; any other is a demonstration.
START := [ -f .env ] || [ -n "$$SECRET_KEY" ] || export ATLAS_DEMO="$${ATLAS_DEMO-1}"; exec $(VENV) -m atlas.start

.PHONY: help run import dev test check bench format requirements install install-dev
.DEFAULT_GOAL := help

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

run: ## install, prepare the demonstration, serve it on PORT (8000)
	@$(call python,requirements.txt serves)
	@$(START)

import: install ## import an official list: FILE=list.csv (SOURCE=siae, ARGS="--dry-run" or any other option)
	@[ -n "$(FILE)" ] || { echo "Quelle liste ? Par exemple : make import FILE=liste.csv" >&2; exit 1; }
	@$(START) import "$(or $(SOURCE),siae)" "$(FILE)" $(ARGS)

dev: install-dev ## the same with DEBUG, and reloaded at each change of the code
	@export DEBUG=1; $(START) dev

test: install-dev ## every test, browser walks included, on all cores (ARGS="tests/search -k facets" for some)
	@$(VENV) -m pytest -n logical --dist worksteal -rsfE $(ARGS)

check: install-dev ## lint, formats, templates, types, migrations, settings of production
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -m djlint templates --lint --quiet
	$(VENV) -m mypy
	@$(PRODUCTION) $(MANAGE) makemigrations --check --dry-run
	@$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING

bench: install-dev ## measure the budgets: pages, map cells, import; the table goes to var/bench/
	@ATLAS_DEMO=1 exec $(MANAGE) bench $(ARGS)

format: install-dev ## lay the code out, repair what can be
	$(VENV) -m ruff check --fix .
	$(VENV) -m ruff format .

requirements: install-dev ## compile requirements*.txt, versions and hashes, from pyproject.toml (UPGRADE=--upgrade)
	$(COMPILE) $(UPGRADE) --output-file requirements.txt
	$(COMPILE) $(UPGRADE) --group dev --constraint requirements.txt --output-file requirements-dev.txt

install:
	@$(call python,requirements.txt)

install-dev:
	@$(call python,requirements-dev.txt)

define python
command -v "$(PYTHON)" >/dev/null || { \
echo "Python 3.11 ou plus est introuvable : installez-le, puis recommencez." >&2; exit 1; }; \
"$(PYTHON)" -m atlas.install $(1)
endef
