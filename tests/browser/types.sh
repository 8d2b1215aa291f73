#!/usr/bin/env bash
# types.sh PAGE-FOLDER: the TypeScript of the page holds its types.
set -euo pipefail
skip() { echo "SKIPPED: $*"; exit 77; }
command -v "$NODE" >/dev/null || skip "node is not installed"
[[ -d $MODULES/typescript ]] || skip "the page's packages are not there: this build was made without npm"
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r "$1/src" "$1/tsconfig.json" "$copy"
ln -s "$MODULES" "$copy/node_modules"
cd "$copy"
"$NODE" node_modules/typescript/bin/tsc --noEmit -p .
echo "no fault of type"
