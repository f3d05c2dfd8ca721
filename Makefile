# Everything a user or developer runs. `make run` and `make test` need nothing but Python 3.11+.

VENV := .venv
BIN := $(VENV)/bin
# The first interpreter that is new enough; override with `make PYTHON=/path/to/python run`.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	if command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then echo $$p; break; fi; done)

.PHONY: run install llm test lint bench bench-page evaluation evaluation-written render-materials clean

run: install
	$(BIN)/python app.py

install: $(VENV)/.installed
	$(BIN)/python -m assistant index

# Optional: a language model that writes the answers, offline (about 1.2 GB on disk).
llm: $(VENV)/.installed-llm
	$(BIN)/python -m assistant llm install

# The tests ask a smaller model, which shows that the path works.
test: $(VENV)/.installed-dev $(VENV)/.installed-llm lint
	$(BIN)/python -m assistant llm install --model 0.5b --to .cache/llm-test
	$(BIN)/python -m pytest
	$(BIN)/python -m eval gate

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/hadolint Dockerfile

bench: install
	$(BIN)/python -m benchmarks

# The page in Chromium and under load; docs/performance.md. Needs Chromium or Chrome.
bench-page: install $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.page

# Runs all systems over the whole set and writes docs/evaluation.md anew.
EVALUATED := ours unlearned bm25 whole_units tutorial
evaluation: install
	rm -rf eval/results/evaluation
	$(BIN)/python -m eval run $(EVALUATED:%=--system %) --out eval/results/evaluation
	$(BIN)/python -m eval report $(EVALUATED:%=eval/results/evaluation/%) --markdown docs/evaluation.md

# The evidence engine and the local language model on a quarter of the questions, and the same model as
# an endpoint on a sixteenth; takes about 40 minutes on two cores.
WRITTEN := eval/results/written
evaluation-written: install llm
	rm -rf $(WRITTEN)
	ASSISTANT_LLM=gguf ASSISTANT_LLM_TIMEOUT=300 $(BIN)/python -m eval run --system ours --system written --every 4 --out $(WRITTEN)
	$(BIN)/python -m assistant llm serve --port 8090 & server=$$!; trap "kill $$server" EXIT; sleep 15; \
	$(BIN)/python -m eval run --system eval/systems/endpoint.yaml --every 16 --out $(WRITTEN)/endpoint
	$(BIN)/python -m eval report $(WRITTEN)/written $(WRITTEN)/ours $(WRITTEN)/endpoint --markdown docs/evaluation-written.md

# The study materials on one topic, each page as a picture to look at. Needs Debian's packages
# libreoffice-writer, libreoffice-impress, poppler-utils and fonts-noto-cjk.
TOPIC ?= 煤层气
RENDERED := artifacts/materials
render-materials: install
	rm -rf $(RENDERED)
	$(BIN)/python -m assistant study materials --topic $(TOPIC) --format docx,pptx,apkg,md,pictures,zip --out $(RENDERED)
	cd $(RENDERED) && FONTCONFIG_FILE=$(CURDIR)/tools/render-fonts.conf \
		soffice --headless --convert-to pdf *.docx *.pptx >/dev/null
	cd $(RENDERED) && for file in *.pdf; do pdftoppm -r 70 -png "$$file" "$${file%.pdf}"; done

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed. / 需要 Python 3.11 或更高版本。"; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Could not create $(VENV); on Debian: apt install python3-venv. / 无法创建虚拟环境,Debian 上请先安装 python3-venv。"; \
		exit 1; }

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --disable-pip-version-check --quiet -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --disable-pip-version-check --quiet -r requirements-dev.txt
	@touch $@

$(VENV)/.installed-llm: requirements-llm.txt $(VENV)/.installed
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --require-hashes -r requirements-llm.txt
	@touch $@

clean:
	rm -rf data/index artifacts .mypy_cache .ruff_cache .pytest_cache
