#!/usr/bin/env bash
# Runs the quick unit tests and one small scenario of a debug build under valgrind. Usage: valgrind.sh BUILD-FOLDER
set -euo pipefail
build=$1
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../..
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export CORRIDOR_SLOWED=1  # tests that bound processor time bound it by more
check() { valgrind --quiet --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite "$@" >/dev/null; }
for room in network scenario store; do
  check "$build/tests/$room/test_$room" --source-file-exclude='*_slow_test.cpp'
done
check "$build/corridor" run "$root/tests/data/toy-scenarios/base.yaml" --data "$root/tests/data/toy" \
  --replications 1 --threads 1 --quiet --out "$scratch/out"
echo "valgrind found nothing"
