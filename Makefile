# Needs Python >= 3.11 and make; everything else goes into .venv.

PYTHONS = python3.13 python3.12 python3.11 python3 python
VENV = .venv
BIN = $(VENV)/bin
INSTALLED = $(VENV)/.installed

.PHONY: help demo test lint bench cards install clean ffmpeg
.DEFAULT_GOAL := help

help:
	@echo "make demo               install into $(VENV), run the benchmark on synthetic speech, write a report"
	@echo "make demo DATA_DIR=DIR  the same on your corpora: DIR holds one folder per corpus, such as DIR/emodb"
	@echo "make test               install, lint, run every test"
	@echo "make lint               ruff check and ruff format --check"
	@echo "make cards              write dataset_scripts/ anew from the corpora's records"
	@echo "make bench              run the benchmarks in tests/benchmarks"
	@echo "make install            only install"
	@echo "make clean              remove $(VENV) and what was built"
	@echo
	@echo "PYTHON=python3.12       the Python to use (otherwise the first that works of: $(PYTHONS))"
	@echo "TORCH_INDEX=https://download.pytorch.org/whl/cpu"
	@echo "                        without an NVIDIA GPU: PyTorch's CPU builds, gigabytes smaller on Linux"

demo: $(INSTALLED)
	$(BIN)/ser-evals demo $(if $(DATA_DIR),--data-dir "$(DATA_DIR)")

# A file of tests stays in one process, because its tests share what is costly to set up.
test: lint ffmpeg
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

bench: $(INSTALLED)
	@set -e; for file in $(sort $(wildcard tests/benchmarks/*.py)); do \
		echo "== $$file"; $(BIN)/python "$$file"; \
	done

cards: $(INSTALLED)
	$(BIN)/python -m ser_evals.sharing

# Corpora in video containers are decoded by this program; nothing else needs it.
ffmpeg:
	@command -v ffmpeg >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ffmpeg; \
	else \
		echo "The tests need the program ffmpeg: install it (apt install ffmpeg, brew install ffmpeg)." >&2; exit 1; \
	fi

install: $(INSTALLED)

clean:
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A name on the path proves nothing (pyenv's shims, Debian's python3 without venv): each is tried.
$(BIN)/python:
	@for python in $(or $(PYTHON),$(PYTHONS)); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		rm -rf $(VENV); \
		if "$$python" -m venv $(VENV) >/dev/null 2>&1; then \
			echo "$(VENV) uses $$("$$python" --version)"; exit 0; \
		fi; \
	done; \
	rm -rf $(VENV); \
	echo "No Python >= 3.11 that can create a virtual environment among: $(or $(PYTHON),$(PYTHONS))." >&2; \
	echo "Install one (on Debian and Ubuntu also python3-venv), or name it: make PYTHON=/path/to/python3" >&2; \
	exit 1

# PyTorch comes first, at its pinned version: asked for later, as a dependency, it may be a newer one.
$(INSTALLED): $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install -c constraints.txt $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) torch
	$(BIN)/python -m pip install -c constraints.txt -e ".[opensmile,test]"
	@touch $@
