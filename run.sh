#!/usr/bin/env bash
# Installs what is missing, builds corridor in build/release and runs a scenario, with its summary on the screen.
#   ./run.sh                        Kazakh coal in 2025 through the Ust-Luga ban and its exemption
#   ./run.sh SCENARIO.yaml [...]    another scenario; further arguments go to `corridor run`
# Results are written to results/<scenario> in the current folder. Works from any folder, as often as you like.
set -euo pipefail
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
source "$root/cmake/steps.sh"

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
  sed -n '2,5s/^# \{0,1\}//p' "$root/run.sh"
  exit 0
fi

scenario=$root/scenarios/ust-luga-ban.yaml
if [[ $# -gt 0 && $1 != -* ]]; then
  scenario=$1
  shift
fi

mkdir -p "$root/build"
install_packages build || fail "packages are missing"
configure release -DCORRIDOR_TESTS=OFF -DCORRIDOR_BENCH=OFF || fail "CMake could not configure"
cmake --build "$root/build/release" --target corridor </dev/null >&2 || fail "the build failed"
exec "$root/build/release/corridor" run "$scenario" "$@"
