# make run    set up, then the demo: a made-up bank, the whole pipeline, a table of what happened
# make serve  the review pages over what `make run` produced
# make test   set up for testing, then every check and every test
# make quality  how good the drafts of the labelled cases are; renews docs/quality.md
# make screenshots  the pictures of the documentation, taken of the demo's pages
# make performance  ours beside Scrapy and urlwatch, ten minutes on a quiet machine; renews docs/performance.md
PY ?= $(shell command -v python3.11 || command -v python3)
V := .venv
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
export UV_COMPILE_BYTECODE := 1
export UV_PYTHON_DOWNLOADS := never
export VIRTUAL_ENV := $(abspath $(V))
# hundreds of processes start in a test run: each would compile everything anew where this is set
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run serve test check quality performance screenshots lock clean

run: $(V)/.core
	$(V)/bin/ingest demo --no-serve

serve: $(V)/.core
	$(V)/bin/ingest demo --serve-only

test: check
	$(V)/bin/python -m pytest -n 2 --dist loadscope

check: $(V)/.test
	$(V)/bin/ruff check
	$(V)/bin/ruff format --check
	$(V)/bin/mypy
	$(V)/bin/lint-imports

quality: $(V)/.core
	$(V)/bin/python tests/quality --write

screenshots: $(V)/.test
	$(V)/bin/python docs/screenshots.py

performance: $(V)/.core
	$(V)/bin/uv pip install -q --group bench
	$(V)/bin/python benchmarks/performance.py --write

$(V)/.uv:
	$(PY) -m venv $(V) || { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq python3-venv && $(PY) -m venv $(V); }
	$(V)/bin/pip install -q --disable-pip-version-check 'uv==0.13.9'
	touch $@

$(V)/.core: $(V)/.uv requirements.lock pyproject.toml
	$(V)/bin/uv pip install -q --require-hashes -r requirements.lock
	$(V)/bin/uv pip install -q --no-deps -e .
	touch $@

$(V)/.test: $(V)/.core requirements-test.lock
	$(V)/bin/uv pip install -q --require-hashes -r requirements-test.lock
	command -v chromium >/dev/null && fc-list :lang=zh | grep -q . || \
	  { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends chromium fonts-wqy-zenhei fontconfig; }
	touch $@

# Locks carry hashes and no addresses, so that they hold behind any mirror and for a folder of wheels.
lock: $(V)/.uv
	$(V)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml -o requirements.lock
	$(V)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml --group test -c requirements.lock -o requirements-test.lock

clean:
	rm -rf $(V) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
