# Writes an app package with the program ($MUSTER_BIN) and unpacks it for the tests.
set -eu
echo 'console_url: https://muster.example.org:8443/console' >muster.yaml
"$MUSTER_BIN" --config muster.yaml manifest teams --app-id 11111111-2222-3333-4444-555555555555 --out package.zip --force
rm -rf package
python3 -m zipfile -e package.zip package
