# The two commands: `make run` and `make test`. `make setup` alone leaves .venv/bin/lachan.
UV_VERSION := 0.9.30
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
BIN := .venv/bin
NPM := $(shell command -v npm 2>/dev/null || echo $(CURDIR)/.venv/bin/npm)

.PHONY: run test setup reset lock frontend messages clean

run: setup
	$(BIN)/lachan serve --demo

test: setup
	$(BIN)/python -m config.checks

setup: .venv/.installed .venv/.warm frontend/dist/.built locale/vi/.built

.tools/bin/uv:
	@python3 -m venv .tools 2>/dev/null && .tools/bin/python -m pip install --quiet --require-hashes -r requirements-tools.lock \
	|| python3 -m pip install --quiet --target .tools/lib --require-hashes -r requirements-tools.lock && mkdir -p .tools/bin && { test -e .tools/bin/uv || ln -s ../lib/bin/uv .tools/bin/uv; } \
	|| { echo "uv could not be brought: install it, or python3-venv, and run make again" >&2; exit 1; }

.venv/.installed: requirements.lock pyproject.toml | $(filter .tools/bin/uv,$(UV))
	@test -x .venv/bin/python || $(UV) venv --quiet .venv
	VIRTUAL_ENV=$(CURDIR)/.venv $(UV) pip sync --quiet --require-hashes requirements.lock
	VIRTUAL_ENV=$(CURDIR)/.venv $(UV) pip install --quiet --no-deps --no-build-isolation --offline --editable .
	@touch $@

# The tracing engine's loops, compiled for this machine: nobody waits for it at the first trace.
.venv/.warm: $(shell find lachan/tracing/engine -name '*.py' -not -path '*/tests/*') | .venv/.installed
	@$(BIN)/python -m lachan.tracing.engine.warming
	@touch $@

FRONTEND_SOURCES := $(shell find frontend/src frontend/checkpoint frontend/public frontend/package-lock.json frontend/package.json frontend/vite.config.* -type f 2>/dev/null)
frontend/dist/.built: $(FRONTEND_SOURCES) | .venv/.installed
	cd frontend && PATH="$(PATH):$(CURDIR)/.venv/bin" $(NPM) ci --no-audit --no-fund --loglevel=error && PATH="$(PATH):$(CURDIR)/.venv/bin" $(NPM) run --silent build
	$(BIN)/python -m whitenoise.compress -q frontend/dist
	@touch $@

locale/vi/.built: $(wildcard locale/fragments/*.po) | .venv/.installed
	@$(BIN)/lachan messages
	@touch $@

reset:
	$(BIN)/lachan reset --yes

lock:
	$(UV) pip compile --quiet pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url -o requirements.lock
	echo "uv==$(UV_VERSION)" | $(UV) pip compile --quiet - --universal --generate-hashes --no-emit-index-url -o requirements-tools.lock

clean:
	rm -rf .venv .tools frontend/node_modules frontend/dist locale/vi
