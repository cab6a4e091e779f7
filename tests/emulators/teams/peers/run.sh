#!/bin/sh
# run.sh SOURCE BUILD: runs these tests in a copy, so that the source tree stays free of node_modules.
# The published schema of Adaptive Cards 1.5 (adaptive-card-1.5.json) is looked for in $MUSTER_SPECS, or in a folder specs/ beside the
# repository.
set -eu
mkdir -p "$2"
cp "$1"/*.mjs "$1"/package.json "$1"/package-lock.json "$2"
if [ -z "${MUSTER_SPECS:-}" ]; then
  for folder in "$1"/../../../../../*/specs; do
    if [ -f "$folder/adaptive-card-1.5.json" ]; then MUSTER_SPECS=$(cd "$folder" && pwd); fi
  done
fi
export MUSTER_SPECS="${MUSTER_SPECS:-}"
cd "$2"
if ! cmp -s package-lock.json node_modules/.installed; then
  npm ci --ignore-scripts --no-audit --no-fund
  cp package-lock.json node_modules/.installed
fi
exec node --test --test-concurrency=1
