# What run.sh, test.sh and bench/run.sh share. Sourced by bash, with $root set to the repository's root.

say() { printf '\n== %s\n' "$*" >&2; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# packages_of STEP...: the packages that cmake/packages.txt lists for these steps, less those whose command is there.
packages_of() {
  local step package command
  for step in "$@"; do
    awk -v step="$step" '$1 == step { print $2, $3 }' "$root/cmake/packages.txt" | while read -r package command; do
      [[ -n $command ]] && command -v "$command" >/dev/null || printf '%s\n' "$package"
    done
  done
}

# missing_packages STEP...: those of them that are not installed. Quick: one call of dpkg-query, no network.
missing_packages() {
  local wanted installed
  wanted=$(packages_of "$@")
  # shellcheck disable=SC2086
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null | awk '$1 == "installed" { print $2 }')
  comm -23 <(sort -u <<<"$wanted") <(sort -u <<<"$installed")
}

# install_packages STEP...: installs what is missing; where it cannot, says what is needed and returns 1.
install_packages() {
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "This is no Debian: corridor needs what these Debian 12 packages hold:"
    packages_of "$@" | paste -sd' ' >&2
    return 0  # perhaps it is all there; if not, CMake names what it misses
  fi
  local missing as_root=()
  missing=$(missing_packages "$@")
  [[ -z $missing ]] && return 0
  if [[ $(id -u) != 0 ]]; then
    if ! command -v sudo >/dev/null; then
      say "Not root and no sudo here. As root, install: $(paste -sd' ' <<<"$missing")"
      return 1
    fi
    as_root=(sudo)
  fi
  say "Installing: $(paste -sd' ' <<<"$missing")"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update </dev/null >&2 || say "apt-get update failed; trying with the lists that are there"
  # shellcheck disable=SC2086
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $missing </dev/null >&2 && return 0
  local package  # one that cannot be had must not keep the others away
  for package in $missing; do
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$package" </dev/null >&2 || true
  done
  missing=$(missing_packages "$@")
  [[ -z $missing ]] && return 0
  say "Could not install: $(paste -sd' ' <<<"$missing")"
  return 1
}

# configure PRESET ARGUMENTS...: configures build/PRESET; ccache where it is installed.
configure() {
  local preset=$1 launcher=
  shift
  command -v ccache >/dev/null && launcher=ccache
  (cd "$root" && cmake --preset "$preset" -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher" "$@" </dev/null >"$root/build/$preset.configure.log" 2>&1) ||
    { cat "$root/build/$preset.configure.log" >&2; return 1; }
}
