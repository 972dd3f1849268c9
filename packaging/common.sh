# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What packaging/run, packaging/test and packaging/check share: install what is missing, configure, build.
# Sourced by bash; sets ROOT (the source tree), PRESET (release, unless it is set already) and BUILD (its folder).

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
PRESET="${PRESET:-release}"
BUILD="$ROOT/build/$PRESET"

say() { printf '==> %s\n' "$*" >&2; }
fail() {
    printf 'ccad: %s\n' "$*" >&2
    exit 1
}

# packages_of KIND... : the names in packaging/dependencies of these kinds.
packages_of() {
    local kind package rest
    while read -r kind package rest; do
        case " $* " in *" $kind "*) printf '%s\n' "$package" ;; esac
    done < <(grep -v '^#' "$ROOT/packaging/dependencies")
}

# missing_of PACKAGE... : those that are not installed.
missing_of() {
    local installed
    installed="$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null | sed -n 's/ installed$//p')"
    printf '%s\n' "$@" | grep -vxF -e "${installed:-none}" || true
}

# install_missing KIND... : asks apt for the packages that are missing, and for nothing when none is.
install_missing() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "This is not Debian: make sure that what packaging/dependencies names is installed."
        return
    fi
    local wanted missing as_root=()
    mapfile -t wanted < <(packages_of "$@")
    mapfile -t missing < <(missing_of "${wanted[@]}")
    [ "${#missing[@]}" -gt 0 ] || return 0

    say "Installing ${#missing[@]} packages: ${missing[*]}"
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null \
            || fail "Installing needs root and there is no sudo. As root, run: apt-get install ${missing[*]}"
        # Without a terminal sudo could only hang or fail at its password prompt.
        if [ ! -t 0 ] && ! sudo -n true 2>/dev/null; then
            fail "Installing needs root and sudo cannot ask for a password here. As root, run: apt-get install ${missing[*]}"
        fi
        as_root=(sudo)
    fi
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300)
    "${apt[@]}" update -q >&2 </dev/null || say "The package lists could not be refreshed; trying with the old ones."
    "${apt[@]}" install -y -q --no-install-recommends "${missing[@]}" >&2 </dev/null \
        || fail "apt-get could not install: ${missing[*]}. Its message above says why; is this Debian 12 with a network?"
}

# parallel_jobs : one a core, but no more than memory holds (a unit with Torch takes 1.1 GB).
parallel_jobs() {
    local cores memory_kb jobs
    cores="$(nproc)"
    memory_kb="$(sed -n 's/^MemAvailable: *\([0-9]*\).*/\1/p' /proc/meminfo)"
    jobs=$((${memory_kb:-1500000} / 1500000))
    [ "$jobs" -lt 1 ] && jobs=1
    [ "$jobs" -gt "$cores" ] && jobs="$cores"
    printf '%s\n' "${CMAKE_BUILD_PARALLEL_LEVEL:-$jobs}"
}

# configure : makes the build folder of the preset at the first time.
configure() {
    cd "$ROOT" || exit 1
    [ ! -f "$BUILD/build.ninja" ] || return 0
    say "Configuring $BUILD"
    cmake --preset "$PRESET" >&2 </dev/null || fail "Configuring failed; the message above says why."
}

# build TARGET... : configures at the first time, then builds what changed.
build() {
    configure
    say "Building with $(parallel_jobs) jobs (a first build takes some minutes)"
    cmake --build "$BUILD" --parallel "$(parallel_jobs)" --target "$@" >&2 </dev/null \
        || fail "The build failed; the message above says why."
}
