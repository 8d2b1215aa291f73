#!/usr/bin/env bash
# An installed copy serves somebody else's CMake project, and its program finds its data by itself.
# Usage: install_test.sh BUILD-FOLDER COMPILER COMPILER-FLAGS
set -euo pipefail
build=$1 compiler=$2 flags=$3
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
prefix=$build/installed
rm -rf "$prefix" "$build/consumer"
cmake --install "$build" --prefix "$prefix" >/dev/null

cmake -S "$here/consumer" -B "$build/consumer" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_PREFIX_PATH="$prefix" \
  -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_CXX_FLAGS="$flags" >/dev/null
cmake --build "$build/consumer" >/dev/null
said=$("$build/consumer/consumer")
[[ $said == "a quarter of the equator: 10008 km" ]] || { echo "the consumer said: $said"; exit 1; }

for file in share/corridor/scenarios/README.md share/corridor/network/data/LICENSE.md share/doc/corridor/LICENSE; do
  [[ -s $prefix/$file ]] || { echo "not installed: $file"; exit 1; }
done
# Nothing that is installed knows where it was built. Debug sections may; releases have none.
if grep -rlF "$here" "$prefix" --include='*.cmake' --include='*.hpp'; then
  echo "an installed file names the source folder"
  exit 1
fi

if [[ -x $prefix/bin/corridor ]]; then
  places=$(cd / && env -u CORRIDOR_DATA "$prefix/bin/corridor" list places --format json | grep -o '"id"' | wc -l)
  [[ $places -gt 100 ]] || { echo "the installed program knows $places places"; exit 1; }
fi
