# The only interface of developers and CI. Nothing beyond Python >= 3.11, make and pip is expected of the machine.
PYTHON ?= python3
VENV := .venv
TEST_VENV := .venv-test
PYTHONS_VENV := .venv-pythons
BENCH_VENV := .venv-bench-frames
LINT_VENV := .venv-lint
NOTEBOOK_VENV := .venv-notebook
ENGINES_VENV := .venv-engines
EMBEDDER_VENV := .venv-embedder
PACKAGE_VENV := .venv-package
MUTATION_VENV := .venv-mutation
DOCS_VENV := .venv-docs
CONSTRAINTS := -c requirements/constraints.txt
PIP_FLAGS := --quiet --disable-pip-version-check
SOURCES := $(shell find src -type f -not -name '*.pyc') pyproject.toml README.md LICENSE

.PHONY: demo debian docs test test-engines test-pictures test-postgres test-spark test-documents test-pythons test-embedder test-package mutation test-thorough lint bench bench-frames notebook coverage catalogues format test-environment clean

demo: $(VENV)/.installed
	@$(VENV)/bin/jixiao convert examples/self-evaluation-2021.txt
	@echo
	@# A review exits with 1 when something is to be corrected: that is its finding, not a failure of the demo.
	@$(VENV)/bin/jixiao review examples/self-evaluation-2021.txt || test $$? -eq 1

$(VENV)/.installed: $(SOURCES) requirements/constraints.txt
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install $(PIP_FLAGS) $(CONSTRAINTS) '.[cli]'
	@touch $@

