# Fairlead's commands; `make help` lists them. Paths are relative: the clone's may hold spaces.

PORT ?= 8000
DEMO_FLAGS ?=
ARGS ?=

# Sets $$python to PYTHON=, or to the first interpreter that is new enough.
FIND_PYTHON = python=; \
	for each in $(if $(PYTHON),"$(PYTHON)",python3 python3.13 python3.12 python3.11 python3.14); do \
		if "$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
		then python=$$each; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Python 3.11 or newer is needed; name it: make PYTHON=/path/to/python3.12" >&2; exit 1; \
	fi
ENVIRONMENT = "$$python" config/launch/environment.py
RUN = .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help demo test test-browser fuzz check bench clean lock

help:
	@echo "make demo    a whole expo on http://127.0.0.1:$(PORT) (PORT=), DEMO_FLAGS=--exit to end when done"
	@echo "make test    the whole test suite; ARGS= goes to pytest"
	@echo "make test-browser  the tests in a real Chromium, which it installs if there is none"
	@echo "make fuzz    the API with data that nobody thought of, for FUZZ_SECONDS (600) a role"
	@echo "make check   style, types, imports, migrations, deployment settings"
	@echo "make bench   the benchmarks; writes var/bench.json (BENCH=--full: size L too)"
	@echo "make clean   stop the services, remove .venv and var"
	@echo "make lock    pin the newest packages that pyproject.toml allows"

demo:
	@$(FIND_PYTHON); "$$python" config/launch/port.py "$(PORT)" $(DEMO_FLAGS) && $(ENVIRONMENT)
	@PORT="$(PORT)" exec $(RUN) -m config.launch demo $(DEMO_FLAGS)

test:
	@$(FIND_PYTHON); $(ENVIRONMENT)
	@exec $(RUN) -m config.launch test $(ARGS)

test-browser:
	@$(FIND_PYTHON); $(ENVIRONMENT)
	@$(RUN) -m config.launch chromium
	@BROWSER=insist exec $(RUN) -m config.launch test -n 0 $(if $(ARGS),$(ARGS),tests/browser)

fuzz:
	@$(FIND_PYTHON); $(ENVIRONMENT)
	@FUZZ_SECONDS="$${FUZZ_SECONDS:-600}" exec $(RUN) -m config.launch test -n 0 -s tests/matchmaking/api/test_fuzz.py $(ARGS)

check:
	@$(FIND_PYTHON); $(ENVIRONMENT)
	@exec $(RUN) -m config.launch check

bench:
	@$(FIND_PYTHON); $(ENVIRONMENT)
	@exec $(RUN) -m tests.benchmarks $(BENCH)

clean:
	@if [ -x $(RUN) ]; then $(RUN) -m config.launch clean; \
	elif [ -f var/services.json ]; then echo "no .venv: servers that still run are left running" >&2; fi
	@rm -rf .venv var

lock:
	@$(FIND_PYTHON); $(ENVIRONMENT)
	@uv=$$(command -v uv || echo .venv/bootstrap/bin/uv); export UV_CUSTOM_COMPILE_COMMAND="make lock"; \
	set -- pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes pyproject.toml; \
	"$$uv" "$$@" --output-file requirements/base.txt && \
	"$$uv" "$$@" --group dev --output-file requirements/dev.txt
