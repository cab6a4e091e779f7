#!/bin/sh
# run.sh SOURCE BUILD: writes an app package with the program ($MUSTER_BIN) and judges its manifest, in a copy, so that
# the source tree stays free of node_modules.
set -eu
mkdir -p "$2"
cp "$1"/*.mjs "$1"/package.json "$1"/package-lock.json "$2"
cd "$2"
if ! cmp -s package-lock.json node_modules/.installed; then
  npm ci --ignore-scripts --no-audit --no-fund
  cp package-lock.json node_modules/.installed
fi
echo 'console_url: https://muster.example.org:8443/console' >muster.yaml
"$MUSTER_BIN" --config muster.yaml manifest teams --app-id 11111111-2222-3333-4444-555555555555 --out package.zip --force
rm -rf package
python3 -m zipfile -e package.zip package
exec node --test --test-concurrency=1
