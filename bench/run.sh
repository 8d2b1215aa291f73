#!/usr/bin/env bash
# Measures what corridor promises about speed and memory; one line a target: name, target, got, MET or MISSED.
#   bench/run.sh                   builds Release first, then measures; also runs the benchmarks of the parts
#   bench/run.sh --program FILE    measures whole runs of this program and nothing else
#     --times N   runs for each figure, of which the median counts (5)
#     --smoke     only shows that it runs: one run each, few replications and variants, verdicts do not count
# Ends with 1 where a target is missed. Seconds are of the processor on one core, so that other programs do not count,
# but for those on all cores, which are of the clock. Memory is the greatest resident set.
set -euo pipefail
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/..
root=$(cd "$root" && pwd -P)
source "$root/cmake/steps.sh"

program='' times=5 many=64 points=16 smoke=''
while [[ $# -gt 0 ]]; do
  case $1 in
    --program) program=$2 ;;
    --times) times=$2 ;;
    --smoke) smoke=yes times=1 many=2 points=2; shift; continue ;;
    *) sed -n '2,9s/^# \{0,1\}//p' "$root/bench/run.sh"; exit 2 ;;
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
other_core=()
command -v taskset >/dev/null && one_core=(taskset -c 0) other_core=(taskset -c 1)
pinned=("${one_core[@]}")
missed=0

