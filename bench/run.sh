#!/usr/bin/env bash
# Measures what corridor promises about speed and memory, one line a promise, on one core.
#   bench/run.sh                   builds Release first, then measures; also runs the Google benchmarks
#   bench/run.sh --program FILE    measures this program and nothing else; --times N (5), --slack FACTOR (1)
# Ends with 1 where a promise is missed.
set -euo pipefail
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/..
root=$(cd "$root" && pwd -P)
source "$root/cmake/steps.sh"

program='' times=5 slack=1
while [[ $# -gt 0 ]]; do
  case $1 in
    --program) program=$2 ;;
    --times) times=$2 ;;
    --slack) slack=$2 ;;
    *) sed -n '2,5s/^# \{0,1\}//p' "$root/bench/run.sh"; exit 2 ;;
  esac
  shift 2
done

benches=()
if [[ -z $program ]]; then
  mkdir -p "$root/build"
  install_packages build test || fail "packages are missing"
  configure release -DCORRIDOR_TESTS=OFF -DCORRIDOR_BENCH=ON || fail "CMake could not configure"
  cmake --build "$root/build/release" </dev/null >&2
  program=$root/build/release/corridor
  mapfile -t benches < <(find "$root/build/release/bench" -maxdepth 1 -name '*_bench' -type f | sort)
fi
[[ -x /usr/bin/time ]] || { echo "SKIPPED: /usr/bin/time is not installed"; exit 77; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
one_core=()
command -v taskset >/dev/null && one_core=(taskset -c 0)
missed=0

# measure COMMAND...: prints the median seconds and the greatest megabytes of $times runs.
measure() {
  local i
  for ((i = 0; i < times; ++i)); do
    "${one_core[@]}" /usr/bin/time -q -f '%e %M' -o "$scratch/time" "$@" >"$scratch/said" 2>&1 ||
      { cat "$scratch/said" >&2; fail "failed: $*"; }
    tail -n 1 "$scratch/time"
  done | sort -n | awk '{ s[NR] = $1; if ($2 > m) m = $2 } END { printf "%.2f %.0f\n", s[int((NR + 1) / 2)], m / 1024 }'
}

# promise WHAT FIGURE LIMIT UNIT
promise() {
  local verdict=kept
  awk -v f="$2" -v l="$3" -v s="$slack" 'BEGIN { exit !(f <= l * s) }' || { verdict=MISSED; missed=1; }
  printf '%-62s %8s %-3s at most %s %s  %s\n' "$1" "$2" "$4" "$3" "$4" "$verdict"
}

printf 'on %s, %s run(s) each, median seconds, greatest memory\n' \
  "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$times"
year=$root/scenarios/ust-luga-ban.yaml
read -r seconds megabytes < <(measure "$program" validate "$year")
promise "load and check the shipped data and a scenario" "$seconds" 0.25 s
read -r seconds megabytes < <(measure "$program" run "$year" --replications 1 --threads 1 --quiet --out "$scratch/out")
promise "one replication of a year of the coal world, with loading" "$seconds" 0.5 s
promise "memory of that" "$megabytes" 150 MB

for bench in "${benches[@]}"; do
  printf '\n%s\n' "$(basename "$bench")"
  "${one_core[@]}" "$bench" --benchmark_min_time=0.1 2>/dev/null
done
exit "$missed"
