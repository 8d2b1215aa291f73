#!/usr/bin/env bash
# run.sh TEST.mjs: runs it with node; 77, and says why, where a tool is missing. Ends within twenty minutes, come what may.
set -euo pipefail
skip() { echo "SKIPPED: $*"; exit 77; }
command -v "$NODE" >/dev/null || skip "node is not installed"
[[ -x ${CHROMIUM:-} ]] || skip "chromium is not installed"
[[ -d $MODULES/playwright-core && -d $MODULES/axe-core ]] || skip "the page's packages are not there: this build was made without npm"
exec timeout --kill-after=20 1200 "$NODE" "$1"
