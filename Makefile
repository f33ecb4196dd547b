# make run · make test · make bench: each installs what it needs, once.
.PHONY: run test bench lock css clean instalar navegador
.SILENT:

PORT ?= 8000
# By module, not by script: the environment still works when the folder is moved.
PYTHON := .venv/bin/python
# Throw-away data of the checks that need a database, apart from those of `make run`.
DESARROLLO := PORTAL_DEBUG=1 PORTAL_LOCAL=.local/pruebas

run: instalar
	PORT='$(PORT)' exec $(PYTHON) -m portal.desarrollo.servir

test: navegador
	echo '— ruff'
	$(PYTHON) -m ruff check --quiet .
	$(PYTHON) -m ruff format --quiet --check .
	echo '— mypy'
	$(DESARROLLO) $(PYTHON) -m mypy --no-error-summary
	echo '— djlint'
	# Not its formatter: it puts white space inside inline elements, where it shows.
	$(PYTHON) -m djlint --quiet --lint templates
	echo '— import-linter'
	$(PYTHON) .venv/bin/lint-imports
	echo '— migraciones'
	$(DESARROLLO) $(PYTHON) manage.py makemigrations --check --dry-run --verbosity 1
	echo '— check --deploy, con valores de producción'
	env -i PATH="$$PATH" sh -ac '. ./tests/produccion.env && \
		exec $(PYTHON) manage.py check --deploy --fail-level WARNING'
	echo '— pytest'
	$(PYTHON) -m pytest -q -n auto --maxprocesses 8

bench: instalar
	$(PYTHON) -m tests.rendimiento

# `make lock UV=--upgrade` takes the newest versions that pyproject.toml allows; where packages come
# from is for uv's own settings to say, and stands in no file here.
lock: instalar
	test -x .local/uv/bin/uv || { $(PYTHON) -m venv .local/uv && \
		.local/uv/bin/python -m pip install -qq --disable-pip-version-check uv; }
	compilar() { \
		.local/uv/bin/uv pip compile --quiet --universal --python-version 3.11 \
			--generate-hashes --no-header --no-annotate $(UV) "$$@"; \
	}; \
	compilar pyproject.toml -o requirements.lock && \
	compilar --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock

# Needs npm; the result is committed.
css:
	sh portal/desarrollo/css/construir.sh

clean:
	if [ -e .local/motores.uso ] && ! flock --timeout 10 .local/motores.uso true; then \
		echo 'El portal está en marcha: deténgalo primero con Ctrl-C.' >&2; exit 1; \
	fi
	# As root the engines' data may lie elsewhere, behind these links.
	rm -rf "$$(readlink -f .local/motores)" "$$(readlink -f .local/pruebas/motores)" \
		.local .venv htmlcov .coverage .mypy_cache .ruff_cache .pytest_cache \
		.import_linter_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

instalar:
	sh portal/desarrollo/instalar.sh

navegador:
	sh portal/desarrollo/instalar.sh navegador
