#!/bin/sh
# run.sh SOURCE BUILD: runs these tests in a copy, so that the source tree stays free of node_modules.
set -eu
mkdir -p "$2"
cp "$1"/*.mjs "$1"/package.json "$1"/package-lock.json "$2"
cd "$2"
if ! cmp -s package-lock.json node_modules/.installed; then
  npm ci --ignore-scripts --no-audit --no-fund
  cp package-lock.json node_modules/.installed
fi
exec node --test --test-concurrency=1
