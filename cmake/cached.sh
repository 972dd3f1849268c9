#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# cached.sh CCACHE COMPILER ARGUMENT... : compiles through ccache, which by itself would spend more time on a unit with a precompiled
# header than its cache saves. It would preprocess the unit once more (depend mode takes what the compiler found instead), and read all of
# the precompiled header, some 140 MB, for a checksum; here that is made once, when the header is, and lies beside it.
# The sloppiness is what ccache asks for before it keeps units that use precompiled headers.
export CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_DEPEND=1 CCACHE_PCH_EXTSUM=1

output=''
previous=''
for argument; do
    [ "$previous" = -o ] && output="$argument"
    previous="$argument"
done
case "$output" in
*.gch | *.pch)
    rm -f "$output.sum"
    "$@" || exit
    sha1sum <"$output" | cut -c1-40 >"$output.sum"
    ;;
*) exec "$@" ;;
esac
