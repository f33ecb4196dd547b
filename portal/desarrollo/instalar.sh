#!/bin/sh
# Makes .venv with the locked dependencies; does nothing when it already has them.
# Run from the project's folder: `sh portal/desarrollo/instalar.sh [navegador]`.
# With `navegador` also what the tests need from the system: a browser and PDF tools.
set -eu

decir() { printf '%s\n' "$*" >&2; }
fallar() { decir "$*"; exit 1; }

instalar_de_debian() { # packages…; fails quietly where apt or root is missing
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    registro=.local/apt.log
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    { apt-get -qq update && apt-get -qq install -y --no-install-recommends "$@"; } \
        >"$registro" 2>&1 || { tail -n 5 "$registro" >&2; return 1; }
}

elegir_python() {
    for candidato in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidato" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidato"
            return
        fi
    done
    fallar "Se necesita Python 3.11 o posterior. En Debian 12: apt install python3 python3-venv"
}

crear_entorno() {
    python=$(elegir_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        decir "Instalando python3-venv…"
        instalar_de_debian python3-venv ||
            fallar "Falta el módulo venv de Python. Instálelo con: sudo apt install python3-venv"
    fi
    rm -rf .venv
    "$python" -m venv .venv
}

huella() { { cat requirements-dev.lock; .venv/bin/python -VV; } 2>/dev/null | sha256sum; }

instalar_dependencias() {
    # The stamp holds what was installed, so a changed lock or another Python installs again.
    [ "$(cat .venv/huella 2>/dev/null)" != "$(huella)" ] || return 0
    .venv/bin/python -m pip --version >/dev/null 2>&1 || crear_entorno
    decir "Instalando las dependencias (sólo esta vez; uno o dos minutos)…"
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
        --no-deps --require-hashes -r requirements-dev.lock ||
        fallar "No se pudieron instalar las dependencias. ¿Hay conexión a Internet?"
    huella >.venv/huella
}

buscar_navegador() {
    for programa in chromium pdftotext qpdf softhsm2-util; do
        command -v "$programa" >/dev/null || falta=1
    done
    [ -n "${falta:-}" ] || return 0
    decir "Instalando Chromium y las herramientas de PDF (sólo esta vez)…"
    instalar_de_debian chromium chromium-sandbox fonts-liberation poppler-utils qpdf \
        softhsm2 && return
    decir "*** AVISO: faltan Chromium o las herramientas de PDF; sin ellas no se prueba en navegador."
    decir "*** En Debian: sudo apt install chromium fonts-liberation poppler-utils qpdf softhsm2"
}

mkdir -p .local
# Two `make` at once in one checkout take turns.
exec 9>.local/instalar.lock
flock 9
instalar_dependencias
[ "${1:-}" != navegador ] || buscar_navegador
