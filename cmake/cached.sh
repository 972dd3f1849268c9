#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# cached.sh CCACHE COMPILER ARGUMENT... : compiles through ccache, which by itself would spend more time on a unit with a precompiled
# header than its cache saves. It would preprocess the unit once more (depend mode takes what the compiler found instead), and read all of
# the precompiled header, some 140 MB, for a checksum; here a checksum is made once, when the header is, and lies beside it.
# The sloppiness is what ccache asks for before it keeps units that use precompiled headers.
export CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_DEPEND=1 CCACHE_PCH_EXTSUM=1

# sum_of_header COMPILER ARGUMENT... : a checksum of what a precompiled header follows from: the compiler, its options, and the text of
# all that the header includes. Its own bytes would not do: g++ writes others each time, and no unit would be found again.
sum_of_header() {
    skipped=''
    for argument; do
        shift
        case "$skipped$argument" in
        -o | -MF | -MT | -MQ) skipped=file: ;;
        file:* | -MD | -MMD | -c) skipped='' ;;
        *) set -- "$@" "$argument" ;;
        esac
    done
    text="$("$@" -E | sha1sum)"
    { "$1" --version && printf '%s\n' "$@" "$text"; } | sha1sum | cut -c1-40
}

output=''
previous=''
for argument; do
    [ "$previous" = -o ] && output="$argument"
    previous="$argument"
done
case "$output" in
*.gch) # g++
    # One that was there before would be read in place of the headers, by the preprocessor and by ccache.
    rm -f "$output" "$output.sum"
    sum="$(shift && sum_of_header "$@")"
    "$@" || exit
    echo "$sum" >"$output.sum"
    ;;
*.pch) # clang, whose bytes are the same each time
    rm -f "$output.sum"
    "$@" || exit
    sha1sum <"$output" | cut -c1-40 >"$output.sum"
    ;;
*) exec "$@" ;;
esac
