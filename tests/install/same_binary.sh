#!/usr/bin/env bash
# Builds the program from a copy of the sources in another folder: it must be the same, byte for byte.
# Usage: same_binary.sh SOURCE-FOLDER PROGRAM
set -euo pipefail
source=$1 program=$2
copy=$(mktemp -d)/a-folder-with-quite-another-name
trap 'rm -rf "$(dirname "$copy")"' EXIT
mkdir "$copy"
(cd "$source" && tar -c --exclude=./build --exclude=./results --exclude=./.git .) | tar -x -C "$copy"
# No ccache: what it gives back was built elsewhere.
(cd "$copy" && CCACHE_DISABLE=1 cmake --preset ci -DCORRIDOR_TESTS=OFF -DCORRIDOR_BENCH=OFF >/dev/null)
CCACHE_DISABLE=1 cmake --build "$copy/build/ci" --target corridor >/dev/null
cmp "$program" "$copy/build/ci/corridor"
if strings -a "$program" 2>/dev/null | grep -F "$source/"; then
  echo "the program names the folder that it was built in"
  exit 1
fi
echo "the same program from $source and from $copy"
