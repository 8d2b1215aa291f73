#!/usr/bin/env bash
# Fails where clang-format-19 would lay out a source otherwise. Usage: format.sh CLANG-FORMAT
set -euo pipefail
if [[ ! -x $1 ]]; then
  echo "SKIPPED: clang-format-19 is not installed"
  exit 77
fi
find network sim tests bench -name '*.[ch]pp' -print0 | xargs -0 "$1" --dry-run --Werror
