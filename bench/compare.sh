#!/usr/bin/env bash
# The engine beside SimPy: the same M/M/1 and the same small port, as whole programs in turn. Ends with 1 where their
# results differ; prints the ratio of the processor's seconds, median of the pairs.
#   bench/compare.sh PROGRAM [--smoke]     PROGRAM: build/release/bench/engine_models; --smoke: small and once
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
program=${1:?the program to compare}
times=5 customers=300000 ships=30000
[[ ${2:-} == --smoke ]] && times=1 customers=2000 ships=500
python=/usr/bin/python3  # the one that Debian's packages belong to
"$python" -c 'import simpy' 2>/dev/null || { echo "SKIPPED: Debian's python3-simpy3 is not installed"; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
TIMEFORMAT=%3U

for model in "mm1 $customers customers" "port $ships ships"; do
  read -r name count what <<<"$model"
  for ((i = 0; i < times; ++i)); do
    { time "$program" "$name" "$count" >"$scratch/ours"; } 2>"$scratch/our_time"
    { time "$python" "$here/simpy_models.py" "$name" "$count" >"$scratch/theirs"; } 2>"$scratch/their_time"
    cmp -s "$scratch/ours" "$scratch/theirs" ||
      { echo "$name: results differ: $(cat "$scratch/ours") | SimPy: $(cat "$scratch/theirs")"; exit 1; }
    paste "$scratch/our_time" "$scratch/their_time"
  done | sort -g >"$scratch/pairs"
  awk '{ print $2 / ($1 > 0 ? $1 : 0.001), $1, $2 }' "$scratch/pairs" | sort -g |
    awk -v name="$name" -v count="$count $what" -v said="$(cat "$scratch/ours")" '
      { ratio[NR] = $1; ours[NR] = $2; theirs[NR] = $3 }
      END { m = int((NR + 1) / 2)
            printf "%-5s %s: SimPy %.2f s, ours %.3f s, ratio %.0f (%.0f to %.0f); both: %s\n",
                   name, count, theirs[m], ours[m], ratio[m], ratio[1], ratio[NR], said }'
done
