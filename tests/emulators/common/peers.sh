#!/bin/sh
# peers.sh SOURCE BUILD [DOCUMENT]: runs SOURCE's tests, by programs that nobody here wrote, in a copy, so that the source tree stays
# free of node_modules. SOURCE/prepare.sh is run there first, when there is one. DOCUMENT is one of the published documents they judge
# by; these are looked for in $MUSTER_SPECS, or in a folder specs/ beside the repository.
set -eu
mkdir -p "$2"
cp "$1"/*.mjs "$1"/package.json "$1"/package-lock.json "$2"
if [ -z "${MUSTER_SPECS:-}" ] && [ -n "${3:-}" ]; then
  for folder in "$(dirname "$0")"/../../../../*/specs; do
    if [ -e "$folder/$3" ]; then MUSTER_SPECS=$(cd "$folder" && pwd); fi
  done
fi
export MUSTER_SPECS="${MUSTER_SPECS:-}"
cd "$2"
if ! cmp -s package-lock.json node_modules/.installed; then
  npm ci --ignore-scripts --no-audit --no-fund
  cp package-lock.json node_modules/.installed
fi
if [ -f "$1/prepare.sh" ]; then sh "$1/prepare.sh"; fi
exec node --test --test-concurrency=1