# median FILE: the middle one of the numbers in it.
median() { sort -g "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# run COMMAND...: once, pinned to one core; clock seconds, processor seconds and megabytes go to files.
run() {
  local code=0
  "${pinned[@]}" /usr/bin/time -q -f '%e %U %S %M' -o "$scratch/time" "$@" >"$scratch/said" 2>&1 || code=$?
  ((code == ${expected:-0})) || { cat "$scratch/said" >&2; fail "failed: $*"; }
  tail -n 1 "$scratch/time" | while read -r clock user system kilobytes; do
    echo "$clock" >>"$scratch/clock"
    awk -v a="$user" -v b="$system" 'BEGIN { print a + b }' >>"$scratch/cpu"
    awk -v k="$kilobytes" 'BEGIN { print k / 1024 }' >>"$scratch/mb"
  done
}
# of_manifest FOLDER PART: processor seconds that a run says it spent on a part.
of_manifest() { sed -n "s/^ *\"$2\": \([0-9.e+-]*\),\{0,1\}$/\1/p" "$1/manifest.json"; }
forget() { rm -f "$scratch"/{clock,cpu,mb,world,simulation,figures}; }

# target NAME LIMIT UNIT GOT [at-least]
target() {
  local verdict=MET sign='<='
  [[ ${5:-} == at-least ]] && sign='>='
  awk -v got="$4" -v limit="$2" -v sign="$sign" 'BEGIN { exit !(sign == "<=" ? got <= limit : got >= limit) }' ||
    { verdict=MISSED; missed=1; }
  printf '%-58s %14s  %10s  %s\n' "$1" "$sign $2 $3" "$(printf '%.3g' "$4") $3" "$verdict"
}

printf 'on %s, %s cores, median of %s\n' \
  "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$times"
year=$root/scenarios/ust-luga-ban.yaml
forget
for ((i = 0; i < times; ++i)); do run "$program" validate "$year"; done
on_one=$(median "$scratch/cpu")
forget
pinned=()  # files are parsed side by side
for ((i = 0; i < times; ++i)); do run "$program" validate "$year"; done
pinned=("${one_core[@]}")
target "load and check the shipped data and a scenario, by the clock" 0.15 s "$(median "$scratch/clock")"
printf '  %-56s %14s  %10s\n' "the same on one core" "" "$(printf '%.3g s' "$on_one")"

# The slowest of the broken files that the tests refuse.
{ echo 'scenario: many keys'; seq 300000 | sed 's/.*/k&: 1/'; } >"$scratch/bad.yaml"
forget
for ((i = 0; i < times; ++i)); do expected=2 run "$program" run "$scratch/bad.yaml" --out "$scratch/none"; done
target "refuse a scenario of 300,000 unknown keys" 1 s "$(median "$scratch/cpu")"

forget
for ((i = 0; i < times; ++i)); do
  run "$program" run "$year" --replications 1 --threads 1 --quiet --out "$scratch/out"
  for part in world simulation figures; do of_manifest "$scratch/out" "$part" >>"$scratch/$part"; done
done
target "one replication of a year of the coal world, all in all" 0.5 s "$(median "$scratch/cpu")"
target "  of it the simulation" 0.1 s "$(median "$scratch/simulation")"
printf '  %-56s %14s  %10s\n' "of it building the world" "" "$(printf '%.3g s' "$(median "$scratch/world")")"
printf '  %-56s %14s  %10s\n' "of it key figures and sums for the files" "" "$(printf '%.3g s' "$(median "$scratch/figures")")"
target "memory of that" 150 MB "$(sort -g "$scratch/mb" | tail -n 1)"

# whole SCENARIO SECONDS TIMES: one replication of everything Kazakhstan exports.
whole() {
  forget
  for ((i = 0; i < $3; ++i)); do
    run "$program" run "$root/scenarios/$1.yaml" --replications 1 --threads 1 --quiet --out "$scratch/out"
    of_manifest "$scratch/out" simulation >>"$scratch/simulation"
  done
  target "one replication of \`$1\`, all in all" "$2" s "$(median "$scratch/cpu")"
}
whole world-2024 2 "$times"
target "  of it the simulation" 0.4 s "$(median "$scratch/simulation")"
target "memory of that" 300 MB "$(sort -g "$scratch/mb" | tail -n 1)"
if [[ -z $smoke ]]; then
  whole ten-years 20 "$(((times + 1) / 2))"
  target "  of it the simulation" 4 s "$(median "$scratch/simulation")"
  printf '  %-56s %14s  %10s\n' "memory of that" "" "$(sort -g "$scratch/mb" | tail -n 1 | cut -d. -f1) MB"
fi

if (($(nproc) > 1)); then
  # What two cores give here: twice the work as two programs of one thread each, against one of them alone.
  forget
  alone=("$program" run "$year" --replications "$((many / 2))" --fixed-figures --threads 1 --quiet --out)
  for ((i = 0; i < (times + 1) / 2; ++i)); do
    pinned=("${one_core[@]}")
    run "${alone[@]}" "$scratch/one"
    cat "$scratch/clock" >>"$scratch/alone"
    forget
    /usr/bin/time -q -f '%e' -o "$scratch/other-clock" "${other_core[@]}" "${alone[@]}" "$scratch/two" >/dev/null 2>&1 &
    run "${alone[@]}" "$scratch/one"
    wait
    cat "$scratch/clock" "$scratch/other-clock" | sort -g | tail -n 1 >>"$scratch/both"
    forget
  done
  printf '%-58s %14s  %10s\n' "two programs of one thread each at once, over one" "" \
    "$(awk -v one="$(median "$scratch/alone")" -v both="$(median "$scratch/both")" 'BEGIN { printf "%.3g times", 2 * one / both }')"
  pinned=()
  for ((i = 0; i < (times + 1) / 2; ++i)); do
    for threads in 1 2; do
      forget
      run "$program" run "$year" --replications "$many" --fixed-figures --threads "$threads" --quiet --out "$scratch/out"
      cat "$scratch/clock" >>"$scratch/on-$threads"
    done
  done
  target "$many replications: two threads over one" 1.95 times \
    "$(awk -v one="$(median "$scratch/on-1")" -v two="$(median "$scratch/on-2")" 'BEGIN { print one / two }')" at-least
  swept=$("$root/bench/sweep.sh" "$program" "$(((times + 1) / 2))" "$points") || true  # the verdict is ours
  target "a sweep of $((4 * points)) units: two threads over one" 1.9 times \
    "$(sed -n 's/.*ratio \([0-9.]*\).*/\1/p' <<<"$swept")" at-least
fi

# A slice of the study, since the whole takes minutes; the points of the slice are as wide apart as all.
points=20
[[ -z $smoke ]] || points=2
studies=$root/scenarios/studies
sed "s|^base: |base: $studies/|; s|points: 1000|points: $points|" "$studies/thousand-futures.yaml" >"$scratch/futures.yaml"
pinned=()
for ((i = 0; i < (times + 1) / 2; ++i)); do
  rm -f "$scratch"/futures.sqlite*
  forget
  run "$program" sweep "$scratch/futures.yaml" --data "$studies/thousand-futures/data" --threads 2 --quiet --out "$scratch/futures.sqlite"
  cat "$scratch/clock" >>"$scratch/slices"
done
target "1,000 variants x 30 runs of five years, from $points variants" 120 s \
  "$(awk -v slice="$(median "$scratch/slices")" -v points="$points" 'BEGIN { print slice * 1000 / points }')"

if ((${#benches[@]})); then
  echo
  "${one_core[@]}" "$root/build/release/bench/engine_targets" || missed=1
  echo
  bash "$root/bench/compare.sh" "$root/build/release/bench/engine_models" || (($? == 77)) || missed=1
  echo
  "${one_core[@]}" "$root/build/release/bench/growth" || missed=1
fi
for bench in "${benches[@]}"; do
  printf '\n%s\n' "$(basename "$bench")"
  "${one_core[@]}" "$bench" --benchmark_min_time=0.1 2>/dev/null
done
[[ -n $smoke ]] || exit "$missed"
