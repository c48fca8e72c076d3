# `make demo` and `make test` are all that a newcomer needs; CONTRIBUTING.md explains the rest.
PORT ?= 8000
BIN := .venv/bin
UV := $(BIN)/uv
export UV_SYSTEM_CERTS ?= $(if $(wildcard /etc/ssl/certs/ca-certificates.crt),true,false)
export UV_PYTHON_DOWNLOADS := never
# Compiled once, a second start takes a second; an environment that forbids it would pay for each.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo install drill bench-peers demo-reset test real-series check bench docs lock format clean

demo: .venv/run.stamp
	@$(BIN)/fieldwise demo --port $(PORT)

demo-reset: .venv/run.stamp
	@$(BIN)/fieldwise demo --port $(PORT) --reset

# What an agency's machine needs; compiled here, because the service may not write beside the program.
install: .venv/run.stamp
	@$(BIN)/python -m compileall -q src .venv/lib
	@echo "Fieldwise is installed: $(abspath $(BIN)/fieldwise)"

test: .venv/test.stamp
	@tools/chromium.sh
	@$(BIN)/python tools/test.py

real-series: .venv/test.stamp
	@tools/chromium.sh
	@$(BIN)/python -m pytest tests/journeys/real_series.py -s

check: .venv/test.stamp
	@$(BIN)/python tools/check.py

bench: .venv/test.stamp
	@$(BIN)/python -m bench

bench-peers: .venv/test.stamp
	@$(BIN)/python -m bench.peers

drill: .venv/test.stamp
	@$(BIN)/python -m drill

docs: .venv/test.stamp
	@$(BIN)/sphinx-build -q -W -b html docs docs/_build/html && echo "The docs are in docs/_build/html/index.html."

format: .venv/test.stamp
	@$(BIN)/ruff check -q --fix . ; $(BIN)/ruff format -q . ; $(BIN)/djlint -q --reformat src

lock: .venv/uv.stamp
	@tools/lock.sh

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache docs/_build

# One virtual environment, two locks: the test stamp depends on the run stamp, so that
# setting up the demonstration never removes the test tools.
.venv/uv.stamp: locks/uv.txt
	@tools/venv.sh
	@touch $@

.venv/run.stamp: .venv/uv.stamp locks/run.txt pyproject.toml
	@echo "Installing Fieldwise's dependencies into .venv …"
	@$(UV) pip sync -q --python $(BIN)/python --require-hashes locks/run.txt
	@$(UV) pip install -q --python $(BIN)/python --no-deps --no-build-isolation --no-index -e .
	@touch $@

.venv/test.stamp: .venv/run.stamp locks/test.txt
	@echo "Installing the test tools into .venv …"
	@$(UV) pip sync -q --python $(BIN)/python --require-hashes locks/test.txt
	@$(UV) pip install -q --python $(BIN)/python --no-deps --no-build-isolation --no-index -e .
	@touch $@
