#!/bin/sh
# Compiles portal.scss into static/vendor/bootstrap/portal.css. The tools stay under .local/css.
set -eu
aqui=$(cd "$(dirname "$0")" && pwd)
raiz=$(cd "$aqui/../../.." && pwd)
herramientas="$raiz/.local/css"

mkdir -p "$herramientas"
npm install --no-save --no-package-lock --no-audit --no-fund --ignore-scripts \
    --prefix "$herramientas" bootstrap@5.3.9 sass@1.108.2
# Bootstrap 5.3 still uses @import and global functions: its warnings are not ours to fix.
"$herramientas/node_modules/.bin/sass" --no-source-map --style=compressed \
    --quiet-deps --silence-deprecation=import,global-builtin \
    --load-path="$herramientas/node_modules/bootstrap/scss" \
    "$aqui/portal.scss" "$raiz/static/vendor/bootstrap/portal.css"
