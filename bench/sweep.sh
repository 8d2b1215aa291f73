#!/usr/bin/env bash
# How much faster two cores sweep than one: 4 units a point of the year 2024, median of several runs. At least 1.9 is promised
# on a machine that has nothing else to do.
#   bench/sweep.sh PROGRAM [TIMES (3)] [POINTS (16)]      ends with 1 where the promise is missed, with 77 on one core
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
program=${1:?the program to measure} times=${2:-3} points=${3:-16}
(($(nproc) >= 2)) || { echo "SKIPPED: this machine has one core"; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cat >"$scratch/study.yaml" <<STUDY
study: Many units
base: $root/scenarios/base-2024.yaml
parameters:
  - {name: tariff, moves: {tariff: all, rate: times value}, from: 0.8, to: 1.2, points: $points}
replications: 4
report: [delivered, cost_per_tonne]
STUDY

# seconds THREADS: the median of $times sweeps from nothing
seconds() {
  local i began
  for ((i = 0; i < times; ++i)); do
    rm -f "$scratch"/out.sqlite*
    began=$(date +%s.%N)
    "$program" sweep "$scratch/study.yaml" --threads "$1" --quiet --out "$scratch/out.sqlite" >/dev/null
    awk -v a="$began" -v b="$(date +%s.%N)" 'BEGIN { printf "%.3f\n", b - a }'
  done | sort -n | awk '{ s[NR] = $1 } END { print s[int((NR + 1) / 2)] }'
}
one=$(seconds 1)
two=$(seconds 2)
awk -v units=$((4 * points)) -v one="$one" -v two="$two" -v load="$(cut -d' ' -f1 /proc/loadavg)" 'BEGIN {
  printf "%d units: one thread %.2f s, two threads %.2f s, ratio %.2f (at least 1.9); load of the machine %s\n", units, one, two, one / two, load
  exit !(one / two >= 1.9)
}'
