#!/usr/bin/env bash
# Installs what is missing, builds with g++ Release and warnings as errors, and runs the whole suite.
#   ./test.sh          the suite: ten to eleven minutes on two cores (docs/performance.md)
#   ./test.sh --ci     and clang-19 with AddressSanitizer and UBSan, the bytes of both compilers compared, a
#                      reproducible build; a skipped test is a failure
#   ./test.sh --all    and ThreadSanitizer, a debug build, valgrind on the quick tests, coverage
#   ./test.sh --tidy   clang-tidy-19 over all sources, and nothing else (slow)
# Works from any folder, as often as you like. Logs stay in build/.
set -euo pipefail
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
source "$root/cmake/steps.sh"

level=plain
case ${1:-} in
  '') ;;
  --ci) level=ci ;;
  --all) level=all ;;
  --tidy) level=tidy ;;
  -h | --help) sed -n '2,8s/^# \{0,1\}//p' "$root/test.sh"; exit 0 ;;
  *) fail "unknown argument $1; ./test.sh --help tells which there are" ;;
esac

mkdir -p "$root/build"
jobs=$(nproc)
summary=()  # one line for each suite or check, printed at the end
failed=0
note() { summary+=("$1"); }
broken() { summary+=("FAILED  $1"); failed=1; }

# missing TOOL WHAT: true, and loud, where TOOL is not installed; then WHAT is skipped, which fails under --ci.
missing() {
  command -v "$1" >/dev/null && return 1
  say "SKIPPED: $2 ($1 is not installed)"
  if [[ $level == plain ]]; then note "SKIPPED $2 ($1 is not installed)"; else broken "$2: skipped, $1 is not installed"; fi
}

# suite PRESET TITLE CTEST-ARGUMENTS...: builds build/PRESET and runs its suite.
suite() {
  local preset=$1 title=$2 log=$root/build/$1.ctest.log
  shift 2
  say "$title: build"
  configure "$preset" || { broken "$title: CMake could not configure"; return 0; }
  cmake --build "$root/build/$preset" -j "$jobs" </dev/null >&2 || { broken "$title: the build failed"; return 0; }
  say "$title: suite"
  local rc=0
  ctest --test-dir "$root/build/$preset" -j "$jobs" --output-on-failure --no-tests=error "$@" </dev/null 2>&1 | tee "$log" || rc=$?
  local closing
  closing=$(grep -E 'tests? passed, [0-9]+ tests? failed out of' "$log" || echo 'ctest did not finish')
  if [[ $rc != 0 ]]; then
    broken "$title: $closing"
  elif [[ $level != plain ]] && grep -qE '\*\*\*(Skipped|Not Run)|\((Skipped|Disabled|Not Run)\)' "$log"; then
    broken "$title: tests were skipped: $(grep -cE '\((Skipped|Disabled|Not Run)\)' "$log")"
  else
    note "$title: $closing"
  fi
}

# check TITLE COMMAND...: one check outside ctest.
check() {
  local title=$1
  shift
  say "$title"
  if "$@" </dev/null; then note "passed  $title"; else broken "$title"; fi
}

case $level in
  tidy)
    install_packages build test ci || fail "packages are missing"
    configure ci && configure ci-clang || fail "CMake could not configure"
    cd "$root"
    git ls-files '*.cpp' ':!tests' | xargs -P "$jobs" -n 4 clang-tidy-19 --quiet -p build/ci-clang
    exit
    ;;
  plain) steps=(build test) ;;
  ci) steps=(build test ci) ;;
  all) steps=(build test ci all) ;;
esac
install_packages "${steps[@]}" || say "going on without them"

suite ci "g++ Release"

if [[ $level != plain ]]; then
  if ! missing clang++-19 "clang-19 with AddressSanitizer and UBSan"; then
    # Browsers try the page, whose data both compilers write alike (below): once is enough.
    suite ci-clang "clang-19 ASan+UBSan" -LE browser
    check "both compilers write the same bytes" \
      bash "$root/tests/end_to_end/same_bytes.sh" "$root/build/ci/corridor" "$root/build/ci-clang/corridor"
  fi
  check "two clones in different folders give the same binary" \
    bash "$root/tests/install/same_binary.sh" "$root" "$root/build/ci/corridor"
fi

if [[ $level == all ]]; then
  missing clang++-19 "ThreadSanitizer" || suite tsan "clang-19 ThreadSanitizer" -LE slow
  suite debug "g++ Debug"
  check "debug and release write the same bytes" \
    bash "$root/tests/end_to_end/same_bytes.sh" "$root/build/ci/corridor" "$root/build/debug/corridor"
  missing valgrind "valgrind" || check "valgrind finds nothing in the quick tests" \
    bash "$root/tests/end_to_end/valgrind.sh" "$root/build/debug"
  missing gcovr "coverage" || {
    suite coverage "g++ with coverage" -LE slow
    check "coverage is written to build/coverage.txt" \
      gcovr --root "$root" --filter "$root/network" --filter "$root/sim" -o "$root/build/coverage.txt" "$root/build/coverage"
    tail -n 3 "$root/build/coverage.txt"
  }
fi

printf '\n'
printf '%s\n' "${summary[@]}"
exit "$failed"
