# Two commands matter: `make run` and `make test`. Both set up .venv/ from the lock file first.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
STAMP := .venv/.from-lock

# The control center's page: built where Node is at hand, tested where Chromium is, too.
PAGE := control_center
PAGE_SOURCES := $(shell find $(PAGE)/src $(PAGE)/index.html $(PAGE)/vite.config.ts $(PAGE)/tsconfig.json -type f)
PAGE_STAMP := $(PAGE)/node_modules/.from-lock

.PHONY: run test test-schemathesis page test-pages test-sdk setup check lock clean

run: setup
	@if $(PAGE)/scripts/at-hand build; then $(MAKE) --no-print-directory page || \
	  echo "The control center's page could not be built; the server runs without it."; fi
	$(BIN)/python run.py

test: setup check
	$(BIN)/python -m pytest
	@$(MAKE) --no-print-directory test-pages test-sdk

# The same search as in `make test`, for longer: some ten thousand cases.
test-schemathesis: setup
	SCHEMATHESIS_EXAMPLES=150 $(BIN)/python -m pytest tests/fuzz -s

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Idempotent: built again only when something of it has changed.
page: $(PAGE)/dist/index.html

$(PAGE)/dist/index.html: $(PAGE_STAMP) $(PAGE_SOURCES)
	cd $(PAGE) && npm run --silent build

$(PAGE_STAMP): $(PAGE)/package-lock.json $(PAGE)/package.json $(PAGE)/.npmrc
	cd $(PAGE) && npm ci --silent
	@touch $@

# Says what is missing where it cannot run; with REQUIRE_PAGES=1 that is a failure.
test-pages: setup
	@if $(PAGE)/scripts/at-hand test; then \
	  $(MAKE) --no-print-directory page && cd $(PAGE) && npm run --silent check && npm run --silent test:pages; \
	else test -z "$(REQUIRE_PAGES)"; fi

# The phones' library, against the real server with its network cut and its process killed.
SDK := sdk/typescript
SDK_STAMP := $(SDK)/node_modules/.from-lock

test-sdk: setup
	@if command -v npm >/dev/null; then \
	  $(MAKE) --no-print-directory $(SDK_STAMP) && cd $(SDK) && npm run --silent check && npm test --silent; \
	else echo "sdk/typescript: no npm here, its tests are left out"; test -z "$(REQUIRE_PAGES)"; fi

$(SDK_STAMP): $(SDK)/package-lock.json $(SDK)/package.json $(SDK)/.npmrc
	cd $(SDK) && npm ci --silent
	@touch $@

# Idempotent: does nothing while the environment is the one that the lock file describes.
setup: $(STAMP)

$(STAMP): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Halo Bestie needs Python 3.11 or newer; set PYTHON=/path/to/python") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
	@touch $@

# Writes the lock file anew; needs uv on the PATH. The file names no download address.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade -o requirements.lock

clean:
	rm -rf .venv
