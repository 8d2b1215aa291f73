#!/usr/bin/env bash
# Times the page of a ten-year run in Debian's Chromium: from opening until answer and map are painted, and frames a second
# while the months run. Wants: under 1 s, and 30 or more; a year's page under 3 MB. Prints MET or MISSED for each; no
# test depends on it.
#   bench/page.sh [PRESET]       PRESET: ci (default; its build has the driver of the browser) or another with tests
set -euo pipefail
root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
build=$root/build/${1:-ci}
export CORRIDOR=$build/corridor MODULES=$build/sim/report/page/node_modules
CHROMIUM=$(command -v chromium || command -v chromium-browser) || { echo "chromium is not installed" >&2; exit 1; }
export CHROMIUM
[[ -x $CORRIDOR ]] || { echo "build first: $CORRIDOR is not there" >&2; exit 1; }
[[ -d $MODULES/playwright-core ]] || { echo "no playwright-core in $MODULES: built without npm or without tests" >&2; exit 1; }
exec timeout --kill-after=10 600 node "$root/bench/page.mjs"
