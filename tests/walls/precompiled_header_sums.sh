#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# precompiled_header_sums.sh CACHED COMPILER : what cmake/cached.sh keeps of a precompiled header follows from the compiler, its options
# and the headers, and from nothing else: what was compiled with one is found again when it was made anew.
set -uo pipefail
cached="$1"
compiler="$2"
"$compiler" --version | grep -q 'Free Software Foundation' || exit 77 # another compiler's bytes are the same each time
folder="$(mktemp -d)" || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
echo 'int inner();' >inner.h
echo '#include "inner.h"' >outer.h

# sum_with OPTION... : the checksum of the header, compiled anew, by `env` in ccache's place.
sum_with() {
    "$cached" env "$compiler" "$@" -x c++-header -MD -MT outer.h.gch -MF outer.d -o outer.h.gch -c outer.h || exit 1
    [ -s outer.h.gch ] && [ -s outer.d ] && cat outer.h.gch.sum
}
fail() {
    echo "$*" >&2
    exit 1
}

first="$(sum_with -O1)"
[ "${#first}" -eq 40 ] || fail "There is no checksum."
[ "$(sum_with -O1)" = "$first" ] || fail "The same header has another checksum."
[ "$(sum_with -O2)" != "$first" ] || fail "Another option has the same checksum."
[ "$(sum_with -O1 -DNEW)" != "$first" ] || fail "Another definition has the same checksum."
echo 'int inner(int);' >inner.h
[ "$(sum_with -O1)" != "$first" ] || fail "Another text has the same checksum."
