# Sternregal. 'make' lists what there is; 'make demo' and 'make test' are all a newcomer needs.
PYTHON ?= python3
PORT ?= 8000
WORKERS ?= auto
BIN := .venv/bin
TRANSLATIONS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))
STATIC := $(foreach folder,$(wildcard static shop/static blog/static demo/static),$(shell find $(folder) -type f))

export PYTHON
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo demo-data shots install dev static test test-sqlite test-postgres test-browser ci format format-check lint types ladder \
	check-migrations check-deploy check-translations messages lock clean bench-orders bench-books bench-listing bench-search bench-articles lighthouse

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F '\t' '{printf "  make %-20s %s\n", $$1, $$2}'

# The shop -------------------------------------------------------------------------------------------
demo: demo-data ## Open the demo shop on http://127.0.0.1:8000 (another port: make demo PORT=8100)
	@exec $(BIN)/python manage.py demo_server --port $(PORT)

demo-data:
	@sh tools/check_python.sh
	@$(PYTHON) tools/check_port.py "$(PORT)"
	@sh tools/install.sh requirements.txt
	@sh tools/demo_env.sh
	@$(MAKE) --silent $(TRANSLATIONS) var/static/staticfiles.json
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py demo

shots: dev $(TRANSLATIONS) ## Pictures of every page in var/shots/index.html; ARGS="--only cart" takes some
	@sh tools/system_packages.sh chromium
	@SHOP_MODE=demo $(MAKE) --silent var/static/staticfiles.json
	@$(BIN)/python tools/shots.py $(ARGS)

install: ## Install what the shop needs into .venv
	@sh tools/install.sh requirements.txt

static: $(TRANSLATIONS) ## Compile the translations and collect the static files
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0

var/static/staticfiles.json: $(STATIC) .venv/.installed-requirements.txt
	@echo "Collecting the static files"
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0

%.mo: %.po
	@$(BIN)/pybabel --quiet compile --use-fuzzy --input-file $< --output-file $@ \
		--locale $(notdir $(patsubst %/LC_MESSAGES/django.po,%,$<))

# Tests ----------------------------------------------------------------------------------------------
dev: ## Install what tests and checks need, too
	@sh tools/install.sh requirements-dev.txt

test: dev ## Run every test: on SQLite, on a PostgreSQL of its own, and in a browser
	@sh tools/system_packages.sh chromium postgresql
	@$(MAKE) --no-print-directory test-sqlite
	@$(MAKE) --no-print-directory test-postgres
	@$(MAKE) --no-print-directory test-browser

test-sqlite: dev $(TRANSLATIONS) ## The tests on SQLite; ARGS="-k shipping" picks some
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not browser and not postgres" --durations 10 $(ARGS)

# What asks no database is tried once, on SQLite (tests/conftest.py), and so are drawings, the stand-in for Stripe and the settings.
test-postgres: dev $(TRANSLATIONS) ## The tests on a PostgreSQL that is started for them
	sh tools/with_postgres.sh $(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not browser and not sqlite" \
		--ignore tests/demo --ignore tests/config --ignore tests/benchmarks --durations 10 $(ARGS)

test-browser: dev $(TRANSLATIONS) ## The tests in Chromium
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m browser $(ARGS)

# Measurements: docs/performance.md ------------------------------------------------------------------
bench-orders: dev $(TRANSLATIONS) ## Orders per second under load, on SQLite and PostgreSQL; ARGS="--hot" or ARGS="--help"
	@sh tools/system_packages.sh postgresql
	$(BIN)/python -m benchmarks.orders $(ARGS)
	DURABLE=1 sh tools/with_postgres.sh $(BIN)/python -m benchmarks.orders $(ARGS)

bench-books: dev ## How long verify_books takes at 10,000 and 100,000 orders
	@sh tools/system_packages.sh postgresql
	$(BIN)/python -m benchmarks.books $(ARGS)
	DURABLE=1 sh tools/with_postgres.sh $(BIN)/python -m benchmarks.books $(ARGS)

bench-listing: install $(TRANSLATIONS) ## What a list with all its facets costs at 1,000 to 100,000 products; ARGS="--sizes 1000"
	$(BIN)/python -m benchmarks.listing $(ARGS)

bench-articles: install $(TRANSLATIONS) ## What an article with 20 live cards costs at 1,000 and 10,000 products; ARGS="--sizes 1000"
	$(BIN)/python -m benchmarks.article $(ARGS)

bench-search: dev ## How long a search takes with 1,000, 10,000 and 100,000 products, on both databases (an hour or so)
	rm -f var/bench-search.sqlite3*
	DATABASE_URL=sqlite:///$(CURDIR)/var/bench-search.sqlite3 $(BIN)/python -m benchmarks.search 1000 10000 100000
	sh tools/with_postgres.sh $(BIN)/python -m benchmarks.search 1000 10000 100000

lighthouse: demo-data ## Lighthouse's table of the demo, served as in production (needs npm; minutes); ARGS="--runs 1 --pages home"
	@sh tools/system_packages.sh chromium
	@$(BIN)/python tools/lighthouse.py --port $(PORT) $(ARGS)

# Checks ---------------------------------------------------------------------------------------------
ci: ## Everything that CI checks, in its order; a missing browser or database is a failure
	@CI=true sh tools/install.sh requirements-dev.txt
	@CI=true sh tools/system_packages.sh chromium postgresql gettext
	@CI=true bash tools/ci.sh

format: dev ## Format the code and the templates
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only .
	find templates -name '*.html' | xargs -r $(BIN)/djade --target-version 5.2

format-check: dev ## Is everything formatted?
	$(BIN)/ruff format --check .
	find templates -name '*.html' | xargs -r $(BIN)/djade --check --target-version 5.2

lint: dev ## Look for mistakes in the code and the templates
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet --allow-empty-input templates

types: dev ## Check the types, in Python and in JavaScript (the latter needs npm)
	$(BIN)/mypy
	sh tools/check_javascript.sh

ladder: dev ## Check that rooms import downwards only (docs/map.md)
	@$(BIN)/lint-imports --no-logo

check-migrations: dev ## Is there a migration for every change of a model?
	SHOP_MODE=test $(BIN)/python manage.py makemigrations --check --dry-run

check-deploy: dev ## Django's check of a production set-up
	sh tools/check_deploy.sh

check-translations: dev ## Are the translations complete and up to date?
	$(BIN)/python tools/check_translations.py

# Upkeep ---------------------------------------------------------------------------------------------
messages: dev ## Collect new texts into locale/ (needs gettext)
	sh tools/messages.sh

lock: dev ## Write requirements*.txt anew from pyproject.toml
	sh tools/lock.sh

clean: ## Remove caches and test results; the demo's data in var/ stay
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis var/test-results var/coverage* var/ci
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
