#!/usr/bin/env bash
# Two builds of the program write the same results: all bytes but manifest.json and report.html, which hold
# clock time and paths. Usage: same_bytes.sh PROGRAM OTHER-PROGRAM
set -euo pipefail
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../..
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# compare NAME ARGUMENTS...: runs both with these arguments and compares the folders.
compare() {
  local name=$1 file count=0
  shift
  "$one" run "$@" --quiet --out "$scratch/one/$name" --threads 1 >/dev/null
  "$other" run "$@" --quiet --out "$scratch/other/$name" --threads 2 >/dev/null
  while read -r file; do
    cmp "$scratch/one/$name/$file" "$scratch/other/$name/$file"
    count=$((count + 1))
  done < <(cd "$scratch" && { (cd "one/$name" && find . -type f); (cd "other/$name" && find . -type f); } | sort -u |
    grep -vE '^\./(manifest\.json|report\.html)$')
  [[ $count -ge 6 ]] || { echo "$name: only $count files were compared"; exit 1; }
  echo "$name: $count files, the same bytes"
}

one=$1 other=$2
compare toy "$root/tests/data/toy-scenarios/base.yaml" --data "$root/tests/data/toy"
compare toy-closed "$root/tests/data/toy-scenarios/closed.yaml" --data "$root/tests/data/toy" --replications 2
compare ust-luga-ban "$root/scenarios/ust-luga-ban.yaml" --replications 1