# The wheel is built and installed into an environment that never sees src/.
$(TEST_VENV)/.installed: $(SOURCES) requirements/constraints.txt
	@test -x $(TEST_VENV)/bin/python || $(PYTHON) -m venv $(TEST_VENV)
	@$(TEST_VENV)/bin/python -m pip install $(PIP_FLAGS) $(CONSTRAINTS) build $$($(TEST_VENV)/bin/python tools/group.py test)
	@rm -rf build dist
	@$(TEST_VENV)/bin/python -m build --wheel --outdir dist . > /dev/null
	@$(TEST_VENV)/bin/python -m pip install $(PIP_FLAGS) $(CONSTRAINTS) --force-reinstall --no-deps dist/*.whl
	@$(TEST_VENV)/bin/python -m pip install $(PIP_FLAGS) $(CONSTRAINTS) "$$(ls dist/*.whl)[charts,cli,docx,frames,hypothesis,sql,xlsx]"
	@touch $@

test-environment: $(TEST_VENV)/.installed

test: $(TEST_VENV)/.installed
	$(TEST_VENV)/bin/python -m pytest -n auto tests
	$(TEST_VENV)/bin/python -m pytest -n auto --quiet --doctest-modules --pyargs jixiao_core

# Engines that need Java, a database or minutes: an environment of their own, the wheel's sources installed into it.
$(ENGINES_VENV)/.installed: $(SOURCES) requirements/constraints.txt
	@test -x $(ENGINES_VENV)/bin/python || $(PYTHON) -m venv $(ENGINES_VENV)
	@$(ENGINES_VENV)/bin/python -m pip install $(PIP_FLAGS) $(CONSTRAINTS) '.[frames,hypothesis,sql]' \
		$$($(ENGINES_VENV)/bin/python tools/group.py test engines)
	@touch $@

HEAVY := tests/engines/heavy
ENGINES := $(ENGINES_VENV)/bin/python -m pytest

test-engines: test-spark test-postgres
	$(ENGINES) -n auto $(HEAVY)/test_many_rubrics.py $(HEAVY)/test_more_engines.py

test-spark: $(ENGINES_VENV)/.installed
	@command -v java > /dev/null || { echo "make test-spark needs Java 17 or newer for PySpark: there is none on this machine." >&2; exit 1; }
	$(ENGINES) $(HEAVY)/test_spark.py

# A server of its own on a Unix socket in a temporary directory, which is stopped and removed.
test-postgres: $(ENGINES_VENV)/.installed
	$(ENGINES_VENV)/bin/python tools/postgres.py $(ENGINES) -n auto $(HEAVY)/test_postgres.py

# What test-pictures and test-documents need beyond Python, where the machine is a Debian and lacks it.
debian:
	@for each in $$(cat requirements/debian.txt); do dpkg-query --show $$each > /dev/null 2>&1 || missing="$$missing $$each"; done; \
		test -z "$$missing" || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $$missing > /dev/null; }

# Official forms in a browser: light, dark, on paper.
test-pictures: $(TEST_VENV)/.installed
	@for each in chromium pdfinfo pdftotext pdftoppm; do command -v $$each > /dev/null || \
		{ echo "make test-pictures needs $$each (Debian: chromium, poppler-utils): there is none on this machine." >&2; exit 1; }; done
	$(TEST_VENV)/bin/python -m pytest tests/pictures

# Letters and forms as pages: LibreOffice prints them, pdftotext finds every text on them.
test-documents: $(TEST_VENV)/.installed
	@command -v libreoffice > /dev/null || { echo "make test-documents needs LibreOffice: there is none on this machine." >&2; exit 1; }
	@command -v pdftotext > /dev/null || { echo "make test-documents needs pdftotext (poppler-utils): there is none on this machine." >&2; exit 1; }
	$(TEST_VENV)/bin/python -m pytest tests/documents/heavy

# Stored results and the examples give the same bytes on CPython 3.11, 3.12 and 3.13, those that the machine has.
test-pythons: $(TEST_VENV)/.installed
	@$(TEST_VENV)/bin/python tools/pythons.py dist/*.whl $(PYTHONS_VENV)

# A tool that embeds the library, installed beside the built wheel as its users would.
test-embedder: $(TEST_VENV)/.installed
	@test -x $(EMBEDDER_VENV)/bin/python || $(PYTHON) -m venv $(EMBEDDER_VENV)
	@$(EMBEDDER_VENV)/bin/python -m pip install $(PIP_FLAGS) $(CONSTRAINTS) hatchling pytest "$$(ls dist/*.whl)[cli,hypothesis]"
	@$(EMBEDDER_VENV)/bin/python -m pip install $(PIP_FLAGS) $(CONSTRAINTS) --force-reinstall --no-deps dist/*.whl
	@$(EMBEDDER_VENV)/bin/python -m pip install $(PIP_FLAGS) $(CONSTRAINTS) --no-deps --no-build-isolation ./examples/embedder
	$(EMBEDDER_VENV)/bin/python tools/embedder.py

# Two builds give the same bytes; contents, metadata, bill of materials; the wheel without extras.
test-package:
	@test -x $(PACKAGE_VENV)/bin/python || $(PYTHON) -m venv $(PACKAGE_VENV)
	@$(PACKAGE_VENV)/bin/python -m pip install $(PIP_FLAGS) $(CONSTRAINTS) $$($(PACKAGE_VENV)/bin/python tools/group.py package)
	$(PACKAGE_VENV)/bin/python tools/package.py

# A sample of mutants of exact, rubrics and scoring, one after the other: an hour on two cores. No part of CI.
EACH ?= 20
SEED ?= 1
mutation:
	@test -x $(MUTATION_VENV)/bin/python || $(PYTHON) -m venv $(MUTATION_VENV)
	@$(MUTATION_VENV)/bin/python -m pip install $(PIP_FLAGS) $(CONSTRAINTS) '.[cli,docx,frames,hypothesis,sql,xlsx]' \
		$$($(MUTATION_VENV)/bin/python tools/group.py mutation test)
	$(MUTATION_VENV)/bin/python tools/mutation.py --each $(EACH) --seed $(SEED)

test-thorough: $(TEST_VENV)/.installed
	HYPOTHESIS_PROFILE=thorough $(TEST_VENV)/bin/python -m pytest -n auto tests
	$(MAKE) test-engines

coverage: $(TEST_VENV)/.installed
	@rm -f .coverage*
	$(TEST_VENV)/bin/python -m coverage run -m pytest -q tests
	$(TEST_VENV)/bin/python -m coverage combine --quiet
	$(TEST_VENV)/bin/python -m coverage report

$(LINT_VENV)/.installed: pyproject.toml requirements/constraints.txt
	@test -x $(LINT_VENV)/bin/python || $(PYTHON) -m venv $(LINT_VENV)
	@$(LINT_VENV)/bin/python -m pip install $(PIP_FLAGS) $(CONSTRAINTS) -e '.[charts,cli,docx,frames,hypothesis,sql,xlsx]' \
		$$($(LINT_VENV)/bin/python tools/group.py lint test)
	@touch $@

lint: $(LINT_VENV)/.installed
	$(LINT_VENV)/bin/ruff check src tests tools benchmarks
	$(LINT_VENV)/bin/ruff format --check src tests tools benchmarks
	$(LINT_VENV)/bin/mypy --strict src
	$(LINT_VENV)/bin/pyright --pythonpath $(LINT_VENV)/bin/python tests/typing
	@# Its report lists every module; it is shown where something is missing.
	@told=$$(PYTHONPATH=src $(LINT_VENV)/bin/pyright --pythonpath $(LINT_VENV)/bin/python --ignoreexternal --verifytypes jixiao_core) \
		|| { echo "$$told"; exit 1; }; echo "$$told" | grep "completeness score"
	$(LINT_VENV)/bin/ty check --quiet --python $(LINT_VENV) tests/typing
	$(LINT_VENV)/bin/lint-imports
	$(LINT_VENV)/bin/python tools/catalogues.py --check
	$(LINT_VENV)/bin/python tools/lock_rubrics.py --check
	$(LINT_VENV)/bin/python tools/examples.py --check
	$(LINT_VENV)/bin/python tools/schemas.py --check
	$(LINT_VENV)/bin/python tools/vectors.py --check
	$(LINT_VENV)/bin/python tools/public_api.py --check
	$(LINT_VENV)/bin/python tools/sbom.py --check

format: $(LINT_VENV)/.installed
	$(LINT_VENV)/bin/ruff check --fix --exit-zero src tests tools benchmarks
	$(LINT_VENV)/bin/ruff format src tests tools benchmarks

catalogues: $(LINT_VENV)/.installed
	$(LINT_VENV)/bin/python tools/catalogues.py

bench: $(TEST_VENV)/.installed
	@$(TEST_VENV)/bin/python -m pip install $(PIP_FLAGS) $(CONSTRAINTS) $$($(TEST_VENV)/bin/python tools/group.py bench)
	$(TEST_VENV)/bin/python benchmarks/run.py
	$(TEST_VENV)/bin/python benchmarks/forms.py
	$(TEST_VENV)/bin/python benchmarks/analysis.py

# Not part of CI: minutes on a quiet machine with 16 GB of memory and a C compiler; the header of the file has more.
$(BENCH_VENV)/.installed: $(SOURCES) requirements/constraints.txt
	@test -x $(BENCH_VENV)/bin/python || $(PYTHON) -m venv $(BENCH_VENV)
	@$(BENCH_VENV)/bin/python -m pip install $(PIP_FLAGS) $(CONSTRAINTS) '.[frames]' \
		$$($(BENCH_VENV)/bin/python tools/group.py bench-frames)
	@touch $@

bench-frames: $(BENCH_VENV)/.installed
	$(BENCH_VENV)/bin/python benchmarks/frames.py
	$(BENCH_VENV)/bin/python benchmarks/frames.py --stream

# The notebook is run from its source, with its pictures; Chinese labels need a Chinese font (fonts-wqy-microhei).
$(NOTEBOOK_VENV)/.installed: $(SOURCES) requirements/constraints.txt
	@test -x $(NOTEBOOK_VENV)/bin/python || $(PYTHON) -m venv $(NOTEBOOK_VENV)
	@$(NOTEBOOK_VENV)/bin/python -m pip install $(PIP_FLAGS) $(CONSTRAINTS) '.[frames]' \
		$$($(NOTEBOOK_VENV)/bin/python tools/group.py notebooks)
	@touch $@

notebook: $(NOTEBOOK_VENV)/.installed
	PATH=$(CURDIR)/$(NOTEBOOK_VENV)/bin:$$PATH $(NOTEBOOK_VENV)/bin/jupytext --to ipynb --set-kernel python3 --execute docs/notebooks/a-province-in-ten-minutes.py

# Every warning is an error, names of the reference that nothing documents too; then every link of the built pages.
$(DOCS_VENV)/.installed: pyproject.toml requirements/constraints.txt
	@test -x $(DOCS_VENV)/bin/python || $(PYTHON) -m venv $(DOCS_VENV)
	@$(DOCS_VENV)/bin/python -m pip install $(PIP_FLAGS) $(CONSTRAINTS) -e '.[frames,sql]' \
		$$($(DOCS_VENV)/bin/python tools/group.py docs)
	@touch $@

docs: $(DOCS_VENV)/.installed
	$(DOCS_VENV)/bin/python -m sphinx --builder html --fail-on-warning --keep-going --nitpicky --fresh-env --quiet docs docs/_build/html
	$(DOCS_VENV)/bin/python tools/check_site.py docs/_build/html docs

clean:
	rm -rf $(DOCS_VENV) docs/_build $(VENV) $(TEST_VENV) $(PYTHONS_VENV) $(BENCH_VENV) $(LINT_VENV) $(ENGINES_VENV) $(NOTEBOOK_VENV) $(EMBEDDER_VENV) $(PACKAGE_VENV) $(MUTATION_VENV) build dist .coverage* htmlcov
